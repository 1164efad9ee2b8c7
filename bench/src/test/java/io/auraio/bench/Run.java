package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A run of the whole tool inside this JVM, and what it printed.
 *
 * @param status the exit status
 * @param out the lines of standard output
 * @param err the lines of standard error
 */
record Run(int status, List<String> out, List<String> err) {
    static Run of(String... options) {
        return checking(null, new StopSignal(), options);
    }

    static Run checking(BlockCheck check, StopSignal stop, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int status = new Bffio(console, stop, new MadeFiles(), check).run(options);
        return new Run(status, out.toString(StandardCharsets.UTF_8).lines().toList(), err.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /** It was refused: this one line, this status and nothing else. */
    void assertRefused(int expectedStatus, String line) {
        assertThat(err).containsExactly("bffio: " + line);
        assertThat(status).isEqualTo(expectedStatus);
        assertThat(out).isEmpty();
    }

    /** The report's line that begins with {@code start}, spaces before it left out. */
    String line(String start) {
        return out.stream().map(String::strip).filter(line -> line.startsWith(start)).findFirst()
                .orElseThrow(() -> new AssertionError("no line " + start + " in " + out + err));
    }
}
