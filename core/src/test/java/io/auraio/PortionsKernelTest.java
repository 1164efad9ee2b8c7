package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In how many enters a batch goes to the kernel, and who goes first. */
@Timeout(60)
class PortionsKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int BATCH = 32;

    private static Engine caller(int queueDepth) throws Exception {
        return Engine.open(EngineOptions.builder().driving(Driving.CALLER).queueDepth(queueDepth).adaptive(false).build());
    }

    /** Submits from a thread that is not the driver, so that all of it lies in the queue when the driver comes round. */
    private static void elsewhere(Runnable submissions) throws Exception {
        Thread other = Thread.ofPlatform().start(submissions);
        other.join();
    }

    /** Enters that carried something, of a poll. */
    private static long batchesOfAPoll(Engine engine) {
        RingStats before = engine.stats().rings().getFirst();
        engine.poll();
        RingStats after = engine.stats().rings().getFirst();
        assertThat(after.entries() - before.entries()).isEqualTo(BATCH);
        return after.batches() - before.batches();
    }

    @Test
    void deviceWithNothingToDoGetsTwoFirstAndThenAsManyAsItHas() throws Exception {
        try (Engine engine = caller(2 * BATCH); AsyncFile pipe = Pipes.open(engine, "portions")) {
            engine.poll();
            Runnable reads = () -> {
                for (int i = 0; i < BATCH; i++) {
                    pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
                }
            };
            elsewhere(reads);
            assertThat(batchesOfAPoll(engine)).as("2, 2, 4, 8 and 16").isEqualTo(5);
            elsewhere(reads);
            assertThat(batchesOfAPoll(engine)).as("with as many there already").isOne();
            pipe.cancelAll();
            assertThat(engine.drain(LONG)).isTrue();
            engine.batchThreshold(2 * BATCH);
            elsewhere(reads);
            assertThat(batchesOfAPoll(engine)).as("with a threshold that was asked for").isOne();
            pipe.cancelAll();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void whatIsDoneWithinItsEnterGoesInOne() throws Exception {
        Path path = TestFile.create("portions-cached", 1);
        try (Engine engine = caller(BATCH); AsyncFile file = engine.open(path)) {
            engine.poll();
            elsewhere(() -> {
                for (int i = 0; i < BATCH; i++) {
                    file.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
                }
            });
            assertThat(batchesOfAPoll(engine)).as("two to see it, and the rest").isEqualTo(2);
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void chainIsNotCut() throws Exception {
        try (Engine engine = caller(BATCH);
                AsyncFile file = engine.open(TestFile.empty("portions-chain"), StandardOpenOption.WRITE)) {
            engine.poll();
            List<Integer> results = Collections.synchronizedList(new ArrayList<>());
            elsewhere(() -> {
                Chain chain = engine.chain();
                for (int i = 0; i < BATCH; i++) {
                    chain.write(file, MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1)), i, (request, result) -> results.add(result));
                }
                chain.submit();
            });
            assertThat(batchesOfAPoll(engine)).isOne();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results).containsOnly(1).hasSize(BATCH);
            assertThat(file.size()).isEqualTo(BATCH);
        }
    }

    @Test
    void thoseThatWaitForRoomGetItBeforeFuturesAreAnswered() throws Exception {
        Path path = TestFile.create("portions-waiting", 1);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).queueDepth(2).adaptive(false).stageExecutor(Runnable::run).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path); AsyncFile pipe = Pipes.open(engine, "portions-waiting")) {
            engine.poll();
            long held = pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
            List<Long> submitted = new ArrayList<>();
            CompletableFuture<Void> answered =
                    file.readAsync(ByteBuffer.allocateDirect(1), 0).thenRun(() -> submitted.add(engine.stats().rings().getFirst().submitted()));
            CompletableFuture<Integer> waiting = pipe.readAsync(ByteBuffer.allocateDirect(1), 0);
            assertThat(engine.stats().waiting()).isOne();
            while (!answered.isDone()) {
                engine.await(LONG);
            }
            assertThat(submitted).containsExactly(3L);
            assertThat(engine.cancel(held)).isTrue();
            assertThat(waiting.cancel(true)).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void callbackThatSubmitsAgainHasTheRoomOfItsRequest() throws Exception {
        Path path = TestFile.create("portions-again", 1);
        try (Engine engine = caller(2); AsyncFile file = engine.open(path); AsyncFile pipe = Pipes.open(engine, "portions-again")) {
            engine.poll();
            long held = pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
            List<Long> again = new ArrayList<>();
            file.read(ByteBuffer.allocateDirect(1), 0,
                    (request, result) -> again.add(file.read(ByteBuffer.allocateDirect(1), 0, (next, bytes) -> {})));
            CompletableFuture<Integer> waiting = file.readAsync(ByteBuffer.allocateDirect(1), 0);
            assertThat(engine.stats().waiting()).isOne();
            while (!waiting.isDone()) {
                engine.await(LONG);
            }
            assertThat(again).hasSize(1).doesNotContain(Engine.AGAIN);
            assertThat(engine.cancel(held)).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void thoseThatWaitedCountAsInFlightForTheController() throws Exception {
        Path path = TestFile.create("portions-load", 64);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).initialInFlight(8).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path)) {
            AtomicBoolean stop = new AtomicBoolean();
            ByteBuffer buffer = ByteBuffer.allocateDirect(1);
            // With a callback of the user's in each batch, those that wait are served last, at the enter.
            IoCallback again = new IoCallback() {
                @Override
                public void completed(long request, int result) {
                    if (!stop.get()) {
                        file.read(buffer.clear(), 0, this);
                    }
                }
            };
            file.read(buffer, 0, again);
            int reads = 0;
            while (engine.stats().tuners().getFirst().decisions().isEmpty()) {
                while (engine.stats().waiting() < 64) {
                    file.readAsync(ByteBuffer.allocateDirect(1), reads++ % 64 * (long) TestFile.BLOCK);
                }
                engine.poll();
            }
            stop.set(true);
            // The limit of the baseline is 4, and more waited all the time.
            assertThat(engine.stats().tuners().getFirst().decisions().getFirst().meanInFlight()).isGreaterThan(3);
            assertThat(engine.drain(LONG)).isTrue();
        }
    }
}
