package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of operations whose thread has ended. */
class ThreadExitKernelTest {
    private static final int COUNT = 8;

    private interface Body {
        void run() throws Exception;
    }

    private static void onAThreadThatEnds(Body body) throws Exception {
        Throwable[] failure = {null};
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                body.run();
            } catch (Throwable t) {
                failure[0] = t;
            }
        });
        thread.join();
        assertThat(failure[0]).isNull();
    }

    @Test
    void everyOperationOfAThreadThatEndedCompletesOnce(@TempDir Path folder) throws Exception {
        int file = Libc.open(folder.resolve("file").toString(), OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600);
        try (TestRing ring = new TestRing(UringSetup.of(64))) {
            TestRing.withPipe(pipe -> {
                try {
                    onAThreadThatEnds(() -> {
                        for (int i = 0; i < COUNT; i++) {
                            int at = i;
                            ring.submit(100 + i, sqe -> sqe.read(pipe.get(0), ring.room(1), 0));
                            ring.submit(200 + i, sqe -> sqe.write(file, ring.text("12345678"), 8L * at).flags(Sqe.IOSQE_ASYNC));
                            ring.submit(300 + i, sqe -> sqe.timeout(Timespec.of(ring.arena, 1_000_000), 0, 0));
                        }
                    });
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                TestRing.put(pipe.get(1), "x".repeat(COUNT));
                Map<Long, Integer> results = ring.awaitAll(3 * COUNT);
                results.forEach((userData, result) -> {
                    int success = userData < 200 ? 1 : userData < 300 ? 8 : -Errno.ETIME;
                    assertThat(result).as("operation " + userData).isIn(success, -Errno.ECANCELED, -Errno.EFAULT);
                });
                assertThat(ring.ring.inFlight()).isZero();
                assertThat(ring.ring.cq().ready()).isZero();
            });
        } finally {
            Libc.close(file);
        }
    }

    @Test
    void ringServesTheNextThreadAfterOneHasEnded() throws Exception {
        try (TestRing ring = new TestRing(UringSetup.of(4))) {
            for (int i = 0; i < 50; i++) {
                onAThreadThatEnds(() -> assertThat(ring.run(sqe -> sqe.nop().flags(Sqe.IOSQE_ASYNC))).isZero());
            }
        }
    }

    @Test
    void waiterSeesWhatAThreadThatEndedSubmitted() throws Exception {
        try (TestRing ring = new TestRing(UringSetup.of(4)); ExecutorService waiter = Executors.newSingleThreadExecutor()) {
            Future<Map<Long, Integer>> waiting = waiter.submit(() -> ring.awaitAll(2));
            ProcessState.awaitThreadInsideEnter();
            onAThreadThatEnds(() -> ring.submitTogether(Sqe::nop, Sqe::nop));
            assertThat(waiting.get()).isEqualTo(Map.of(1L, 0, 2L, 0));
        }
    }

    @Test
    void ringWhoseSingleIssuerEndedIsClosedAndSaysWhatItHeld() throws Exception {
        long fds = ProcessState.ringFds();
        try (EventFd event = EventFd.open()) {
            Uring[] ring = {null};
            onAThreadThatEnds(() -> {
                ring[0] = Uring.open(UringSetup.of(4).withRequired(IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN));
                ring[0].sq().claim().pollAdd(event.fd(), Sqe.POLLIN, false);
                ring[0].sq().publish();
                assertThat(ring[0].submit()).isEqualTo(1);
            });
            assertThat(ring[0].submitAndWait(0)).isEqualTo(-Errno.EEXIST);
            ring[0].close();
            assertThat(ring[0].inFlight()).isEqualTo(1);
            assertThat(ProcessState.ringFds()).isEqualTo(fds);
        }
    }
}
