package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets the room that requests leave, and when: those that wait for it, futures that are answered, callbacks that submit again. */
@Timeout(60)
class WaitingFirstKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static EngineOptions.Builder two() {
        return EngineOptions.builder().driving(Driving.CALLER).queueDepth(2).adaptive(false);
    }

    @Test
    void thoseThatWaitForRoomGetItBeforeFuturesAreAnswered() throws Exception {
        Path path = TestFile.create("waiting-first", 1);
        try (Engine engine = Engine.open(two().stageExecutor(Runnable::run).build()); AsyncFile file = engine.open(path); AsyncFile pipe = Pipes.open(engine, "waiting-first")) {
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
    void stageOfOneThatCannotHaveItsRoomRunsAsInACallback() throws Exception {
        Path path = TestFile.create("waiting-refused", 1);
        Arena arena = Arena.ofShared();
        try (Engine engine = Engine.open(two().stageExecutor(Runnable::run).build()); AsyncFile file = engine.open(path); AsyncFile pipe = Pipes.open(engine, "waiting-refused")) {
            engine.poll();
            long held = pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
            CompletableFuture<Integer> read = file.readAsync(ByteBuffer.allocateDirect(1), 0);
            List<Throwable> refused = new ArrayList<>();
            CompletableFuture<Void> stage = file.readAsync(arena.allocate(1), 0).handle((result, error) -> {
                refused.add(error);
                engine.poll();
                return null;
            });
            assertThat(engine.stats().waiting()).isOne();
            arena.close();
            while (!read.isDone() || !stage.isDone()) {
                engine.await(LONG);
            }
            assertThat(read).isCompletedWithValue(1);
            assertThat(refused).hasSize(1);
            assertThatThrownBy(stage::join).hasRootCauseMessage("not in a callback: its ring is being driven already");
            assertThat(engine.cancel(held)).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void callbackThatSubmitsAgainHasTheRoomOfItsRequest() throws Exception {
        Path path = TestFile.create("waiting-again", 1);
        try (Engine engine = Engine.open(two().build()); AsyncFile file = engine.open(path); AsyncFile pipe = Pipes.open(engine, "waiting-again")) {
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
        Path path = TestFile.create("waiting-load", 64);
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
