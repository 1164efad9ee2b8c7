package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeardownKernelTest {
    private static final int DEFERRED = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;

    private static Uring open(int flags) throws SyscallException {
        return Uring.open(UringSetup.of(8).withRequired(flags));
    }

    private static void submitPoll(Uring ring, EventFd event) {
        ring.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, false).userData(1);
        ring.sq().publish();
        assertThat(ring.submit()).isEqualTo(1);
    }

    @Test
    void aThousandRingsLeaveNeitherDescriptorsNorMaps() throws Exception {
        long fds = ProcessState.ringFds();
        long maps = ProcessState.ringMaps();
        for (int i = 0; i < 1000; i++) {
            open(i % 2 == 0 ? 0 : DEFERRED).close();
        }
        assertThat(ProcessState.ringFds()).isEqualTo(fds);
        assertThat(ProcessState.ringMaps()).isEqualTo(maps);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void closeCancelsWhatIsInFlight(int flags) throws Exception {
        try (EventFd event = EventFd.open()) {
            Uring ring = open(flags);
            submitPoll(ring, event);
            assertThat(ring.inFlight()).isEqualTo(1);
            ring.close();
            assertThat(ring.inFlight()).isZero();
        }
    }

    @Test
    void closeByAnotherThreadThanTheSingleIssuerReportsWhatItMayNotCancel() throws Exception {
        try (EventFd event = EventFd.open(); ExecutorService other = Executors.newSingleThreadExecutor()) {
            Uring ring = open(DEFERRED);
            submitPoll(ring, event);
            other.submit(ring::close).get();
            assertThat(ring.inFlight()).isEqualTo(1);
            assertThat(ProcessState.ringMaps()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void closeWakesAThreadThatWaitsForSeveralCompletions(int flags) throws Exception {
        try (ExecutorService waiter = Executors.newSingleThreadExecutor()) {
            Future<Uring> opened = waiter.submit(() -> open(flags));
            Uring ring = opened.get();
            Future<Integer> waiting = waiter.submit((Callable<Integer>) () -> ring.submitAndWait(3));
            ProcessState.awaitThreadInsideEnter();
            ring.close();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(ring.inFlight()).isZero();
        }
        assertThat(ProcessState.ringFds()).isZero();
        assertThat(ProcessState.ringMaps()).isZero();
    }

    @Test
    void whatWokeAWaiterIsNotTakenForTheEndOfAnOperation() throws Exception {
        try (ExecutorService waiter = Executors.newSingleThreadExecutor(); EventFd event = EventFd.open()) {
            Uring ring = waiter.submit(() -> open(DEFERRED)).get();
            Future<Integer> waiting = waiter.submit(() -> {
                submitPoll(ring, event);
                return ring.submitAndWait(2);
            });
            ProcessState.awaitThreadInsideEnter();
            ring.close();
            waiting.get(30, TimeUnit.SECONDS);
            assertThat(ring.inFlight()).as("the poll is the waiter's to cancel").isEqualTo(1);
        }
    }

    @Test
    void ringIsCollectedThoughTheThreadThatCalledItLastKeepsIt() throws Exception {
        WeakReference<Uring> left = openAndCloseOnAnotherThread();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (left.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(left.get()).as("the ring, with its maps").isNull();
    }

    private static WeakReference<Uring> openAndCloseOnAnotherThread() throws Exception {
        Uring ring = open(0);
        Thread.ofPlatform().start(ring::close).join();
        return new WeakReference<>(ring);
    }

    @Test
    void closedRingIsHarmlessToUse() throws Exception {
        Uring ring = open(0);
        ring.sq().claim().nop();
        ring.close();
        for (int i = 0; i < 3 * ring.sq().entries(); i++) {
            Sqe sqe = ring.sq().claim();
            if (sqe != null) {
                sqe.nop().userData(i);
            }
            ring.sq().publish();
            ring.cq().ready();
            ring.cq().userData(i);
            ring.cq().advance(0);
        }
        assertThat(ring.sq().flags()).isZero();
    }
}
