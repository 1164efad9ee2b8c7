package io.auraio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what fio 3.33 printed for such figures. */
class FioNumbersTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "999, 999", "4096, 4096", "9999, 9999", "9999.6, 10.0k", "16790, 16.8k", "86202, 86.2k", "115000, 115k", "1425000, 1425k", "12e6, 12.0M"})
    void countsHaveFourCharacters(double value, String text) {
        assertThat(FioNumbers.count(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"512, 512B", "4096, 4096B", "65536, 64.0KiB", "1048576, 1024KiB", "5698560, 5565KiB", "353370112, 337MiB", "268435456, 256MiB", "1099964416, 1049MiB", "1099511627776, 1024GiB"})
    void bytesGoByPowersOf1024(double value, String text) {
        assertThat(FioNumbers.bytes(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"5699000, 5699kB", "67108864, 67.1MB", "353370112, 353MB", "1100000000, 1100MB"})
    void decimalBytesGoByPowersOf1000(double value, String text) {
        assertThat(FioNumbers.decimalBytes(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"5027, 5027", "4992000, 4992.0k", "17870000, 17870k"})
    void latenciesHaveSixCharacters(double value, String text) {
        assertThat(FioNumbers.latency(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 00s", "5, 05s", "70, 01m:10s", "3723, 1h:02m:03s"})
    void durationsAreClockLike(long seconds, String text) {
        assertThat(FioNumbers.duration(seconds)).isEqualTo(text);
    }

    @Test
    void noNumberDependsOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(FioNumbers.format("%.2f %d", 1.5, 7)).isEqualTo("1.50 7");
            assertThat(FioNumbers.count(86202)).isEqualTo("86.2k");
        } finally {
            Locale.setDefault(before);
        }
    }
}
