package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Futures and blocking calls at the limit, and those that are ended early. */
@Timeout(60)
class BacklogKernelTest {

    private static final int LIMIT = 4;

    private static EngineOptions.Builder shallow() {
        return EngineOptions.builder().ringCount(1).queueDepth(LIMIT).adaptive(false);
    }

    private static List<CompletableFuture<Integer>> reads(AsyncFile pipe, int count) {
        List<CompletableFuture<Integer>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(pipe.readAsync(ByteBuffer.allocateDirect(1), 0));
        }
        return reads;
    }

    @Test
    void moreFuturesThanTheLimitAllowsAreAllServed() throws Exception {
        Path path = TestFile.create("backlog", 64);
        for (Driving driving : Driving.values()) {
            try (Engine engine = Engine.open(shallow().driving(driving).build()); AsyncFile file = engine.open(path)) {
                List<CompletableFuture<Integer>> reads = new ArrayList<>();
                List<ByteBuffer> buffers = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) {
                    buffers.add(i % 2 == 0 ? ByteBuffer.allocateDirect(TestFile.BLOCK) : ByteBuffer.allocate(TestFile.BLOCK));
                    reads.add(file.readAsync(buffers.getLast(), (long) i % 64 * TestFile.BLOCK));
                }
                if (driving == Driving.CALLER) {
                    engine.poll();
                }
                for (int i = 0; i < reads.size(); i++) {
                    assertThat(reads.get(i).join()).isEqualTo(TestFile.BLOCK);
                    long offset = (long) i % 64 * TestFile.BLOCK;
                    assertThat(TestFile.firstWrong(java.lang.foreign.MemorySegment.ofBuffer(buffers.get(i).flip()), offset)).isEqualTo(-1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Driving.class)
    void drainWaitsForThoseToo(Driving driving) throws Exception {
        Path path = TestFile.create("backlog-drain", 1);
        try (Engine engine = Engine.open(shallow().driving(driving).build()); AsyncFile file = engine.open(path)) {
            for (int round = 1; round <= 100; round++) {
                for (int i = 0; i < 10 * LIMIT; i++) {
                    file.readAsync(ByteBuffer.allocateDirect(1), 0);
                }
                assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
                assertThat(engine.stats().waiting()).isZero();
                assertThat(engine.stats().completed()).isEqualTo(10L * LIMIT * round);
            }
            try (AsyncFile pipe = Pipes.open(engine, "backlog-drain")) {
                List<CompletableFuture<Integer>> reads = reads(pipe, LIMIT + 1);
                assertThat(engine.drain(Duration.ofMillis(5))).as("with reads that nobody ends").isFalse();
                reads.forEach(read -> read.cancel(true));
                assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    @Test
    void futureThatFindsTheBacklogFullFailsAndSaysSo() throws Exception {
        try (Engine engine = Engine.open(shallow().backlog(3).build()); AsyncFile pipe = Pipes.open(engine, "backlog-full")) {
            List<CompletableFuture<Integer>> reads = reads(pipe, LIMIT + 3);
            assertThatThrownBy(() -> pipe.readAsync(ByteBuffer.allocateDirect(1), 0).join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("backlog=3 futures wait already; wait for some, or raise EngineOptions.backlog");
            assertThat(reads).noneMatch(CompletableFuture::isDone);
            reads.forEach(read -> read.cancel(true));
            assertThat(reads).allSatisfy(read -> assertThatThrownBy(read::join).isInstanceOf(CancellationException.class));
        }
    }

    @Test
    void whatWaitsIsCancelledAtOnceAndMakesRoom() throws Exception {
        try (Engine engine = Engine.open(shallow().backlog(100).build()); AsyncFile pipe = Pipes.open(engine, "backlog-cancel")) {
            List<CompletableFuture<Integer>> running = reads(pipe, LIMIT);
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<Integer>> waiting = reads(pipe, 100);
                // Last first, so that shells pile up behind those that still wait.
                for (CompletableFuture<Integer> read : waiting.reversed()) {
                    assertThat(read.cancel(false)).isTrue();
                    assertThat(read.isCancelled()).isTrue();
                    assertThat(read.cancel(true)).isFalse();
                }
            }
            assertThat(running.getFirst().cancel(false)).as("running, and not to be interrupted").isFalse();
            running.forEach(read -> assertThat(read.cancel(true)).isTrue());
            running.forEach(read -> assertThatThrownBy(read::get).isInstanceOf(CancellationException.class));
        }
    }

    /** In a thread of its own: one that sleeps in the kernel for too long cannot be interrupted. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void memoryFreedWhileItsFutureWaitsFailsItAndCostsNoSlot() throws Exception {
        Path path = TestFile.create("backlog-freed", 1);
        EngineOptions options = shallow().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path); AsyncFile pipe = Pipes.open(engine, "backlog-freed")) {
            List<CompletableFuture<Integer>> running = reads(pipe, LIMIT);
            List<CompletableFuture<Integer>> waiting = new ArrayList<>();
            try (Arena arena = Arena.ofShared()) {
                for (int i = 0; i < LIMIT; i++) {
                    waiting.add(file.readAsync(arena.allocate(TestFile.BLOCK), 0));
                }
            }
            running.forEach(read -> read.cancel(true));
            // The last thing that ends is a refusal, and no completion: a drain that waits for one would wait for all of its time.
            assertThat(engine.drain(Duration.ofDays(1))).isTrue();
            assertThat(waiting).allSatisfy(read -> assertThatThrownBy(read::join).cause().isInstanceOf(IllegalStateException.class));
            List<CompletableFuture<Integer>> again = reads(pipe, LIMIT);
            assertThat(engine.stats().waiting()).as("those that find no slot").isZero();
            again.forEach(read -> read.cancel(true));
            assertThat(file.toString()).endsWith("requests=0]");
        }
    }

    @Test
    void timeOutCancelsTheOperation() throws Exception {
        try (Engine engine = Engine.open(shallow().build()); AsyncFile pipe = Pipes.open(engine, "backlog-timeout")) {
            CompletableFuture<Integer> read = pipe.readAsync(ByteBuffer.allocate(1), 0);
            assertThatThrownBy(() -> read.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(read.isDone()).as("a time-out of get cancels nothing").isFalse();
            assertThatThrownBy(() -> read.orTimeout(1, TimeUnit.MILLISECONDS).join()).cause().isInstanceOf(TimeoutException.class);
            assertThat(engine.stats().inFlight()).isZero();
        }
    }

    @Test
    void closingTheEngineFailsWhatWaits() throws Exception {
        Engine engine = Engine.open(shallow().build());
        AsyncFile pipe = Pipes.open(engine, "backlog-close");
        List<CompletableFuture<Integer>> running = reads(pipe, LIMIT);
        CompletableFuture<Integer> waiting = pipe.readAsync(ByteBuffer.allocate(1), 0);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(engine::close);
        assertThatThrownBy(waiting::join).cause().isInstanceOf(IllegalStateException.class).hasMessage("the engine is closed");
        running.forEach(read -> read.cancel(true));
        closed.join();
        assertThat(running).allMatch(CompletableFuture::isCancelled);
        assertThatThrownBy(() -> pipe.readAsync(ByteBuffer.allocate(1), 0)).isInstanceOf(IllegalStateException.class).hasMessage("the engine is closed");
        pipe.close();
        assertThat(pipe.toString()).endsWith("closed, requests=0]");
    }
}
