package io.auraio.examples.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java files that pages quote, and which lines of them a quotation is. */
final class Sources {
    private static final Path EXAMPLES = Page.ROOT.resolve("docs/examples/src");

    private final List<Source> sources;

    Sources(List<Source> sources) {
        this.sources = sources;
    }

    /** A file by its path from the root of the project. */
    record Source(String name, List<String> lines) {}

    /**
     * Where a quotation comes from, or comes nearest to.
     *
     * @param source the file
     * @param firstLine the index of its line that the quotation begins with
     * @param equalLines how many lines agree from there on
     */
    record Match(Source source, int firstLine, int equalLines) {}

    /** All files under docs/examples/src. */
    static Sources ofExamples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            List<Source> sources = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                sources.add(new Source(Page.ROOT.relativize(file).toString(), Files.readAllLines(file)));
            }
            return new Sources(sources);
        }
    }

    /** The place at which the most lines agree, whatever their common indentation; null where not even the first one does. */
    Match longest(List<String> quoted) {
        Match longest = null;
        for (Source source : sources) {
            for (int first = 0; first < source.lines().size(); first++) {
                int equal = equalLines(quoted, source.lines(), first);
                if (equal > (longest == null ? 0 : longest.equalLines())) {
                    longest = new Match(source, first, equal);
                }
            }
        }
        return longest;
    }

    /** {@code quoted} begins at its own left edge; its lines are moved right by as much as the file's first is indented more. */
    private static int equalLines(List<String> quoted, List<String> lines, int first) {
        int moved = indentation(lines.get(first)) - indentation(quoted.getFirst());
        int equal = 0;
        while (equal < quoted.size() && first + equal < lines.size()) {
            if (!lines.get(first + equal).stripTrailing().equals(movedRight(quoted.get(equal).stripTrailing(), moved))) {
                return equal;
            }
            equal++;
        }
        return equal;
    }

    private static String movedRight(String line, int spaces) {
        return line.isEmpty() ? line : " ".repeat(Math.max(0, spaces)) + line;
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }
}
