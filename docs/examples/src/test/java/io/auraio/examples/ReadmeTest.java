package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What README shows is what the build compiles and runs. */
class ReadmeTest {
    private static final Path README = Path.of("../../README.md");
    private static final Path EXAMPLE = Path.of("src/main/java/io/auraio/examples/ReadWholeFile.java");

    @Test
    void readmesExampleIsTheOneThatTheBuildRuns() throws IOException {
        String shown = String.join("\n", between(Files.readAllLines(README), "```java", "```"));
        String built = String.join("\n", between(Files.readAllLines(EXAMPLE), "// [README]", "// [/README]"));
        assertThat(shown).isEqualTo(built.stripIndent());
    }

    /** The lines after the one that is {@code begin} and before the next one that is {@code end}, but for spaces around them. */
    private static List<String> between(List<String> lines, String begin, String end) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        int from = stripped.indexOf(begin) + 1;
        assertThat(from).as("a line %s", begin).isPositive();
        int length = stripped.subList(from, stripped.size()).indexOf(end);
        assertThat(length).as("a line %s after %s", end, begin).isNotNegative();
        return lines.subList(from, from + length);
    }
}
