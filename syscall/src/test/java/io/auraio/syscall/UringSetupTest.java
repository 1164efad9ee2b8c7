package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_CLAMP;
import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SQPOLL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UringSetupTest {
    @ParameterizedTest
    @ValueSource(ints = {0, -1, 32_769, Integer.MIN_VALUE})
    void entriesOutOfRangeAreRefused(int entries) {
        assertThatIllegalArgumentException().isThrownBy(() -> UringSetup.of(entries))
                .withMessage("entries=" + entries + ", must be 1 to 32768, above only with IORING_SETUP_CLAMP");
    }

    @Test
    void clampAllowsMoreEntriesThanTheKernelGives() {
        assertThat(UringSetup.of(1).withRequired(IORING_SETUP_CLAMP)).satisfies(setup -> assertThat(
                new UringSetup(100_000, 0, setup.required(), 0, -1, 0, -1).entries()).isEqualTo(100_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 7, 65_537})
    void completionQueueShorterThanTheSubmissionQueueOrTooLongIsRefused(int cqEntries) {
        assertThatIllegalArgumentException().isThrownBy(() -> UringSetup.of(8).withCqEntries(cqEntries))
                .withMessage("cqEntries=" + cqEntries + ", must be 0, or entries (8) to 65536");
    }

    @Test
    void flagThatThisLibraryDoesNotSupportIsRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> UringSetup.of(8).withOptional(1 << 14))
                .withMessage("optional=IORING_SETUP_NO_MMAP: IORING_SETUP_NO_MMAP is not supported here");
    }

    @Test
    void flagThatBelongsToAValueIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> UringSetup.of(8).withRequired(UringSetup.IORING_SETUP_CQSIZE))
                .withMessageContaining("is set through its value");
    }

    @Test
    void deferredTaskRunNeedsASingleIssuer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UringSetup.of(8).withRequired(IORING_SETUP_DEFER_TASKRUN))
                .withMessageEndingWith("IORING_SETUP_DEFER_TASKRUN needs IORING_SETUP_SINGLE_ISSUER");
    }

    @Test
    void sqThreadValuesNeedSqPoll() {
        assertThatIllegalArgumentException().isThrownBy(() -> UringSetup.of(8).withSqThreadCpu(0))
                .withMessage("sqThreadCpu=0, must be -1, or a CPU's number together with IORING_SETUP_SQPOLL");
        assertThatIllegalArgumentException().isThrownBy(() -> UringSetup.of(8).withSqThreadIdleMillis(5))
                .withMessage("sqThreadIdleMillis=5, must be 0, or above together with IORING_SETUP_SQPOLL");
        UringSetup setup = UringSetup.of(8).withRequired(IORING_SETUP_SQPOLL).withSqThreadCpu(1).withSqThreadIdleMillis(5);
        assertThat(setup.flags()).isEqualTo(IORING_SETUP_SQPOLL | UringSetup.IORING_SETUP_SQ_AFF);
    }

    @Test
    void flagNamesAreTheKernels() {
        assertThat(UringSetup.flagNames(0)).isEqualTo("0");
        assertThat(UringSetup.flagNames(0x3000))
                .isEqualTo("IORING_SETUP_SINGLE_ISSUER|IORING_SETUP_DEFER_TASKRUN");
        assertThat(UringSetup.flagNames(1 << 30)).isEqualTo("0x40000000");
    }
}
