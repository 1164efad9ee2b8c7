package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Polls, timeouts and cancels that meet what they wait for from other threads: each completes once, and no event is lost. */
class PollRaceKernelTest {
    private static final int ROUNDS = 500;

    @Test
    void pollThatIsArmedWhileItsEventComesCompletesOnce() throws Exception {
        try (TestRing ring = new TestRing(); EventFd event = EventFd.open();
                ExecutorService others = Executors.newFixedThreadPool(2)) {
            CyclicBarrier step = new CyclicBarrier(3);
            List<Future<?>> signallers = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                signallers.add(others.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        step.await();
                        event.signal();
                        step.await();
                    }
                    return null;
                }));
            }
            for (int round = 0; round < ROUNDS; round++) {
                step.await();
                ring.submit(round, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false));
                assertThat(ring.awaitAll(1)).containsOnlyKeys((long) round);
                assertThat(ring.ring.inFlight()).isZero();
                step.await();
                assertThat(event.drain()).isEqualTo(2);
            }
            for (Future<?> each : signallers) {
                each.get();
            }
        }
    }

    @Test
    void multishotPollLosesNoEventOfManyThreads() throws Exception {
        int threads = 4;
        try (TestRing ring = new TestRing(); EventFd event = EventFd.open();
                ExecutorService others = Executors.newFixedThreadPool(threads)) {
            ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, true));
            for (int thread = 0; thread < threads; thread++) {
                others.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        event.signal();
                    }
                });
            }
            long seen = 0;
            while (seen < (long) threads * ROUNDS) {
                assertThat(ring.await() & Sqe.POLLIN).isNotZero();
                assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE).as("still armed").isNotZero();
                seen += event.drain();
            }
            assertThat(seen).isEqualTo((long) threads * ROUNDS);
        }
    }

    @Test
    void readsThatWaitAreEachWokenByTheirOwnBytes() throws Exception {
        int count = 64;
        try (TestRing ring = new TestRing(UringSetup.of(count)); ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<int[]> pipes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int[] pipe = TestLibc.pipe();
                pipes.add(pipe);
                ring.submit(i, sqe -> sqe.pollAdd(pipe[0], Sqe.POLLIN, false));
            }
            Future<?> writing = other.submit(() -> pipes.forEach(pipe -> TestRing.put(pipe[1], "x")));
            Map<Long, Integer> results = ring.awaitAll(count);
            writing.get();
            assertThat(results).hasSize(count).allSatisfy((userData, events) -> assertThat(events & Sqe.POLLIN).isNotZero());
            pipes.forEach(pipe -> {
                Libc.close(pipe[0]);
                Libc.close(pipe[1]);
            });
        }
    }

    @Test
    void thousandsOfPollsAreCancelledTogether() throws Exception {
        int count = 4000;
        try (TestRing ring = new TestRing(UringSetup.of(1024).withCqEntries(8192)); EventFd event = EventFd.open()) {
            for (int i = 0; i < count; i++) {
                ring.ring.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, false).userData(i);
                if (ring.ring.sq().pending() == ring.ring.sq().entries()) {
                    ring.ring.sq().publish();
                    assertThat(ring.ring.submit()).isEqualTo(ring.ring.sq().entries());
                }
            }
            ring.ring.sq().publish();
            ring.ring.submit();
            assertThat(ring.ring.inFlight()).isEqualTo(count);
            ring.submit(-1, sqe -> sqe.asyncCancel(0, Sqe.IORING_ASYNC_CANCEL_ALL | Sqe.IORING_ASYNC_CANCEL_ANY));
            Map<Long, Integer> results = ring.awaitAll(count + 1);
            assertThat(results.remove(-1L)).isEqualTo(count);
            Set<Integer> distinct = new HashSet<>(results.values());
            assertThat(distinct).containsExactly(-Errno.ECANCELED);
            assertThat(ring.ring.inFlight()).isZero();
        }
    }

    @Test
    void timeoutThatIsCancelledAsItRunsOutCompletesOnce() throws Exception {
        try (TestRing ring = new TestRing()) {
            for (int round = 0; round < ROUNDS; round++) {
                int nanos = 1_000 * (round % 50);
                ring.submitTogether(sqe -> sqe.timeout(Timespec.of(ring.arena, nanos), 0, 0), sqe -> sqe.asyncCancel(1, 0));
                Map<Long, Integer> results = ring.awaitAll(2);
                int found = results.get(2L);
                assertThat(found).isIn(0, -Errno.ENOENT, -Errno.EALREADY);
                if (found == 0) {
                    assertThat(results).containsEntry(1L, -Errno.ECANCELED);
                } else {
                    assertThat(results.get(1L)).isIn(-Errno.ETIME, -Errno.ECANCELED);
                }
                assertThat(ring.ring.inFlight()).isZero();
            }
        }
    }

    @Test
    void pollOfTheRingAndPollOfAThreadSeeTheSameEvent() throws Exception {
        try (TestRing ring = new TestRing(); EventFd event = EventFd.open();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false));
            Future<Integer> polled = other.submit(() -> Libc.poll(event.fd(), Sqe.POLLIN, 30_000));
            event.signal();
            assertThat(ring.await() & Sqe.POLLIN).isNotZero();
            assertThat(polled.get()).isEqualTo(Sqe.POLLIN);
        }
    }

    @Test
    void eventsBeyondTheRoomOfTheQueueAreNotLost() throws Exception {
        try (TestRing ring = new TestRing(UringSetup.of(4).withCqEntries(4)); EventFd event = EventFd.open()) {
            ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, true));
            for (int i = 0; i < 20; i++) {
                event.signal();
                assertThat(ring.ring.getEvents()).isZero();
            }
            int events = 0;
            do { // it ends where there was no room, or goes on after the backlog
                assertThat(ring.await() & Sqe.POLLIN).isNotZero();
                events++;
            } while ((ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE) != 0 && events < 20);
            assertThat(events).isGreaterThanOrEqualTo(4);
            assertThat(ring.ring.cq().overflow()).isZero();
            assertThat(event.drain()).isEqualTo(20);
        }
    }
}
