package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_IOPOLL;
import static io.auraio.syscall.UringSetup.IORING_SETUP_R_DISABLED;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions that one ring sends into another. */
class MessageKernelTest {
    private static final int DEFERRED = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;

    private TestRing sender;

    @BeforeEach
    void open() throws Exception {
        sender = new TestRing();
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED, IORING_SETUP_IOPOLL})
    void messageArrivesInTheOtherRing(int flags) throws Exception {
        try (TestRing target = new TestRing(UringSetup.of(4).withRequired(flags))) {
            assertThat(sender.run(sqe -> sqe.msgRing(target.ring.fd(), 77, 123, 0))).isZero();
            assertThat(target.awaitAll(1)).containsEntry(123L, 77);
            assertThat(target.lastFlags).isZero();
            assertThat(sender.run(sqe -> sqe.msgRing(target.ring.fd(), -5, -6, 0))).isZero();
            assertThat(target.awaitAll(1)).containsEntry(-6L, -5);
        }
    }

    @Test
    void messageCarriesFlags() throws Exception {
        try (TestRing target = new TestRing(UringSetup.of(4))) {
            int flags = 9 << CompletionQueue.IORING_CQE_BUFFER_SHIFT | CompletionQueue.IORING_CQE_F_BUFFER;
            int result = sender.run(sqe -> sqe.msgRing(target.ring.fd(), 1, 2, flags));
            assumeTrue(result != -Errno.EINVAL, "no IORING_MSG_RING_FLAGS_PASS before Linux 6.3");
            assertThat(result).isZero();
            assertThat(target.await()).isEqualTo(1);
            assertThat(target.lastFlags).isEqualTo(flags);
        }
    }

    @Test
    void ringSendsToItself() {
        sender.submit(1, sqe -> sqe.msgRing(sender.ring.fd(), 5, 2, 0));
        assertThat(sender.awaitAll(2)).isEqualTo(Map.of(1L, 0, 2L, 5));
    }

    @Test
    void messageToWhatTakesNoneIsRefused() throws Exception {
        try (EventFd event = EventFd.open();
                Uring disabled = Uring.open(UringSetup.of(4).withRequired(IORING_SETUP_R_DISABLED))) {
            assertThat(sender.run(sqe -> sqe.msgRing(NO_FD, 0, 0, 0))).isEqualTo(-Errno.EBADF);
            assertThat(sender.run(sqe -> sqe.msgRing(event.fd(), 0, 0, 0))).isEqualTo(-Errno.EBADFD);
            assertThat(sender.run(sqe -> sqe.msgRing(disabled.fd(), 0, 0, 0))).isEqualTo(-Errno.EBADFD);
            int unknown = 1 << 30;
            assertThat(sender.run(sqe -> sqe.prepare(Sqe.IORING_OP_MSG_RING, sender.ring.fd(), 0, 0, 0, unknown)))
                    .isEqualTo(-Errno.EINVAL);
            disabled.enable();
            assertThat(sender.run(sqe -> sqe.msgRing(disabled.fd(), 0, 0, 0))).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void messageWakesAThreadThatWaitsForIt(int flags) throws Exception {
        try (ExecutorService waiter = Executors.newSingleThreadExecutor()) {
            TestRing target = waiter.submit(() -> new TestRing(UringSetup.of(4).withRequired(flags))).get();
            Future<Map<Long, Integer>> waiting = waiter.submit(() -> target.awaitAll(1));
            ProcessState.awaitThreadInsideEnter();
            assertThat(sender.run(sqe -> sqe.msgRing(target.ring.fd(), 3, 4, 0))).isZero();
            assertThat(waiting.get()).isEqualTo(Map.of(4L, 3));
            waiter.submit(target::close).get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void messagesBeyondTheRoomOfTheOtherRingWaitAndKeepTheirOrder(int flags) throws Exception {
        int count = 40;
        try (TestRing target = new TestRing(UringSetup.of(4).withCqEntries(4).withRequired(flags))) {
            for (int i = 0; i < count; i++) {
                int message = i;
                assertThat(sender.run(sqe -> sqe.msgRing(target.ring.fd(), message, message, 0))).isZero();
            }
            for (int i = 0; i < count; i++) {
                assertThat(target.awaitAll(1)).isEqualTo(Map.of((long) i, i));
            }
            assertThat(target.ring.cq().overflow()).isZero();
            assertThat(target.ring.cq().ready()).isZero();
        }
    }
}
