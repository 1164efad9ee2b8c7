package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a wait counts, and what ends it. */
class WaitKernelTest {
    private static final int DEFERRED = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;
    private static final long LONG = 30_000_000_000L;

    private static Uring open(int flags) throws SyscallException {
        return Uring.open(UringSetup.of(8).withRequired(flags));
    }

    private static void nops(Uring ring, int count) {
        for (int i = 0; i < count; i++) {
            ring.sq().claim().nop();
        }
        ring.sq().publish();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void completionsThatWereNotGivenBackCount(int flags) throws Exception {
        try (Uring ring = open(flags)) {
            nops(ring, 2);
            assertThat(ring.submitAndWait(2)).isEqualTo(2);
            assertThat(ring.submitAndWait(2, LONG)).as("they are there already").isZero();
            ring.cq().advance(1);
            assertThat(ring.submitAndWait(2, 1_000)).as("the time ran out, but there is something").isZero();
            assertThat(ring.cq().ready()).isEqualTo(1);
            ring.cq().advance(1);
            assertThat(ring.submitAndWait(2, 1_000)).isEqualTo(-Errno.ETIME);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void timeThatRunsOutIsHiddenBehindWhatWasSubmitted(int flags) throws Exception {
        try (Uring ring = open(flags)) {
            nops(ring, 1);
            assertThat(ring.submitAndWait(2, 1_000)).isEqualTo(1);
            assertThat(ring.cq().ready()).isEqualTo(1);
            ring.cq().advance(1);
            assertThat(ring.submitAndWait(2, 0)).as("no time at all").isEqualTo(-Errno.ETIME);
        }
    }

    @Test
    void waitForMoreThanTheQueueHoldsEndsWhenItIsFull() throws Exception {
        try (Uring ring = Uring.open(UringSetup.of(4).withCqEntries(4))) {
            nops(ring, 4);
            assertThat(ring.submitAndWait(100)).isEqualTo(4);
            assertThat(ring.cq().ready()).isEqualTo(4);
            ring.cq().advance(4);
        }
    }

    @Test
    void timeoutThatRunsOutEndsAnyWait() throws Exception {
        int wanted = 1000;
        Uring ring = Uring.open(UringSetup.of(8).withCqEntries(1024));
        try (Arena arena = Arena.ofShared(); ExecutorService waiter = Executors.newSingleThreadExecutor()) {
            try {
                // again and again, so that one runs out during the wait
                ring.sq().claim().timeout(Timespec.of(arena, 5_000_000), 0, Sqe.IORING_TIMEOUT_MULTISHOT);
                ring.sq().publish();
                assertThat(waiter.submit(() -> ring.submitAndWait(wanted)).get(30, TimeUnit.SECONDS)).isEqualTo(1);
                assertThat(ring.cq().ready()).isLessThan(wanted);
            } finally {
                ring.close(); // frees the waiter too
            }
        }
    }

    @Test
    void severalThreadsWaitForOneRing() throws Exception {
        int threads = 3;
        try (Uring ring = open(0); ExecutorService waiters = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int wanted = i + 1;
                waiting.add(waiters.submit(() -> ring.submitAndWait(wanted, LONG)));
            }
            ProcessState.awaitThreadsInsideEnter(threads);
            nops(ring, threads);
            assertThat(ring.submit()).isEqualTo(threads);
            for (Future<Integer> each : waiting) {
                assertThat(each.get()).isZero();
            }
            ring.cq().advance(threads);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void operationThatAnotherThreadEndsWakesTheWaiter(int flags) throws Exception {
        try (EventFd event = EventFd.open(); ExecutorService waiter = Executors.newSingleThreadExecutor()) {
            Future<Integer> waiting = waiter.submit(() -> {
                try (Uring ring = open(flags)) {
                    ring.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, false);
                    ring.sq().publish();
                    ring.submitAndWait(1);
                    int res = ring.cq().res(0);
                    ring.cq().advance(1);
                    return res;
                }
            });
            ProcessState.awaitThreadInsideEnter();
            event.signal();
            assertThat(waiting.get()).isEqualTo(Sqe.POLLIN);
        }
    }

    @Test
    void minimumWaitEndsWithNothingWhenTheTimeIsOver() throws Exception {
        try (Uring ring = open(0)) {
            assumeTrue((ring.features() & Uring.IORING_FEAT_MIN_TIMEOUT) != 0, "no minimum wait before Linux 6.12");
            assertThat(ring.submitAndWait(1, 2_000_000, 1_000)).isEqualTo(-Errno.ETIME);
        }
    }

    @Test
    void deadlineAheadIsWaitedFor() throws Exception {
        try (Uring ring = open(DEFERRED)) {
            long deadline = System.nanoTime() + 2_000_000;
            assertThat(ring.submitAndWaitUntil(1, deadline)).isEqualTo(-Errno.ETIME);
            assertThat(System.nanoTime() - deadline).isNotNegative();
            nops(ring, 1);
            assertThat(ring.submitAndWaitUntil(1, System.nanoTime() + LONG)).isEqualTo(1);
            ring.cq().advance(1);
        }
    }

    @Test
    void queuesOfEveryLengthAreFilledToTheLastEntry() throws Exception {
        for (int entries = 1; entries <= UringSetup.MAX_ENTRIES; entries *= 2) {
            try (Uring ring = Uring.open(UringSetup.of(entries))) {
                assertThat(ring.sq().entries()).isEqualTo(entries);
                assertThat(ring.cq().entries()).isEqualTo(2 * entries);
                for (int round = 0; round < 2; round++) {
                    nops(ring, entries);
                    assertThat(ring.sq().claim()).isNull();
                    assertThat(ring.submitAndWait(entries)).isEqualTo(entries);
                }
                assertThat(ring.cq().ready()).isEqualTo(2 * entries);
                ring.cq().advance(2 * entries);
            }
        }
    }
}
