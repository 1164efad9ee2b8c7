package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another thread than the driver cancels more than the queue has room for, while the driver goes to sleep: none of it may be slept on. */
@Timeout(60)
class CancelRacesKernelTest {

    private static final int DEPTH = 4;
    private static final int ROUNDS = 20_000;
    private static final int ROUNDS_OF_SQ_POLL = 500;
    private static final int LONG_MILLIS = 30_000;

    private static EngineOptions options(Driving driving, boolean sqPoll) {
        return EngineOptions.builder().driving(driving).ringCount(1).queueDepth(DEPTH).adaptive(false).sqPoll(sqPoll).sqPollIdleMillis(1).build();
    }

    private static int rounds(boolean sqPoll) {
        return sqPoll ? ROUNDS_OF_SQ_POLL : ROUNDS;
    }

    private static List<CompletableFuture<Integer>> readAndCancel(AsyncFile pipe) {
        List<CompletableFuture<Integer>> reads = new ArrayList<>();
        for (int i = 0; i < 2 * DEPTH; i++) {
            reads.add(pipe.readAsync(ByteBuffer.allocateDirect(1), 0));
        }
        reads.forEach(read -> read.cancel(true));
        return reads;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void driverThatFallsAsleepFindsThem(boolean sqPoll) throws Exception {
        try (Engine engine = Engine.open(options(Driving.ENGINE, sqPoll)); AsyncFile pipe = Pipes.open(engine, "cancel-races")) {
            for (int round = 0; round < rounds(sqPoll); round++) {
                List<CompletableFuture<Integer>> reads = readAndCancel(pipe);
                for (CompletableFuture<Integer> read : reads) {
                    read.handle((count, failure) -> count).get(LONG_MILLIS, TimeUnit.MILLISECONDS);
                }
                assertThat(reads).allMatch(CompletableFuture::isCancelled);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eventLoopIsTold(boolean sqPoll) throws Exception {
        try (Engine engine = Engine.open(options(Driving.CALLER, sqPoll)); AsyncFile pipe = Pipes.open(engine, "cancel-races-loop")) {
            int fd = engine.pollFd();
            for (int round = 0; round < rounds(sqPoll); round++) {
                CompletableFuture<List<CompletableFuture<Integer>>> submitted = CompletableFuture.supplyAsync(() -> readAndCancel(pipe));
                engine.poll();
                while (!submitted.isDone() || engine.stats().inFlight() > 0) {
                    if (submitted.isDone()) {
                        // All of it was asked for, and some of it has not ended: poll() does what is to be done, or the descriptor says that there is more.
                        assertThat(Libc.poll(fd, Sqe.POLLIN, LONG_MILLIS)).as("round %d", round).isPositive();
                    }
                    engine.poll();
                }
                for (CompletableFuture<Integer> read : submitted.join()) {
                    read.handle((count, failure) -> count).get(LONG_MILLIS, TimeUnit.MILLISECONDS);
                }
                assertThat(submitted.join()).allMatch(CompletableFuture::isCancelled);
            }
        }
    }
}
