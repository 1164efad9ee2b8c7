package io.auraio.examples.pages;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Links and images of a page that stay within the project lead to a file, and to a heading where they name one. */
final class Links {
    private final Path root;

    Links(Path root) {
        this.root = root;
    }

    List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        page.parts(Link.class).forEach(link -> check(page, link, link.getDestination(), complaints));
        page.parts(Image.class).forEach(image -> check(page, image, image.getDestination(), complaints));
        List<Node> html = new ArrayList<>(page.parts(HtmlBlock.class));
        html.addAll(page.parts(HtmlInline.class));
        for (Node part : html) {
            String text = part instanceof HtmlBlock block ? block.getLiteral() : ((HtmlInline) part).getLiteral();
            if (text.contains("href=") || text.contains("src=")) {
                complaints.add(page.complaint(part, "a link as HTML; write [text](target) or ![text](image)"));
            }
        }
        return complaints;
    }

    private void check(Page page, Node link, String destination, List<String> complaints) {
        wrong(page, destination).ifPresent(what -> complaints.add(page.complaint(link, "link to " + destination + ": " + what)));
    }

    private Optional<String> wrong(Page page, String destination) {
        URI target;
        try {
            target = URI.create(destination);
        } catch (IllegalArgumentException e) {
            return Optional.of("not an address: " + e.getMessage());
        }
        if (target.isAbsolute()) {
            return Optional.empty();
        }
        Path from = root.resolve(page.name());
        Path file = target.getPath().isEmpty() ? from : from.resolveSibling(target.getPath()).normalize();
        if (!file.startsWith(root) || target.getPath().startsWith("/")) {
            return Optional.of("leads out of the project; write it from the page's own folder");
        }
        String name = root.relativize(file).toString();
        if (name.contains("target/")) {
            return Optional.of("the build makes that file, so nobody who reads the page has it");
        }
        boolean isPage = name.endsWith(".md");
        if (!Files.exists(file) && !name.equals(page.name())) {
            return Optional.of("there is no " + name + (isPage ? "; add the link together with the page" : ""));
        }
        if (target.getFragment() == null) {
            return Optional.empty();
        }
        if (!isPage) {
            return Optional.of("names a place in a file that is no page; link to the file");
        }
        SequencedSet<String> anchors = Anchors.of(name.equals(page.name()) ? page : Page.read(file));
        return anchors.contains(target.getFragment())
                ? Optional.empty()
                : Optional.of(name + " has no such heading; it has #" + String.join(", #", anchors));
    }
}
