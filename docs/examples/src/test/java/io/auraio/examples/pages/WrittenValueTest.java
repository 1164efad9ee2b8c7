package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.Tuning;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrittenValueTest {
    static Stream<Arguments> right() {
        return Stream.of(
                Arguments.of("256", "depth", 256),
                Arguments.of("65,536 futures", "backlog", 65536),
                Arguments.of("0, one for each CPU", "ringCount", 0),
                Arguments.of("4 KiB", "alignment", 4096),
                Arguments.of("0.8 %", "error", 0.008),
                Arguments.of("41 %", "factor", 0.41),
                Arguments.of("1.41", "factor", 1.41),
                Arguments.of("500 ms", "windowNanos", 500_000_000L),
                Arguments.of("0.5 s", "windowNanos", 500_000_000L),
                Arguments.of("1 min", "capNanos", 60_000_000_000L),
                Arguments.of("10 ms", "TICK_NANOS", 10_000_000L),
                Arguments.of("30 s", "timeout", Duration.ofSeconds(30)),
                Arguments.of("none", "target", Duration.ZERO),
                Arguments.of("no limit", "maxBytes", Long.MAX_VALUE),
                Arguments.of("off; see there", "huge", false),
                Arguments.of("ENGINE", "tuning", Tuning.ENGINE),
                Arguments.of("Tuning.ENGINE", "tuning", Tuning.ENGINE));
    }

    @ParameterizedTest
    @MethodSource("right")
    void rightValueIsTaken(String text, String name, Object value) {
        assertThat(WrittenValue.says(text, name, value)).isTrue();
        assertThat(WrittenValue.says(WrittenValue.right(name, value), name, value)).isTrue();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("256", "depth", 25),
                Arguments.of("25.6", "depth", 25),
                Arguments.of("25k", "depth", 25),
                Arguments.of("", "depth", 25),
                Arguments.of("about 25", "depth", 25),
                Arguments.of("25 ms", "depth", 25),
                Arguments.of("8 %", "error", 0.008),
                Arguments.of("500 us", "windowNanos", 500_000_000L),
                Arguments.of("500000000", "windowNanos", 500_000_000L),
                Arguments.of("30", "timeout", Duration.ofSeconds(30)),
                Arguments.of("30 seconds", "timeout", Duration.ofSeconds(30)),
                Arguments.of("none", "target", Duration.ofSeconds(30)),
                Arguments.of("4 MiB", "maxBytes", Long.MAX_VALUE),
                Arguments.of("on", "huge", false),
                Arguments.of("DEVICE", "tuning", Tuning.ENGINE),
                Arguments.of("3", "executor", new Object()));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongValueIsNot(String text, String name, Object value) {
        assertThat(WrittenValue.says(text, name, value)).isFalse();
    }
}
