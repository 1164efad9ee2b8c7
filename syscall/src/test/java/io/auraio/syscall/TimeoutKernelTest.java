package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeoutKernelTest {
    private static final long HOUR = 3_600_000_000_000L;

    private TestRing ring;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private MemorySegment time(long nanos) {
        return Timespec.of(ring.arena, nanos);
    }

    @Test
    void timeoutEndsWithEtime() {
        assertThat(ring.run(sqe -> sqe.timeout(time(1_000), 0, 0))).isEqualTo(-Errno.ETIME);
        assertThat(ring.run(sqe -> sqe.timeout(time(1), 0, Sqe.IORING_TIMEOUT_ABS))).isEqualTo(-Errno.ETIME);
        assertThat(ring.run(sqe -> sqe.timeout(time(1), 0, Sqe.IORING_TIMEOUT_ABS | Sqe.IORING_TIMEOUT_REALTIME)))
                .isEqualTo(-Errno.ETIME);
        assertThatIllegalArgumentException().isThrownBy(() -> time(-1)).withMessage("nanos=-1, must be 0 or above");
    }

    @Test
    void timeoutEndsEarlyAfterSoManyCompletions() {
        ring.submit(1, sqe -> sqe.timeout(time(HOUR), 2, 0));
        ring.submitTogether(Sqe::nop, sqe -> sqe.nop().userData(0));
        ring.awaitAll(2);
        assertThat(ring.ring.inFlight()).isLessThanOrEqualTo(1);
        if (ring.ring.inFlight() == 1) {
            assertThat(ring.await()).isZero();
        }
    }

    @Test
    void removedTimeoutIsCancelled() {
        ring.submit(5, sqe -> sqe.timeout(time(HOUR), 0, 0));
        ring.submit(6, sqe -> sqe.timeoutRemove(5));
        assertThat(ring.awaitAll(2)).containsEntry(5L, -Errno.ECANCELED).containsEntry(6L, 0);
        assertThat(ring.run(sqe -> sqe.timeoutRemove(5))).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void updatedTimeoutRunsOutAtItsNewTime() {
        ring.submit(5, sqe -> sqe.timeout(time(HOUR), 0, 0));
        ring.submit(6, sqe -> sqe.timeoutUpdate(5, time(1_000), 0));
        assertThat(ring.awaitAll(2)).containsEntry(5L, -Errno.ETIME).containsEntry(6L, 0);
        assertThat(ring.run(sqe -> sqe.timeoutUpdate(5, time(1), 0))).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void multishotTimeoutRingsUntilItIsRemoved() {
        ring.submit(5, sqe -> sqe.timeout(time(5_000_000), 0, Sqe.IORING_TIMEOUT_MULTISHOT));
        for (int i = 0; i < 3; i++) {
            assertThat(ring.await()).isEqualTo(-Errno.ETIME);
            assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE).isNotZero();
        }
        assertThat(ring.ring.inFlight()).isEqualTo(1);
    }

    @Test
    void linkedTimeoutCancelsWhatTakesTooLong() {
        TestRing.withPipe(pipe -> {
            ring.submitTogether(sqe -> sqe.read(pipe.get(0), ring.room(1), 0).flags(Sqe.IOSQE_IO_LINK),
                    sqe -> sqe.linkTimeout(time(1_000), 0));
            assertThat(ring.awaitAll(2)).containsEntry(1L, -Errno.ECANCELED).containsEntry(2L, -Errno.ETIME);
        });
    }

    @Test
    void linkedTimeoutIsCancelledByWhatIsInTime() {
        ring.submitTogether(sqe -> sqe.nop().flags(Sqe.IOSQE_IO_LINK), sqe -> sqe.linkTimeout(time(HOUR), 0));
        assertThat(ring.awaitAll(2)).containsEntry(1L, 0).containsEntry(2L, -Errno.ECANCELED);
    }

    @Test
    void linkedTimeoutIsGivenAnotherTime() {
        TestRing.withPipe(pipe -> {
            ring.submitTogether(sqe -> sqe.read(pipe.get(0), ring.room(1), 0).flags(Sqe.IOSQE_IO_LINK),
                    sqe -> sqe.linkTimeout(time(HOUR), 0));
            ring.submit(3, sqe -> sqe.linkTimeoutUpdate(2, time(1_000), 0));
            assertThat(ring.awaitAll(3)).containsEntry(1L, -Errno.ECANCELED).containsEntry(2L, -Errno.ETIME)
                    .containsEntry(3L, 0);
        });
    }

    @Test
    void timeoutThatMakesNoSenseIsRefused() {
        int clocks = Sqe.IORING_TIMEOUT_REALTIME | Sqe.IORING_TIMEOUT_BOOTTIME;
        assertThat(ring.run(sqe -> sqe.timeout(time(1), 0, clocks))).as("two clocks").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.timeout(time(1), 0, 1 << 20))).as("an unknown flag").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.timeout(MemorySegment.ofAddress(8).reinterpret(16), 0, 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.timeoutUpdate(1, MemorySegment.ofAddress(8).reinterpret(16), 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.linkTimeoutUpdate(1, time(1), 0))).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void timeoutIsCancelledAsAnyOperation() {
        ring.submit(5, sqe -> sqe.timeout(time(HOUR), 0, 0));
        ring.submit(6, sqe -> sqe.asyncCancel(5, 0));
        assertThat(ring.awaitAll(2)).containsEntry(5L, -Errno.ECANCELED).containsEntry(6L, 0);
    }

    @Test
    void timeoutsEndInTheOrderOfTheirTimes() {
        ring.submitTogether(sqe -> sqe.timeout(time(30_000_000), 0, 0), sqe -> sqe.timeout(time(1), 0, 0),
                sqe -> sqe.timeout(time(HOUR), 0, 0));
        assertThat(ring.awaitAll(1)).containsEntry(2L, -Errno.ETIME);
        assertThat(ring.awaitAll(1)).containsEntry(1L, -Errno.ETIME);
    }

    @Test
    void updatedTimeoutTakesAnAbsoluteTime() {
        ring.submit(5, sqe -> sqe.timeout(time(HOUR), 0, 0));
        ring.submit(6, sqe -> sqe.timeoutUpdate(5, time(1), Sqe.IORING_TIMEOUT_ABS));
        assertThat(ring.awaitAll(2)).containsEntry(5L, -Errno.ETIME).containsEntry(6L, 0);
    }
}
