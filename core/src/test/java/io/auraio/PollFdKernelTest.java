package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The descriptor of a caller-driven engine in an event loop. */
@Timeout(60)
class PollFdKernelTest {

    private static final int LONG_MILLIS = 30_000;

    /** Whether the descriptor is readable within that time. */
    private static boolean readable(int fd, int millis) {
        int events = Libc.poll(fd, Sqe.POLLIN, millis);
        assertThat(events).isNotNegative();
        return events != 0;
    }

    /** Another thread has used up the announcement that the driver sleeps, and the page cache has the answer in the poll that follows. */
    private static void readElsewhere(AsyncFile file, Buffer buffer, Runnable whenRead) {
        Elsewhere.call(true, () -> file.read(buffer, 0, (r, result) -> whenRead.run()));
    }

    /** As an event loop does: polls when there is something to do. */
    private static void pollUntil(Engine engine, int fd, BooleanSupplier done) {
        engine.poll();
        loopUntil(engine, fd, done);
    }

    private static void loopUntil(Engine engine, int fd, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            assertThat(readable(fd, LONG_MILLIS)).isTrue();
            engine.poll();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void firesForACompletionAndNoMoreOnceItWasPolled(boolean sqPoll) throws Exception {
        Path path = TestFile.create("pollfd", 1);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).sqPoll(sqPoll).sqPollIdleMillis(1).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            int fd = engine.pollFd();
            assertThat(readable(fd, 1)).as("with nothing in flight").isFalse();
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
                file.read(buffer, 0, (r, result) -> done.incrementAndGet());
                while (done.get() == i) {
                    engine.poll();
                    assertThat(done.get() > i || readable(fd, LONG_MILLIS)).isTrue();
                }
                if (sqPoll) {
                    // The kernel's thread shows a completion before it signals it.
                    loopUntil(engine, fd, () -> !readable(fd, 1));
                } else {
                    assertThat(readable(fd, 1)).as("after poll()").isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void firesForARequestOfAnotherThread(boolean sqPoll) throws Exception {
        Path path = TestFile.create("pollfd-thread", 1);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).sqPoll(sqPoll).sqPollIdleMillis(1).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path)) {
            int fd = engine.pollFd();
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                CompletableFuture<Long> submitted = CompletableFuture.supplyAsync(() -> file.fdatasync((r, result) -> done.incrementAndGet()));
                while (done.get() == i) {
                    assertThat(readable(fd, LONG_MILLIS)).isTrue();
                    engine.poll();
                }
                submitted.join();
            }
            assertThat(engine.drain(Duration.ofSeconds(1))).isTrue();
        }
    }

    /** What only the driver can do, asked for at a moment when it will not look again before the loop sleeps. */
    @Test
    void firesForWhatAnotherThreadAsksDuringAPoll() throws Exception {
        Path path = TestFile.create("pollfd-errand", 1);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            int fd = engine.pollFd();
            readElsewhere(file, buffer, () -> Elsewhere.call(true, () -> engine.registerFileAsync(file)));
            pollUntil(engine, fd, () -> file.descriptor().registeredPlace() != Descriptor.NOT_REGISTERED);
            // And comes to rest. Not at once: the signal of one eventfd that another's write brings about, the kernel can put off (io_uring/eventfd.c).
            loopUntil(engine, fd, () -> !readable(fd, 1));
        }
    }

    @Test
    void firesForWhatWaitedForACompletion() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options); AsyncFile pipe = Pipes.open(engine, "pollfd-waited"); Buffer buffer = engine.allocate(16)) {
            int fd = engine.pollFd();
            RegisteredFile registered = engine.registerFile(pipe);
            long read = pipe.read(buffer, 0, (r, result) -> {});
            registered.closeAsync();
            engine.poll();
            assertThat(engine.stats().registrations().files()).as("with a read in its place").isOne();
            assertThat(engine.cancel(read)).isTrue();
            pollUntil(engine, fd, () -> engine.stats().registrations().files() == 0);
        }
    }

    @Test
    void firesForWhatTheKernelDidNotTakeDuringAPoll() throws Exception {
        AtomicInteger refuse = new AtomicInteger();
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        Path path = TestFile.create("pollfd-refused", 1);
        // The enter that a poll ends with is the one that is refused.
        InjectedKernel kernel = new InjectedKernel(n -> refuse.getAndDecrement() == 1 ? Errno.EINTR : 0);
        try (Engine engine = Engine.open(options, () -> kernel); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            int fd = engine.pollFd();
            AtomicInteger done = new AtomicInteger();
            readElsewhere(file, buffer, () -> {
                Elsewhere.call(true, () -> file.fdatasync((again, ignored) -> done.incrementAndGet()));
                refuse.set(1);
            });
            pollUntil(engine, fd, () -> done.get() == 1);
        }
    }

    @Test
    void firesWhenTheLimitIsRaisedForThoseWhoWait() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).minInFlight(1).initialInFlight(1).build();
        try (Engine engine = Engine.open(options); AsyncFile pipe = Pipes.open(engine, "pollfd-limit")) {
            int fd = engine.pollFd();
            List<CompletableFuture<Integer>> reads = List.of(pipe.readAsync(ByteBuffer.allocate(1), 0), pipe.readAsync(ByteBuffer.allocate(1), 0));
            pollUntil(engine, fd, () -> !readable(fd, 1));
            assertThat(engine.stats().inFlight()).isOne();
            engine.minInFlight(2);
            loopUntil(engine, fd, () -> engine.stats().inFlight() == 2);
            reads.forEach(read -> read.cancel(true));
        }
    }
}
