package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When what was submitted is entered for, and how all of a file is cancelled. */
@Timeout(60)
class SubmittingKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static Engine caller(int queueDepth) throws Exception {
        return Engine.open(EngineOptions.builder().driving(Driving.CALLER).queueDepth(queueDepth).adaptive(false).build());
    }

    private static long enters(Engine engine) {
        return engine.stats().rings().getFirst().enters();
    }

    @Test
    void flushSubmitsWithoutRunningCallbacks() throws Exception {
        Path path = TestFile.create("flush", 1);
        try (Engine engine = caller(64); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            engine.batchThreshold(64);
            engine.poll();
            List<Integer> results = new ArrayList<>();
            file.read(buffer, 0, (request, result) -> results.add(result));
            long before = enters(engine);
            engine.flush();
            assertThat(enters(engine)).isEqualTo(before + 1);
            engine.flush();
            assertThat(enters(engine)).as("nothing to submit").isEqualTo(before + 1);
            assertThat(results).isEmpty();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results).containsExactly(TestFile.BLOCK);
        }
    }

    @Test
    void anyThreadMayFlush() throws Exception {
        Path path = TestFile.create("flush-thread", 1);
        try (Engine engine = caller(64); AsyncFile file = engine.open(path)) {
            AtomicInteger done = new AtomicInteger();
            engine.poll();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                file.fsync((request, result) -> done.incrementAndGet());
                engine.flush();
            });
            assertThat(engine.await(LONG)).isOne();
            other.join();
            assertThat(done).hasValue(1);
        }
        Engine closed = caller(1);
        closed.close();
        assertThatThrownBy(closed::flush).isInstanceOf(IllegalStateException.class).hasMessage("the engine is closed");
    }

    @Test
    void thresholdOfOneEntersForEachAndAGreatOneForAll() throws Exception {
        Path path = TestFile.create("threshold", 1);
        try (Engine engine = caller(64); AsyncFile file = engine.open(path)) {
            engine.poll();
            engine.batchThreshold(1);
            long before = enters(engine);
            for (int i = 0; i < 8; i++) {
                file.fsync((request, result) -> {});
            }
            assertThat(enters(engine)).isEqualTo(before + 8);
            engine.drain(LONG);
            engine.batchThreshold(8);
            assertThat(engine.stats().rings().getFirst().batchThreshold()).isEqualTo(8);
            before = enters(engine);
            for (int i = 0; i < 16; i++) {
                file.fsync((request, result) -> {});
            }
            assertThat(enters(engine)).isEqualTo(before + 2);
            engine.drain(LONG);
            engine.tuneBatchThreshold();
            assertThatThrownBy(() -> engine.batchThreshold(0)).isInstanceOf(IllegalArgumentException.class).hasMessage("submissions=0; 1 to 64, the queue depth, is right");
            assertThatThrownBy(() -> engine.batchThreshold(65)).hasMessage("submissions=65; 1 to 64, the queue depth, is right");
        }
    }

    @Test
    void everythingOfAFileIsCancelledAndNothingElse() throws Exception {
        EngineOptions options = EngineOptions.builder().ringCount(2).ringSelection(RingSelection.ROUND_ROBIN).adaptive(false).queueDepth(16).build();
        try (Engine engine = Engine.open(options);
                AsyncFile one = CancelKernelTest.openPipe(engine, "cancel-one");
                AsyncFile other = CancelKernelTest.openPipe(engine, "cancel-other")) {
            List<Integer> results = Collections.synchronizedList(new ArrayList<>());
            List<Long> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Buffer buffer = engine.allocate(16);
                others.add(other.read(buffer, 0, (request, result) -> buffer.close()));
                Buffer mine = engine.allocate(16);
                one.read(mine, 0, (request, result) -> {
                    results.add(result);
                    mine.close();
                });
                // Odd numbers of requests, so that both rings have some of both files.
                if (i % 3 == 0) {
                    engine.cancel(others.removeLast());
                }
            }
            long close = one.close((request, result) -> results.add(result));
            assertThat(one.cancelAll()).isEqualTo(10);
            while (engine.isPending(close)) {
                Thread.onSpinWait();
            }
            assertThat(others).allMatch(engine::isPending);
            assertThat(other.cancelAll()).isGreaterThanOrEqualTo(others.size());
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results).hasSize(11).containsOnly(-Errno.ECANCELED, 0);
            assertThat(other.cancelAll()).isZero();
        }
    }
}
