package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_R_DISABLED;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SQPOLL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings whose submissions a thread of the kernel takes. */
class SqPollKernelTest {
    private static final UringSetup SQPOLL = UringSetup.of(8).withRequired(IORING_SETUP_SQPOLL).withSqThreadIdleMillis(1);

    private static void awaitAsleep(Uring ring) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while ((ring.sq().flags() & SubmissionQueue.IORING_SQ_NEED_WAKEUP) == 0) {
            assertThat(System.nanoTime()).as("the thread should have gone to sleep").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void fill(Uring ring) {
        for (int i = ring.sq().pending(); i < ring.sq().entries(); i++) {
            ring.sq().claim().nop().userData(i);
        }
        assertThat(ring.sq().claim()).isNull();
        ring.sq().publish();
    }

    private static int reap(Uring ring) {
        int ready = ring.cq().ready();
        ring.cq().advance(ready);
        return ready;
    }

    @Test
    void waitForRoomWakesTheSleepingThread() throws Exception {
        try (Uring ring = Uring.open(SQPOLL)) {
            assertThat(ring.sqWait()).as("nothing is taken yet").isEqualTo(8);
            awaitAsleep(ring);
            fill(ring); // nobody tells the thread of it
            int free = 0;
            while (free == 0) { // a signal, or work of the kernel's, may end the wait
                free = ring.sqWait();
            }
            assertThat(free).isBetween(1, 8);
            assertThat(ring.sq().claim()).isNotNull();
            ring.sq().unclaim();
        }
    }

    @Test
    void waitForRoomKeepsUpWithAThreadThatIsAlwaysBehind() throws Exception {
        int count = 20_000;
        try (Uring ring = Uring.open(SQPOLL)) {
            int done = 0;
            for (int i = 0; i < count; i++) {
                Sqe sqe = ring.sq().claim();
                while (sqe == null) { // completions can be seen before the queue's head has moved
                    assertThat(ring.sqWait()).isNotNegative();
                    sqe = ring.sq().claim();
                }
                sqe.nop().userData(i);
                ring.sq().publish();
                assertThat(ring.submit()).isNotNegative();
                done += reap(ring);
            }
            while (done < count) {
                assertThat(ring.submitAndWait(1)).isNotNegative();
                done += reap(ring);
            }
            assertThat(done).isEqualTo(count);
            assertThat(ring.inFlight()).isZero();
        }
    }

    @Test
    void threadBoundToACpuSubmitsByItself() throws Exception {
        try (TestRing ring = new TestRing(SQPOLL.withSqThreadCpu(0))) {
            for (int i = 0; i < 50; i++) {
                assertThat(ring.run(Sqe::nop)).isZero();
            }
            assertThat(ring.ring.flags() & UringSetup.IORING_SETUP_SQ_AFF).isNotZero();
        }
    }

    @Test
    void submitWakesTheSleepingThreadEachTime() throws Exception {
        try (TestRing ring = new TestRing(SQPOLL)) {
            for (int i = 0; i < 5; i++) {
                awaitAsleep(ring.ring);
                assertThat(ring.run(Sqe::nop)).isZero();
            }
        }
    }

    @Test
    void disabledRingTakesNothingUntilItIsEnabled() throws Exception {
        try (Uring ring = Uring.open(SQPOLL.withRequired(IORING_SETUP_R_DISABLED))) {
            fill(ring);
            assertThat(ring.sqWait()).isEqualTo(-Errno.EBADFD);
            assertThat(ring.submitAndWait(0)).isEqualTo(-Errno.EBADFD);
            assertThat(ring.sq().pending()).isEqualTo(8);
            ring.enable();
            assertThat(ring.submitAndWait(8)).isNotNegative();
            assertThat(reap(ring)).isEqualTo(8);
        }
    }

    @Test
    void disabledRingIsClosedWithWhatItNeverTook() throws Exception {
        long fds = ProcessState.ringFds();
        Uring ring = Uring.open(SQPOLL.withRequired(IORING_SETUP_R_DISABLED));
        fill(ring);
        ring.close();
        assertThat(ring.inFlight()).isZero();
        assertThat(ProcessState.ringFds()).isEqualTo(fds);
    }

    @Test
    void attachedRingsShareOneThread() throws Exception {
        try (TestRing first = new TestRing(SQPOLL); TestRing second = new TestRing(SQPOLL.withAttachWq(first.ring.fd()))) {
            assertThat(first.run(Sqe::nop)).as("so that the thread has started").isZero();
            assertThat(ProcessState.ringInfo(second.ring.fd(), "SqThread")).isEqualTo(ProcessState.ringInfo(first.ring.fd(), "SqThread"));
            for (int i = 0; i < 20; i++) {
                assertThat(first.run(Sqe::nop)).isZero();
                assertThat(second.run(Sqe::nop)).isZero();
            }
            first.ring.close();
            assertThat(second.run(Sqe::nop)).as("the thread outlives the ring that it came with").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closeCancelsWhatTheThreadHasTaken(boolean asleep) throws Exception {
        try (EventFd event = EventFd.open()) {
            Uring ring = Uring.open(SQPOLL);
            ring.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, false);
            ring.sq().publish();
            assertThat(ring.submitAndWait(0)).isNotNegative();
            while (ring.sq().pending() > 0) {
                Thread.onSpinWait();
            }
            if (asleep) {
                awaitAsleep(ring);
            }
            assertThat(ring.inFlight()).isEqualTo(1);
            ring.close();
            assertThat(ring.inFlight()).isZero();
        }
    }

    @Test
    void operationsOutliveTheThreadThatFilledThem() throws Exception {
        try (TestRing ring = new TestRing(SQPOLL)) {
            TestRing.withPipe(pipe -> {
                try {
                    Thread.ofPlatform().start(() -> ring.submit(1, sqe -> sqe.read(pipe.get(0), ring.room(1), 0))).join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                TestRing.put(pipe.get(1), "x");
                assertThat(ring.awaitAll(1)).isEqualTo(Map.of(1L, 1));
            });
        }
    }

    @Test
    void cancelFindsWhatTheThreadHasTaken() throws Exception {
        try (TestRing ring = new TestRing(SQPOLL); EventFd event = EventFd.open()) {
            ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false));
            ring.submit(2, sqe -> sqe.asyncCancel(1, 0));
            assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.ECANCELED, 2L, 0));
        }
    }
}
