package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeClassTest {
    @ParameterizedTest
    @CsvSource({
        "1, 4096", "4095, 4096", "4096, 4096", "4097, 8192", "8192, 8192", "8193, 16384",
        "67108864, 67108864", "67108865, 134217728", "134217728, 134217728"
    })
    void aSizeFallsIntoTheSmallestPowerOfTwoThatHoldsIt(long sizeBytes, long capacityBytes) {
        assertThat(SizeClass.capacityBytes(SizeClass.indexOf(sizeBytes))).isEqualTo(capacityBytes);
    }
}
