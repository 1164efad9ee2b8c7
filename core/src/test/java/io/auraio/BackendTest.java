package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where io_uring is refused, the same API on threads: all of these pass on a kernel without rings. */
@Timeout(60)
class BackendTest {

    private static final Supplier<Kernel> REFUSING = () -> PlayedKernel.failing(Errno.EPERM, () -> true);

    private static EngineOptions.Builder threads() {
        return EngineOptions.builder().backend(Backend.THREADS);
    }

    @Test
    void ioUringThatIsRefusedIsReplacedOnlyWhereThatWasAskedFor() throws Exception {
        assertThat(ChosenKernel.of(Backend.AUTO, REFUSING).backend()).isEqualTo(Backend.THREADS);
        assertThatThrownBy(() -> ChosenKernel.of(Backend.IO_URING, REFUSING))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("io_uring_setup(entries=1");
        // Threads have no use for a thread of the kernel's that takes requests from a queue.
        EngineOptions options = EngineOptions.builder().backend(Backend.AUTO).sqPoll(true).build();
        try (Engine engine = Engine.open(options, ChosenKernel.of(options.backend(), REFUSING));
                AsyncFile file = engine.open(TestFile.create("backend-auto", 1))) {
            assertThat(engine.stats().backend()).isEqualTo(Backend.THREADS);
            assertThat(file.readAsync(ByteBuffer.allocate(512), 0).join()).isEqualTo(512);
        }
    }

    @ParameterizedTest
    @EnumSource(Driving.class)
    void bytesAreWrittenSyncedAndReadBack(Driving driving) throws Exception {
        try (Engine engine = Engine.open(threads().driving(driving).build());
                AsyncFile file = engine.open(TestFile.empty("backend-bytes"), StandardOpenOption.READ, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            List<CompletableFuture<?>> writes = new ArrayList<>();
            List<MemorySegment> blocks = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                blocks.add(Arena.ofAuto().allocate(TestFile.BLOCK, 8));
                TestFile.fill(blocks.get(i), i);
                writes.add(file.writeAsync(blocks.get(i), (long) i * TestFile.BLOCK));
            }
            engine.join(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)));
            engine.join(file.fsyncAsync());
            for (int i = 0; i < 500; i++) {
                assertThat(engine.join(file.readAsync(buffer, (long) i * TestFile.BLOCK))).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(buffer.segment(), i)).isEqualTo(-1);
            }
            assertThat(engine.stats().completed()).isGreaterThan(1000);
        }
    }

    @Test
    void everyKindOfRequestIsDone() throws Exception {
        Path path = TestFile.create("backend-kinds", 4);
        try (Engine engine = Engine.open(threads().build());
                AsyncFile file = engine.openAsync(path, StandardOpenOption.READ, StandardOpenOption.WRITE).join();
                RegisteredFile registered = engine.registerFile(file);
                RegisteredMemory memory = engine.registerMemory(Arena.ofAuto().allocate(4096))) {
            assertThat(registered.file()).isSameAs(file);
            assertThat(file.readAsync(memory.slice(0, 4096), 0).join()).isEqualTo(4096);
            assertThat(file.readvAsync(new ByteBuffer[] {ByteBuffer.allocateDirect(100), ByteBuffer.allocate(100)}, 0).join()).isEqualTo(200);
            assertThat(file.fdatasyncAsync().join()).isNull();
            assertThat(file.statAsync().join().size()).isEqualTo(4 * TestFile.BLOCK);
            assertThat(file.truncateAsync(TestFile.BLOCK).join()).isNull();
            assertThat(file.allocateAsync(AllocateMode.EXTEND, 0, 2 * TestFile.BLOCK).join()).isNull();
            assertThat(engine.statAsync(path).join().size()).isEqualTo(2 * TestFile.BLOCK);
            CompletableFuture<Integer> ranged = new CompletableFuture<>();
            file.syncRange(0, TestFile.BLOCK, (request, result) -> ranged.complete(result));
            assertThat(ranged.join()).isZero();
            AtomicInteger ended = new AtomicInteger();
            engine.chain()
                    .write(file, Arena.ofAuto().allocate(100), 0, (request, result) -> ended.addAndGet(result))
                    .fdatasync(file, (request, result) -> ended.addAndGet(result + 1000))
                    .submit();
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(ended).hasValue(1100);
        }
    }

    @Test
    void pipesAreWaitedForAndCancelled() throws Exception {
        try (Engine engine = Engine.open(threads().build()); AsyncFile pipe = Pipes.open(engine, "backend")) {
            CompletableFuture<Integer> read = pipe.readAsync(ByteBuffer.allocate(1), 0);
            assertThat(read.cancel(true)).isTrue();
            assertThatThrownBy(read::join).isInstanceOf(CancellationException.class);
            CompletableFuture<Integer> answered = pipe.readAsync(ByteBuffer.allocateDirect(1), 0);
            assertThat(pipe.writeAsync(ByteBuffer.allocate(1), 0).join()).isOne();
            assertThat(answered.join()).isOne();
        }
    }

    @Test
    void virtualThreadsPark() throws Exception {
        try (Engine engine = Engine.open(threads().build()); AsyncFile file = DirectFiles.openOrCached(engine, TestFile.create("backend-virtual", 8))) {
            CompletableFuture<Integer> read = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try (Buffer buffer = engine.allocate(TestFile.BLOCK)) {
                    int count = file.read(buffer, TestFile.BLOCK);
                    read.complete(TestFile.firstWrong(buffer.segment(), TestFile.BLOCK) < 0 ? count : -1);
                } catch (IOException e) {
                    read.completeExceptionally(e);
                }
            });
            assertThat(read.join()).isEqualTo(TestFile.BLOCK);
        }
    }
}
