package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The constants that docs/controller.md quotes are those of the code. */
class ControllerPageTest {

    private static final KneeConstants CONSTANTS = KneeConstants.DEFAULT;
    private static final Efficiency EFFICIENCY = Efficiency.of(ControllerOptions.DEFAULT_LEAST_EFFICIENCY);

    @Test
    void thePageQuotesTheConstantsOfTheCode() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "controller.md")).replaceAll("\\s+", " ");
        assertThat(page)
                .contains("ticks it about every " + ControllerOptions.DEFAULT_TICK_NANOS / 1_000_000 + " ms")
                .contains(String.format(Locale.ROOT, "up to %,d operations a second", CONSTANTS.sampleAllBelow()))
                .contains("at a depth of " + CONSTANTS.baselineDepth() + ", for two ticks and "
                        + CONSTANTS.baselineCompletions() + " completions")
                .contains("for " + CONSTANTS.convergedTicks() / 100 + " s it is STEADY")
                .contains("at most " + percent(CONSTANTS.wantedError(), "%.1f"))
                .contains("for " + CONSTANTS.shortMeasurementNanos() / 1_000_000 + " ms with "
                        + CONSTANTS.shortMeasurementCompletions() + " operations")
                .contains("or for " + CONSTANTS.longestMeasurementNanos() / 1_000_000_000 + " s")
                .contains("are " + percent(CONSTANTS.upFactor() - 1, "%.0f") + " while at least a tenth does")
                .contains("falls by less than " + percent(EFFICIENCY.down(), "%.0f"))
                .contains("one step of " + percent(CONSTANTS.doubtFactor() - 1, "%.0f") + " up and one of "
                        + percent(1 - CONSTANTS.backoffFactor(), "%.0f") + " down")
                .contains("rises by " + percent(CONSTANTS.worse(), "%.0f") + " or falls by "
                        + percent(CONSTANTS.better(), "%.0f"))
                .contains("goes to " + CONSTANTS.backoffFactor() + ", or to " + CONSTANTS.severeFactor())
                .contains("avoided for " + CONSTANTS.capNanos() / 1_000_000_000 + " to "
                        + CONSTANTS.longestCapNanos() / 1_000_000_000 + " s");
        assertThat(EFFICIENCY.up()).isEqualTo(.1);
        assertThat(CONSTANTS.guardFactor()).isEqualTo(10);
        assertThat(CONSTANTS.baselineWindows()).isEqualTo(2);
    }

    private static String percent(double share, String format) {
        return String.format(Locale.ROOT, format, 100 * share) + " %";
    }
}
