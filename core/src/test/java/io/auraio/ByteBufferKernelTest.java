package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ByteBuffers and heap memory in the callback form and in vectors, and past the page cache. */
@Timeout(60)
class ByteBufferKernelTest {

    private static final OpenOption[] READ_WRITE = {StandardOpenOption.READ, StandardOpenOption.WRITE};

    private static ByteBuffer buffer(boolean direct, int size) {
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    private static Engine callerDriven() throws Exception {
        return Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void positionMovesByTheResultBeforeTheCallbackRuns(boolean direct) throws Exception {
        try (Engine engine = callerDriven(); AsyncFile file = engine.open(TestFile.empty("bytes"), READ_WRITE)) {
            ByteBuffer source = buffer(direct, 100).put(10, (byte) 42).position(10).limit(90);
            ByteBuffer target = buffer(direct, 100).position(20);
            List<Integer> positions = new ArrayList<>();
            file.write(source, 0, (request, result) -> {
                positions.add(source.position());
                file.read(target, 0, (again, count) -> positions.add(target.position()));
            });
            assertThat(source.position()).as("before the request is done").isEqualTo(10);
            while (positions.size() < 2) {
                engine.await(1_000_000_000L);
            }
            assertThat(positions).containsExactly(90, 100);
            assertThat(target.get(20)).isEqualTo((byte) 42);
        }
    }

    @Test
    void heapMemoryGoesAtMostOnePieceARequest() throws Exception {
        try (Engine engine = callerDriven(); AsyncFile file = engine.open(TestFile.empty("bytes-piece"), READ_WRITE)) {
            List<Integer> results = new ArrayList<>();
            file.write(MemorySegment.ofArray(new byte[UserBytes.PIECE_BYTES + 1]), 0, (request, result) -> results.add(result));
            while (results.isEmpty()) {
                engine.await(1_000_000_000L);
            }
            assertThat(results).containsExactly(UserBytes.PIECE_BYTES);
        }
    }

    @Test
    void refusedSubmissionLeavesPositionAndPoolAsTheyWere() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).queueDepth(1).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(TestFile.create("bytes-again", 1))) {
            ByteBuffer target = ByteBuffer.allocate(100);
            IoCallback none = (request, result) -> {};
            assertThat(file.read(target, 0, none)).isNotNegative();
            assertThat(file.read(target, 0, none)).isEqualTo(Engine.AGAIN);
            assertThat(file.readv(new ByteBuffer[] {target}, 0, none)).isEqualTo(Engine.AGAIN);
            assertThat(target.position()).isZero();
            assertThat(engine.await(1_000_000_000L)).isOne();
            assertThat(target.position()).isEqualTo(100);
            assertThat(engine.stats().buffers().inUseCount()).isZero();
        }
    }

    @Test
    void vectorsOfHeapAndDirectBuffersMoveEachPosition() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(TestFile.empty("bytes-vector"), READ_WRITE)) {
            byte[] text = "0123456789abcdef".getBytes();
            ByteBuffer[] sources = {ByteBuffer.wrap(text, 0, 4), ByteBuffer.allocateDirect(6).put(text, 4, 6).flip(), ByteBuffer.wrap(text, 10, 6)};
            assertThat(file.writevAsync(sources, 3).join()).isEqualTo(16);
            assertThat(sources).allMatch(source -> !source.hasRemaining());
            ByteBuffer[] targets = {ByteBuffer.allocateDirect(5), ByteBuffer.allocate(5), ByteBuffer.allocate(20)};
            assertThat(file.readv(targets, 3)).isEqualTo(16);
            assertThat(targets).extracting(ByteBuffer::position).containsExactly(5, 5, 6);
            assertThat(new String(targets[1].array())).isEqualTo("56789");
            assertThat(new String(targets[2].array(), 0, 6)).isEqualTo("abcdef");
            assertThat(file.writev(new ByteBuffer[] {ByteBuffer.wrap(text)}, 0)).isEqualTo(16);
            assertThat(engine.stats().buffers().inUseCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void heapBuffersNeedNoAlignmentOfTheirOwnPastThePageCache(boolean virtual) throws Exception {
        Path path = TestFile.create("bytes-direct", 4);
        List<Throwable> failed = new ArrayList<>();
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> {
            try (Engine engine = Engine.open(); AsyncFile file = DirectFiles.openOrCached(engine, path)) {
                ByteBuffer target = ByteBuffer.allocate(3 * TestFile.BLOCK + 1).position(1);
                file.readFully(target, TestFile.BLOCK);
                assertThat(TestFile.firstWrong(MemorySegment.ofBuffer(target.flip().position(1).slice()).asSlice(0, TestFile.BLOCK), TestFile.BLOCK)).isEqualTo(-1);
                if (file.isDirect()) {
                    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(100), 0)).hasMessageStartingWith("length=100 on path=");
                    assertThatThrownBy(() -> file.readFully(ByteBuffer.allocate(2 * TestFile.BLOCK), 3 * TestFile.BLOCK)).isInstanceOf(java.io.EOFException.class);
                }
            } catch (Throwable e) {
                failed.add(e);
            }
        }).join();
        assertThat(failed).isEmpty();
    }

    @Test
    void whatThePageCacheHasNeedsNoRing() throws Exception {
        Path path = TestFile.create("bytes-cached", 1024);
        // Gives the file's clean pages back, so that the first read has to wait for most of them.
        assertThat(new ProcessBuilder("dd", "if=" + path, "of=" + path, "conv=notrunc,fdatasync", "bs=4M", "status=none").start().waitFor()).isZero();
        assertThat(new ProcessBuilder("dd", "if=" + path, "iflag=nocache", "count=0", "status=none").start().waitFor()).isZero();
        List<Throwable> failed = new ArrayList<>();
        Thread.ofVirtual().start(() -> {
            try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
                for (int round = 0; round < 2; round++) {
                    long before = engine.stats().submitted();
                    ByteBuffer target = ByteBuffer.allocateDirect(1024 * TestFile.BLOCK);
                    assertThat(file.read(target, 0)).isEqualTo(target.capacity());
                    for (int block = 0; block < 1024; block++) {
                        assertThat(TestFile.firstWrong(MemorySegment.ofBuffer(target.slice(block * TestFile.BLOCK, TestFile.BLOCK)), (long) block * TestFile.BLOCK)).isEqualTo(-1);
                    }
                    if (round == 1) {
                        assertThat(engine.stats().submitted()).as("requests for what is cached by now").isEqualTo(before);
                    }
                }
                ByteBuffer end = ByteBuffer.allocate(2 * TestFile.BLOCK);
                assertThat(file.read(end, 1023L * TestFile.BLOCK)).isEqualTo(TestFile.BLOCK);
                assertThat(file.read(end, 1024L * TestFile.BLOCK)).isZero();
            } catch (Throwable e) {
                failed.add(e);
            }
        }).join();
        assertThat(failed).isEmpty();
    }
}
