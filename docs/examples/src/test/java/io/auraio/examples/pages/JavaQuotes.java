package io.auraio.examples.pages;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.FencedCodeBlock;

/** What a page shows as Java are lines of a file that the build compiles. */
final class JavaQuotes {
    private final Sources sources;

    JavaQuotes(Sources sources) {
        this.sources = sources;
    }

    List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        for (FencedCodeBlock block : page.parts(FencedCodeBlock.class)) {
            if (block.getInfo().equals("java")) {
                List<String> quoted = block.getLiteral().stripTrailing().stripIndent().lines().toList();
                if (quoted.isEmpty()) {
                    complaints.add(page.complaint(block, "an empty block of Java"));
                    continue;
                }
                Sources.Match match = sources.longest(quoted);
                if (match == null || match.equalLines() < quoted.size()) {
                    complaints.add(page.complaint(block, what(quoted, match)));
                }
            }
        }
        return complaints;
    }

    private static String what(List<String> quoted, Sources.Match nearest) {
        String rule = "this Java is in no file under docs/examples/src. Write it there, in a program or a test,"
                + " and copy whole lines of it, one after another; ";
        if (nearest == null) {
            return rule + "no file there has its first line:\n    " + quoted.getFirst();
        }
        int different = nearest.firstLine() + nearest.equalLines();
        List<String> lines = nearest.source().lines();
        return rule + "it comes nearest to " + nearest.source().name() + ":" + (different + 1) + ", where\n"
                + "    the page has " + quoted.get(nearest.equalLines()).strip() + "\n"
                + "    the file has " + (different < lines.size() ? lines.get(different).strip() : "ended");
    }
}
