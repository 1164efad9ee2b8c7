package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The future forms: what they answer, how they fail, where their stages run. */
@Timeout(60)
class FutureKernelTest {

    private static final OpenOption[] READ_WRITE = {StandardOpenOption.READ, StandardOpenOption.WRITE};

    @Test
    void everyFormOfMemoryIsWrittenAndReadBack() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(TestFile.empty("future"), READ_WRITE); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            TestFile.fill(buffer.segment(), 0);
            assertThat(file.writeAsync(buffer, 0).join()).isEqualTo(TestFile.BLOCK);
            MemorySegment memory = Arena.ofAuto().allocate(TestFile.BLOCK);
            TestFile.fill(memory, 1);
            assertThat(file.writeAsync(memory, TestFile.BLOCK).get()).isEqualTo(TestFile.BLOCK);
            ByteBuffer direct = ByteBuffer.allocateDirect(TestFile.BLOCK).order(ByteOrder.nativeOrder());
            ByteBuffer heap = ByteBuffer.allocate(TestFile.BLOCK);
            assertThat(file.readAsync(direct, 0).get(30, TimeUnit.SECONDS)).isEqualTo(TestFile.BLOCK);
            assertThat(direct.hasRemaining()).isFalse();
            assertThat(TestFile.firstWrong(MemorySegment.ofBuffer(direct.flip()), 0)).isEqualTo(-1);
            assertThat(file.readAsync(heap.position(8), TestFile.BLOCK).join()).isEqualTo(TestFile.BLOCK - 8);
            assertThat(heap.hasRemaining()).isFalse();
            assertThat(TestFile.firstWrong(MemorySegment.ofBuffer(heap.position(8)), 1)).isEqualTo(-1);
            byte[] bytes = new byte[TestFile.BLOCK];
            assertThat(file.readAsync(MemorySegment.ofArray(bytes), TestFile.BLOCK).join()).isEqualTo(TestFile.BLOCK);
            assertThat(TestFile.firstWrong(MemorySegment.ofArray(bytes), 1)).isEqualTo(-1);
        }
    }

    @Test
    void vectorsSyncsAndSpaceAreFuturesToo() throws Exception {
        Path path = TestFile.empty("future-rest");
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path, READ_WRITE)) {
            MemorySegment[] pieces = {Arena.ofAuto().allocate(16), Arena.ofAuto().allocate(48)};
            assertThat(file.writevAsync(pieces, 0).join()).isEqualTo(64);
            assertThat(file.readvAsync(pieces, 0).join()).isEqualTo(64);
            assertThat(file.fsyncAsync().join()).isNull();
            assertThat(file.fdatasyncAsync().join()).isNull();
            assertThat(file.allocateAsync(AllocateMode.EXTEND, 0, 8192).join()).isNull();
            assertThat(Files.size(path)).isEqualTo(8192);
            assertThat(file.truncateAsync(100).join()).isNull();
            assertThat(Files.size(path)).isEqualTo(100);
        }
    }

    @Test
    void failureNamesTheCallTheFileThePlaceAndTheError() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(Path.of("/dev/full"), StandardOpenOption.WRITE); Buffer buffer = engine.allocate(16)) {
            assertThatThrownBy(() -> file.writeAsync(buffer, 4096).join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(java.io.IOException.class)
                    .hasMessage("write(path=/dev/full, offset=4096): ENOSPC (No space left on device)");
        }
    }

    @Test
    void stagesNeverRunOnTheDriver() throws Exception {
        Path path = TestFile.create("future-stage", 1);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            List<String> threads = new ArrayList<>();
            List<CompletableFuture<Void>> stages = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                CompletableFuture<Integer> read = file.readAsync(ByteBuffer.allocateDirect(512), 0);
                // By a method of the future's own, and by one that goes past it.
                stages.add(read.thenAccept(n -> note(threads)));
                stages.add(CompletableFuture.allOf(read).thenRun(() -> note(threads)));
            }
            CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).join();
            assertThat(threads).hasSize(4000).noneMatch(name -> name.startsWith("auraio-ring"));
        }
    }

    private static void note(List<String> threads) {
        synchronized (threads) {
            threads.add(Thread.currentThread().getName());
        }
    }

    @Test
    void futureNobodyWaitsForIsCompletedForThoseWhoWaitForAll() throws Exception {
        Path path = TestFile.create("future-all", 1);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            CompletableFuture<Integer> read = file.readAsync(ByteBuffer.allocate(512), 0);
            while (!read.isDone()) {
                Thread.onSpinWait();
            }
            assertThat(read.resultNow()).isEqualTo(512);
            CompletableFuture.allOf(read, file.fsyncAsync()).join();
        }
    }

    @Test
    void stagesRunOnTheOptionsExecutor() throws Exception {
        List<Runnable> tasks = new ArrayList<>();
        Path path = TestFile.create("future-executor", 1);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).stageExecutor(tasks::add).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path)) {
            List<Integer> results = new ArrayList<>();
            CompletableFuture<Integer> read = file.readAsync(ByteBuffer.allocate(512), 0);
            read.thenAccept(results::add);
            while (tasks.isEmpty()) {
                engine.await(1_000_000_000L);
            }
            assertThat(results).isEmpty();
            tasks.forEach(Runnable::run);
            assertThat(results).containsExactly(512);
        }
    }

    @Test
    void joinOnTheCallersDriverDrivesTheRing() throws Exception {
        Path path = TestFile.create("future-drive", 1);
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build()); AsyncFile file = engine.open(path)) {
            engine.poll();
            assertThat(file.readAsync(ByteBuffer.allocate(512), 0).join()).isEqualTo(512);
            assertThat(file.readAsync(ByteBuffer.allocate(512), 0).get(30, TimeUnit.SECONDS)).isEqualTo(512);
        }
    }

    @Test
    void joinInACallbackIsRefused() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        EngineOptions options = EngineOptions.builder().errorHandler(reported::complete).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(TestFile.empty("future-callback"))) {
            file.fsync((request, result) -> file.fsyncAsync().join());
            assertThat(reported.join()).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("join() in a callback");
        }
    }

    @Test
    void nobodyButTheKernelCompletesIt() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(TestFile.empty("future-complete"))) {
            CompletableFuture<Void> sync = file.fsyncAsync();
            assertThatThrownBy(() -> sync.complete(null)).isInstanceOf(UnsupportedOperationException.class).hasMessageStartingWith("the kernel completes this future");
            sync.join();
        }
    }
}
