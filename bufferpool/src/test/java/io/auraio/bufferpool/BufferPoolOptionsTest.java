package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferPoolOptionsTest {
    private final BufferPoolOptions.Builder builder = BufferPoolOptions.builder();

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        BufferPoolOptions options = builder.build();
        assertThat(options.alignmentBytes()).isEqualTo(4096);
        assertThat(options.maxBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(options.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.hugePages()).isFalse();
        assertThat(options.leakTracking()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -4096, 0, 1, 256, 513, 4095, 6144, 4 << 20})
    void anAlignmentThatIsNoPowerOfTwoInRangeIsRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(builder.alignmentBytes(bytes)::build)
                .withMessage(
                        "alignmentBytes must be a power of two from 512 to 2097152: alignmentBytes=" + bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, (4 << 20) - 1})
    void aLimitBelowTwoSlabsIsRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(builder.maxBytes(bytes)::build)
                .withMessage("maxBytes must be at least 4194304: maxBytes=" + bytes);
    }

    @Test
    void anIdleTimeoutBelowAMillisecondIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(builder.idleTimeout(Duration.ofNanos(999_999))::build)
                .withMessage("idleTimeout must be at least 1 ms: idleTimeout=PT0.000999999S");
    }

    @Test
    void hugePagesAreRefusedWithTheDefaultSource() {
        assertThatIllegalArgumentException()
                .isThrownBy(builder.hugePages(true)::build)
                .withMessage("hugePages=true needs a slabSource that can advise the kernel; the default one cannot");
    }
}
