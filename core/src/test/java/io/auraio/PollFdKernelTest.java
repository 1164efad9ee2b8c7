package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
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
                assertThat(readable(fd, 1)).as("after poll()").isFalse();
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
}
