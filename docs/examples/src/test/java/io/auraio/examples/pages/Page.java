package io.auraio.examples.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A page of the documentation.
 *
 * @param name its path from the root of the project, such as {@code docs/errors.md}
 * @param document what it says
 */
record Page(String name, Node document) {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    static Page of(String name, String markdown) {
        return new Page(name, PARSER.parse(markdown));
    }

    static Page read(Path file) {
        try {
            return of(ROOT.relativize(file.toAbsolutePath().normalize()).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page of the project: those in its root, in docs, and beside the benchmarks. */
    static List<Page> all() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> jobs = Files.list(ROOT.resolve("bench/jobs"))) {
            Stream.of(root, docs, jobs).flatMap(found -> found)
                    .filter(file -> file.toString().endsWith(".md") && !ROOT.relativize(file).toString().contains("target/"))
                    .forEach(files::add);
        }
        return files.stream().sorted().map(Page::read).toList();
    }

    /** All its parts of that kind, in the page's order. */
    <T extends Node> List<T> parts(Class<T> kind) {
        return parts(document, kind);
    }

    /** All parts of that kind within another one. */
    static <T extends Node> List<T> parts(Node within, Class<T> kind) {
        List<T> found = new ArrayList<>();
        collect(within, kind, found);
        return found;
    }

    /** A complaint that an editor can jump to. */
    String complaint(Node part, String what) {
        return name + ":" + (part.getSourceSpans().getFirst().getLineIndex() + 1) + ": " + what;
    }

    @Override
    public String toString() {
        return name;
    }

    private static <T extends Node> void collect(Node node, Class<T> kind, List<T> found) {
        if (kind.isInstance(node)) {
            found.add(kind.cast(node));
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            collect(child, kind, found);
        }
    }
}
