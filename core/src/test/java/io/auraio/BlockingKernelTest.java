package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The blocking forms, on platform threads and on virtual ones. */
@Timeout(60)
class BlockingKernelTest {

    private static final OpenOption[] READ_WRITE = {StandardOpenOption.READ, StandardOpenOption.WRITE};

    interface Body {
        void run() throws Exception;
    }

    private static void on(boolean virtual, Body body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            body.run();
            return null;
        });
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(task);
        task.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsWrittenIsReadBack(boolean virtual) throws Exception {
        on(virtual, () -> {
            try (Engine engine = Engine.open(); AsyncFile file = engine.open(TestFile.empty("blocking"), READ_WRITE); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
                TestFile.fill(buffer.segment(), 7);
                assertThat(file.write(buffer, 0)).isEqualTo(TestFile.BLOCK);
                file.force(true);
                file.force(false);
                MemorySegment memory = Arena.ofAuto().allocate(TestFile.BLOCK);
                assertThat(file.read(memory, 0)).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(memory, 7)).isEqualTo(-1);
                ByteBuffer heap = ByteBuffer.allocate(2 * TestFile.BLOCK);
                assertThat(file.read(heap, 0)).isEqualTo(TestFile.BLOCK);
                assertThat(heap.position()).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(MemorySegment.ofBuffer(heap.flip()), 7)).isEqualTo(-1);
                assertThat(file.read(heap, TestFile.BLOCK)).as("at the end of the file").isZero();
                assertThat(heap.position()).isZero();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void heapMemoryGoesInPiecesAndAllOfIt(boolean virtual) throws Exception {
        on(virtual, () -> {
            byte[] bytes = new byte[5 * UserBytes.PIECE_BYTES / 2 + 3];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i * 31 >> 3);
            }
            try (Engine engine = Engine.open(); AsyncFile file = engine.open(TestFile.empty("blocking-heap"), READ_WRITE)) {
                ByteBuffer source = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
                assertThat(file.write(source, 5)).isEqualTo(bytes.length);
                assertThat(source.hasRemaining()).isFalse();
                ByteBuffer target = ByteBuffer.allocate(bytes.length);
                file.readFully(target, 5);
                assertThat(target.array()).isEqualTo(bytes);
                byte[] again = new byte[bytes.length];
                assertThat(file.readAsync(MemorySegment.ofArray(again), 5).join()).isEqualTo(bytes.length);
                assertThat(again).isEqualTo(bytes);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readFullyPastTheEndFailsAndMovesThePositionByWhatThereWas(boolean virtual) throws Exception {
        Path path = TestFile.create("blocking-eof", 1);
        on(virtual, () -> {
            try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
                ByteBuffer buffer = ByteBuffer.allocate(2 * TestFile.BLOCK);
                assertThatThrownBy(() -> file.readFully(buffer, 0))
                        .isInstanceOf(EOFException.class)
                        .hasMessage("read(path=" + path + ", offset=4096): the file ends within the 4096 bytes from here");
                assertThat(buffer.position()).isEqualTo(TestFile.BLOCK);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interruptedThreadIsToldBeforeAnythingHappensAndTheFileStaysOpen(boolean virtual) throws Exception {
        Path path = TestFile.create("blocking-interrupted", 1);
        on(virtual, () -> {
            try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> file.read(ByteBuffer.allocate(16), 0))
                        .isInstanceOf(InterruptedIOException.class)
                        .hasMessage("read(path=" + path + ", offset=0): the thread was interrupted; the file stays open");
                assertThat(Thread.interrupted()).isTrue();
                assertThat(file.read(ByteBuffer.allocate(16), 0)).isEqualTo(16);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failureNamesTheCallTheFileThePlaceAndTheError(boolean virtual) throws Exception {
        on(virtual, () -> {
            try (Engine engine = Engine.open(); AsyncFile file = engine.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
                assertThatThrownBy(() -> file.write(ByteBuffer.allocate(16), 4096))
                        .isInstanceOf(java.io.IOException.class)
                        .hasMessage("write(path=/dev/full, offset=4096): ENOSPC (No space left on device)");
            }
        });
    }

    @Test
    void blockingInACallbackIsRefused() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        EngineOptions options = EngineOptions.builder().errorHandler(reported::complete).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(TestFile.empty("blocking-callback"))) {
            file.fsync((request, result) -> {
                try {
                    file.force(true);
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(reported.join()).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("fsync() in a callback would wait for itself");
        }
    }

    @Test
    void callersDriverMayBlock() throws Exception {
        Path path = TestFile.create("blocking-driver", 1);
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build()); AsyncFile file = engine.open(path)) {
            engine.poll();
            assertThat(file.read(ByteBuffer.allocate(16), 0)).isEqualTo(16);
        }
    }

    @Test
    void whatCannotBeTransferredIsRefusedByName() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(TestFile.empty("blocking-bad"), READ_WRITE); Arena confined = Arena.ofConfined()) {
            assertThatThrownBy(() -> file.read(ByteBuffer.allocate(8).asReadOnlyBuffer(), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is read-only; a writable buffer is right");
            assertThatThrownBy(() -> file.read(ByteBuffer.allocate(0), 0)).hasMessageContaining("has nothing between position and limit");
            assertThatThrownBy(() -> file.read(confined.allocate(8), 0)).hasMessageContaining("is confined to a thread").hasMessageEndingWith("a shared or automatic arena is right");
            assertThatThrownBy(() -> file.readAsync(confined.allocate(8).asByteBuffer(), 0)).hasMessageContaining("is confined to a thread");
            assertThatThrownBy(() -> file.read(ByteBuffer.allocate(8), -1)).hasMessageStartingWith("offset=-1;");
        }
    }
}
