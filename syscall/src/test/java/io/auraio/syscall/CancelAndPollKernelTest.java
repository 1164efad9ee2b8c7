package io.auraio.syscall;

import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancelAndPollKernelTest {
    private TestRing ring;
    private EventFd event;
    private EventFd other;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        event = EventFd.open();
        other = EventFd.open();
    }

    @AfterEach
    void close() {
        ring.close();
        event.close();
        other.close();
    }

    private void pollBoth() {
        ring.submitTogether(sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false),
                sqe -> sqe.pollAdd(other.fd(), Sqe.POLLIN, false));
    }

    @Test
    void cancelFindsByUserData() {
        pollBoth();
        ring.submit(3, sqe -> sqe.asyncCancel(2, 0));
        assertThat(ring.awaitAll(2)).containsEntry(2L, -Errno.ECANCELED).containsEntry(3L, 0);
        assertThat(ring.run(sqe -> sqe.asyncCancel(2, 0))).isEqualTo(-Errno.ENOENT);
        assertThat(ring.ring.inFlight()).isEqualTo(1);
    }

    @Test
    void cancelFindsByDescriptor() {
        pollBoth();
        ring.submit(3, sqe -> sqe.asyncCancelFd(event.fd(), Sqe.IORING_ASYNC_CANCEL_ALL));
        assertThat(ring.awaitAll(2)).containsEntry(1L, -Errno.ECANCELED).containsEntry(3L, 1);
    }

    @Test
    void cancelFindsByOperation() {
        pollBoth();
        ring.submit(4, sqe -> sqe.timeout(Timespec.of(ring.arena, 3_600_000_000_000L), 0, 0));
        ring.submit(3, sqe -> sqe.asyncCancelOp(Sqe.IORING_OP_POLL_ADD, Sqe.IORING_ASYNC_CANCEL_ALL));
        assertThat(ring.awaitAll(3)).containsEntry(1L, -Errno.ECANCELED).containsEntry(2L, -Errno.ECANCELED)
                .containsEntry(3L, 2);
    }

    @Test
    void cancelAnyFindsOneAndCancelAllFindsEverything() {
        pollBoth();
        ring.submit(3, sqe -> sqe.asyncCancel(0, Sqe.IORING_ASYNC_CANCEL_ANY | Sqe.IORING_ASYNC_CANCEL_ALL));
        assertThat(ring.awaitAll(3)).containsEntry(1L, -Errno.ECANCELED).containsEntry(2L, -Errno.ECANCELED)
                .containsEntry(3L, 2);
    }

    @Test
    void syncCancelAnswersAtOnce() {
        pollBoth();
        assertThat(ring.ring.registrations().syncCancel(1, -1, 0, Long.MAX_VALUE)).isZero();
        assertThat(ring.await()).isEqualTo(-Errno.ECANCELED);
        assertThat(ring.ring.registrations().syncCancel(1, -1, 0, 1_000)).isEqualTo(-Errno.ENOENT);
        assertThat(ring.ring.registrations().syncCancel(0, other.fd(), Sqe.IORING_ASYNC_CANCEL_FD, 1_000_000_000L)).isZero();
        assertThat(ring.await()).isEqualTo(-Errno.ECANCELED);
    }

    @Test
    void workBehindABusyWorkerIsCancelledBeforeItStarts() throws Exception {
        int[] limits = {1, 1};
        assertThat(ring.ring.registrations().workerLimits(limits)).isZero();
        TestRing.withPipe(from -> TestRing.withPipe(to -> {
            ring.submit(1, sqe -> sqe.splice(from.get(0), -1, to.get(1), -1, 1, 0));
            ring.submit(2, sqe -> sqe.splice(from.get(0), -1, to.get(1), -1, 1, 0));
            ring.submit(3, sqe -> sqe.asyncCancel(2, 0));
            assertThat(ring.awaitAll(2)).containsEntry(2L, -Errno.ECANCELED).containsEntry(3L, 0);
            TestRing.put(from.get(1), "x");
            assertThat(ring.awaitAll(1)).containsEntry(1L, 1);
        }));
        assertThat(ring.ring.registrations().workerLimits(limits)).as("the thread's, as they were").isZero();
    }

    @Test
    void cancelOfWhatItCannotFindSaysWhy() {
        assertThat(ring.run(sqe -> sqe.asyncCancel(77, 0))).isEqualTo(-Errno.ENOENT);
        assertThat(ring.run(sqe -> sqe.asyncCancelFd(NO_FD, 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.asyncCancelFd(event.fd(), 0))).isEqualTo(-Errno.ENOENT);
        assertThat(ring.run(sqe -> sqe.asyncCancel(0, Sqe.IORING_ASYNC_CANCEL_ALL))).as("none of all").isZero();
        assertThat(ring.run(sqe -> sqe.asyncCancel(0, 1 << 20))).as("an unknown flag").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.asyncCancel(0, Sqe.IORING_ASYNC_CANCEL_ANY | Sqe.IORING_ASYNC_CANCEL_FD))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void cancelFindsByRegisteredFile() {
        assertThat(ring.ring.registrations().files(event.fd(), other.fd())).isZero();
        ring.submitTogether(sqe -> sqe.pollAdd(0, Sqe.POLLIN, false).flags(Sqe.IOSQE_FIXED_FILE),
                sqe -> sqe.pollAdd(1, Sqe.POLLIN, false).flags(Sqe.IOSQE_FIXED_FILE));
        ring.submit(3, sqe -> sqe.asyncCancelFd(1, Sqe.IORING_ASYNC_CANCEL_FD_FIXED));
        assertThat(ring.awaitAll(2)).containsEntry(2L, -Errno.ECANCELED).containsEntry(3L, 0);
        assertThat(ring.run(sqe -> sqe.asyncCancelFd(5, Sqe.IORING_ASYNC_CANCEL_FD_FIXED))).isEqualTo(-Errno.EBADF);
    }

    @Test
    void cancelOfTheFirstOfSeveralLeavesTheOthers() {
        for (int i = 0; i < 3; i++) {
            ring.submit(7, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false));
        }
        ring.submit(8, sqe -> sqe.asyncCancel(7, 0));
        assertThat(ring.awaitAll(2)).containsEntry(7L, -Errno.ECANCELED).containsEntry(8L, 0);
        assertThat(ring.ring.inFlight()).isEqualTo(2);
        ring.submit(8, sqe -> sqe.asyncCancel(7, Sqe.IORING_ASYNC_CANCEL_ALL));
        assertThat(ring.awaitAll(2)).containsEntry(8L, 2);
    }

    @Test
    void updatedMultishotPollGoesOnWithItsNewEvents() {
        ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLERR, true));
        event.signal();
        assertThat(ring.run(Sqe::nop)).as("only the NOP").isZero();
        ring.submit(2, sqe -> sqe.pollUpdate(1, Sqe.POLLIN, true));
        assertThat(ring.awaitAll(2)).containsEntry(1L, Sqe.POLLIN).containsEntry(2L, 0);
        assertThat(ring.run(sqe -> sqe.pollUpdate(99, Sqe.POLLIN, false))).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void pollReportsWhatIsReadyAlready() {
        event.signal();
        assertThat(ring.run(sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN | Sqe.POLLOUT, false)))
                .isEqualTo(Sqe.POLLIN | Sqe.POLLOUT);
        assertThat(ring.run(sqe -> sqe.pollAdd(NO_FD, Sqe.POLLIN, false))).isEqualTo(-Errno.EBADF);
    }

    @Test
    void multishotPollReportsAgainAndAgainUntilItIsRemoved() {
        ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, true));
        for (int i = 0; i < 3; i++) {
            event.signal();
            assertThat(ring.await() & Sqe.POLLIN).isNotZero();
            assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE).isNotZero();
            assertThat(event.drain()).isEqualTo(1);
        }
        assertThat(ring.ring.inFlight()).isEqualTo(1);
        ring.submit(2, sqe -> sqe.pollRemove(1));
        assertThat(ring.awaitAll(2)).containsEntry(1L, -Errno.ECANCELED).containsEntry(2L, 0);
        assertThat(ring.run(sqe -> sqe.pollRemove(1))).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void updatedPollWaitsForItsNewEvents() {
        ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false));
        ring.submit(2, sqe -> sqe.pollUpdate(1, Sqe.POLLOUT, false));
        assertThat(ring.awaitAll(2)).containsEntry(1L, Sqe.POLLOUT).containsEntry(2L, 0);
    }

    @Test
    void pollOfTheRingItselfTellsOfCompletions() throws Exception {
        try (TestRing watched = new TestRing(UringSetup.of(4))) {
            ring.submit(1, sqe -> sqe.pollAdd(watched.ring.fd(), Sqe.POLLIN, false));
            watched.submit(9, Sqe::nop);
            assertThat(ring.await() & Sqe.POLLIN).isNotZero();
            watched.await();
        }
    }
}
