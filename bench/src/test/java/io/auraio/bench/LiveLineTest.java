package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private static final Progress LATER = new Progress(1_000_000_000L, 88_200, 88_200 * 4096L, 36, 37, "PROBING", 512_300);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private LiveLine line(boolean terminal) {
        return new LiveLine(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal, RunOptions.Eta.AUTO);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whereThereIsNoTerminalItIsAPlainLine() {
        line(false).show(LATER, 4);
        assertThat(printed()).isEqualTo("04s left, 88.2k IOPS, 345MiB/s, depth 36/37, P99 512us, PROBING" + System.lineSeparator());
    }

    @Test
    void onATerminalItIsWrittenOverAndCleared() {
        LiveLine line = line(true);
        line.show(LATER, 4);
        assertThat(printed()).startsWith("\r\u001b[K04s left").doesNotContain("\n");
        line.end();
        assertThat(printed()).endsWith("\r\u001b[K");
    }

    @Test
    void itFitsOnATerminalOfEightyColumns() {
        Progress large = new Progress(1_000_000_000L, 1_234_567, 1_234_567L << 20, 32_768, 32_768, "CONVERGED", 9_999_000_000L);
        line(true).show(large, 86_399);
        assertThat(printed().substring("\r\u001b[K".length())).hasSizeLessThan(80);
    }

    @Test
    void aMomentWithoutNewsKeepsTheRates() {
        LiveLine line = line(false);
        line.show(LATER, 4);
        line.show(LATER, 3);
        assertThat(printed().lines().toList().get(1)).isEqualTo("03s left, 88.2k IOPS, 345MiB/s, depth 36/37, P99 512us, PROBING");
    }

    @Test
    void whatNobodyKnowsIsNotGuessed() {
        line(false).show(new Progress(1_000_000_000L, 0, 0, 1, 64, "BASELINE", 0), -1);
        assertThat(printed()).isEqualTo("? left, 0 IOPS, 0B/s, depth 1/64, P99 -, BASELINE" + System.lineSeparator());
    }
}
