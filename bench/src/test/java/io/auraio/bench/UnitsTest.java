package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1", "4096, 4096", "512b, 512", "4k, 4096", "4K, 4096", "4ki, 4096", "4kb, 4096",
        "1m, 1048576", "256M, 268435456", "1g, 1073741824", "2t, 2199023255552", "1p, 1125899906842624", "0, 0",
    })
    void sizesAreReadAsFioReadsThem(String text, long bytes) throws Refusal {
        assertThat(Units.sizeBytes("size", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"5, 5000000000", "5s, 5000000000", "500ms, 500000000", "100us, 100000", "2m, 120000000000", "1h, 3600000000000"})
    void timesAreReadAsFioReadsThem(String text, long nanos) throws Refusal {
        assertThat(Units.timeNanos("runtime", text, 1_000_000_000)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4q   | bs=4q: unknown unit 'q'; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        // fio reads the next two as 4000 bytes and as 1 byte.
        "4kib | bs=4kib: unknown unit 'kib'; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "1.5k | bs=1.5k: not a whole number; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "-4k  | bs=-4k: not a whole number; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "k    | bs=k: not a whole number; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "''   | bs=: not a whole number; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "9999999999999g | bs=9999999999999g: too large; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "99999999999999999999 | bs=99999999999999999999: too large; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
    })
    void whatIsNoSizeIsRefusedWithItsValueAndWhatWouldBeRight(String text, String message) {
        assertThatThrownBy(() -> Units.sizeBytes("bs", text))
                .isInstanceOf(Refusal.class)
                .hasMessage(message)
                .extracting(e -> ((Refusal) e).exitStatus()).isEqualTo(2);
    }

    @Test
    void anUnknownUnitOfTimeIsRefused() {
        assertThatThrownBy(() -> Units.timeNanos("target-p99", "5ns", 1))
                .hasMessage("target-p99=5ns: unknown unit 'ns'; use a whole number with us, ms, s, m, h or d, for example 500us");
    }

    @Test
    void digitsOfOtherScriptsAreNoDigits() {
        assertThatThrownBy(() -> Units.sizeBytes("bs", "\u0664k")).hasMessageContaining("not a whole number");
    }

    @Test
    void aSwitchIsZeroOrOne() throws Refusal {
        assertThat(Units.flag("direct", "1")).isTrue();
        assertThat(Units.flag("direct", "0")).isFalse();
        assertThatThrownBy(() -> Units.flag("direct", "true")).hasMessage("direct=true: use 0 or 1");
    }

    @Test
    void aCountHasItsRange() throws Refusal {
        assertThat(Units.count("iodepth", "32768", 1, 32768)).isEqualTo(32768);
        assertThatThrownBy(() -> Units.count("iodepth", "32769", 1, 32768))
                .hasMessage("iodepth=32769: out of range; use a whole number from 1 to 32768");
        assertThatThrownBy(() -> Units.count("iodepth", "0", 1, 32768))
                .hasMessage("iodepth=0: out of range; use a whole number from 1 to 32768");
        assertThatThrownBy(() -> Units.count("iodepth", "4k", 1, 32768))
                .hasMessage("iodepth=4k: unknown unit 'k'; use a whole number from 1 to 32768");
    }
}
