package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Vectored reads and writes, and what changes a file's space. */
@Timeout(60)
class FileOperationsKernelTest {

    private Path path;
    private Engine engine;
    private AsyncFile file;

    @BeforeEach
    void open() throws Exception {
        path = TestFile.create("operations", 16);
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).build());
        file = engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        file.close();
    }

    private int result(ToLongFunction<IoCallback> submit) {
        AtomicInteger result = new AtomicInteger();
        assertThat(submit.applyAsLong((request, value) -> result.set(value))).isNotNegative();
        assertThat(engine.await(Duration.ofSeconds(30))).isOne();
        return result.get();
    }

    private long arraysOut() {
        return engine.stats().buffers().inUseCount();
    }

    @Test
    void vectoredReadFillsItsPiecesInOrder() {
        Buffer[] buffers = IntStream.range(0, 4).mapToObj(i -> engine.allocate(TestFile.BLOCK)).toArray(Buffer[]::new);
        assertThat(result(callback -> file.readv(buffers, 2L * TestFile.BLOCK, callback))).isEqualTo(4 * TestFile.BLOCK);
        for (int i = 0; i < 4; i++) {
            assertThat(TestFile.firstWrong(buffers[i].segment(), (2L + i) * TestFile.BLOCK)).isEqualTo(-1);
            buffers[i].close();
        }
        assertThat(arraysOut()).isZero();
        assertThat(engine.stats().bytesRead()).isEqualTo(4 * TestFile.BLOCK);
    }

    @Test
    void vectoredWriteOfAThousandPiecesIsInTheFile() throws Exception {
        MemorySegment memory = Arena.ofAuto().allocate(1024 * 8);
        MemorySegment[] pieces = IntStream.range(0, 1024)
                .mapToObj(i -> {
                    MemorySegment piece = memory.asSlice(i * 8L, 8);
                    piece.set(ValueLayout.JAVA_LONG, 0, i);
                    return piece;
                })
                .toArray(MemorySegment[]::new);
        assertThat(result(callback -> file.writev(pieces, 0, callback))).isEqualTo(8192);
        MemorySegment content = MemorySegment.ofArray(Files.readAllBytes(path));
        for (int i = 0; i < 1024; i++) {
            assertThat(content.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8L)).isEqualTo(i);
        }
        assertThat(engine.stats().bytesWritten()).isEqualTo(8192);
    }

    @Test
    void piecesAreHeldUntilTheRequestEnds() {
        Buffer[] buffers = {engine.allocate(TestFile.BLOCK), engine.allocate(TestFile.BLOCK)};
        file.readv(buffers, 0, (request, value) -> {});
        assertThatThrownBy(buffers[1]::close).isInstanceOf(IllegalStateException.class);
        engine.await(Duration.ofSeconds(30));
        buffers[1].close();
        // A vector with a returned buffer pins none of the others.
        assertThatThrownBy(() -> file.readv(buffers, 0, (request, value) -> {})).isInstanceOf(IllegalStateException.class);
        buffers[0].close();
        assertThat(arraysOut()).isZero();
    }

    @Test
    void vectorThatIsRefusedAtTheLimitLeavesNothingBehind() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).adaptive(false).queueDepth(1).build();
        try (Engine narrow = Engine.open(options); AsyncFile read = narrow.open(path); Buffer buffer = narrow.allocate(TestFile.BLOCK)) {
            Buffer[] one = {buffer};
            assertThat(read.readv(one, 0, (request, value) -> {})).isNotNegative();
            assertThat(read.readv(one, 0, (request, value) -> {})).isEqualTo(Engine.AGAIN);
            narrow.await(Duration.ofSeconds(30));
            assertThat(narrow.stats().buffers().inUseCount()).isOne();
        }
    }

    @Test
    void badVectorsAreRefusedByName() {
        IoCallback none = (request, value) -> {};
        assertThatThrownBy(() -> file.readv(new Buffer[0], 0, none)).isInstanceOf(IllegalArgumentException.class).hasMessage("pieces=0; 1 to 1024 is right");
        MemorySegment one = Arena.ofAuto().allocate(8);
        MemorySegment[] many = IntStream.range(0, 1025).mapToObj(i -> one).toArray(MemorySegment[]::new);
        assertThatThrownBy(() -> file.writev(many, 0, none)).isInstanceOf(IllegalArgumentException.class).hasMessage("pieces=1025; 1 to 1024 is right");
        assertThatThrownBy(() -> file.readv(new MemorySegment[] {MemorySegment.ofArray(new byte[8])}, 0, none)).hasMessageContaining("is on the heap");
    }

    @Test
    void spaceIsTakenPunchedAndTheFileShortened() throws Exception {
        assertThat(result(callback -> file.allocate(AllocateMode.EXTEND, 0, 1 << 20, callback))).isZero();
        assertThat(file.size()).isEqualTo(1 << 20);
        assertThat(result(callback -> file.allocate(AllocateMode.PUNCH_HOLE, 0, TestFile.BLOCK, callback))).isZero();
        assertThat(Files.readAllBytes(path)).startsWith(new byte[TestFile.BLOCK]);
        assertThat(file.size()).isEqualTo(1 << 20);
        assertThat(result(callback -> file.truncate(100, callback))).isZero();
        assertThat(file.size()).isEqualTo(100);
        assertThatThrownBy(() -> file.truncate(-1, (request, value) -> {})).hasMessage("size=-1; 0 or more is right");
        assertThatThrownBy(() -> file.allocate(AllocateMode.EXTEND, 0, 0, (request, value) -> {}))
                .hasMessage("length=0; 1 to 9223372036854775807 bytes is right");
    }

    @Test
    void rangeIsWrittenOut() {
        assertThat(result(callback -> file.syncRange(0, 4L * TestFile.BLOCK, callback))).isZero();
        assertThatThrownBy(() -> file.syncRange(0, 1L << 31, (request, value) -> {})).hasMessage("length=2147483648; 1 to 2147483647 bytes is right");
    }

    @Test
    void fileOpenedForReadingIsNotChanged() throws Exception {
        try (AsyncFile readOnly = engine.open(path)) {
            String message = "path=" + path + " was opened with O_RDONLY; it cannot be written";
            assertThatThrownBy(() -> readOnly.truncate(0, (request, value) -> {})).hasMessage(message);
            assertThatThrownBy(() -> readOnly.allocate(AllocateMode.EXTEND, 0, 1, (request, value) -> {})).hasMessage(message);
        }
    }
}
