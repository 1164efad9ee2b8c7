package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The memory of one transfer of a {@link ModelEngine}, in one of the shapes that a file takes: its request's alone until that has ended, and nobody's
 * afterwards.
 */
final class ModelMemory {

    enum Shape {
        POOL,
        POOL_PIECES,
        NATIVE,
        HEAP
    }

    static final Shape[] OF_CHAINS = {Shape.POOL, Shape.NATIVE};

    private static final long GIVEN_BACK = -1;

    private final Buffer[] buffers;
    private final MemorySegment segment;
    private final ByteBuffer heap;

    /** One buffer, segment or array of so many bytes; of POOL_PIECES several, of a block each. */
    ModelMemory(Engine engine, Shape shape, int bytes) {
        int pieces = shape == Shape.POOL_PIECES ? Math.max(1, bytes / ModelContent.BLOCK) : shape == Shape.POOL ? 1 : 0;
        buffers = new Buffer[pieces];
        for (int i = 0; i < pieces; i++) {
            buffers[i] = engine.allocate(bytes / pieces);
        }
        segment = shape == Shape.NATIVE ? Arena.ofAuto().allocate(bytes, ModelContent.BLOCK) : null;
        heap = shape == Shape.HEAP ? ByteBuffer.allocate(bytes) : null;
    }

    MemorySegment block(int index) {
        if (buffers.length > 1) {
            return buffers[index].segment();
        }
        MemorySegment whole = buffers.length == 1 ? buffers[0].segment() : segment != null ? segment : MemorySegment.ofArray(heap.array());
        return whole.asSlice((long) index * ModelContent.BLOCK, Math.min(ModelContent.BLOCK, whole.byteSize()));
    }

    private int blocks() {
        return buffers.length > 1 ? buffers.length : (int) Math.max(1, whole() / ModelContent.BLOCK);
    }

    private long whole() {
        return buffers.length == 1 ? buffers[0].sizeBytes() : segment != null ? segment.byteSize() : heap.capacity();
    }

    // ---- the forms of a request

    long submit(AsyncFile file, boolean reading, long offset, IoCallback callback) {
        if (buffers.length > 1) {
            return reading ? file.readv(buffers, offset, callback) : file.writev(buffers, offset, callback);
        }
        if (buffers.length == 1) {
            return reading ? file.read(buffers[0], offset, callback) : file.write(buffers[0], offset, callback);
        }
        if (segment != null) {
            return reading ? file.read(segment, offset, callback) : file.write(segment, offset, callback);
        }
        return reading ? file.read(heap, offset, callback) : file.write(heap, offset, callback);
    }

    CompletableFuture<Integer> submit(AsyncFile file, boolean reading, long offset) {
        if (buffers.length > 1) {
            return reading ? file.readvAsync(buffers, offset) : file.writevAsync(buffers, offset);
        }
        if (buffers.length == 1) {
            return reading ? file.readAsync(buffers[0], offset) : file.writeAsync(buffers[0], offset);
        }
        if (segment != null) {
            return reading ? file.readAsync(segment, offset) : file.writeAsync(segment, offset);
        }
        return reading ? file.readAsync(heap, offset) : file.writeAsync(heap, offset);
    }

    void addTo(Chain chain, AsyncFile file, boolean reading, long offset, IoCallback callback) {
        if (buffers.length == 1) {
            Chain longer = reading ? chain.read(file, buffers[0], offset, callback) : chain.write(file, buffers[0], offset, callback);
            assertThat(longer).isSameAs(chain);
        } else if (reading) {
            chain.read(file, segment, offset, callback);
        } else {
            chain.write(file, segment, offset, callback);
        }
    }

    // ---- whose it is

    /** A request has it. */
    void checkInUse() {
        for (Buffer buffer : buffers) {
            assertThatThrownBy(buffer::close).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("buffer returned while an operation uses it");
        }
        if (heap != null) {
            assertThat(heap.position()).as("position before the end").isZero();
        }
    }

    /** The request has ended: from here on nobody may write to it. */
    void end(int transferred) {
        if (heap != null) {
            assertThat(heap.position()).isEqualTo(Math.max(0, transferred));
        }
        for (int i = 0; i < blocks(); i++) {
            TestFile.fill(block(i), GIVEN_BACK);
        }
    }

    /** Gives the buffers back to the pool, some time after {@link #end}. */
    void giveBack() {
        for (int i = 0; i < blocks(); i++) {
            assertThat(TestFile.firstWrong(block(i), GIVEN_BACK)).as("byte that was written behind the end of the request").isEqualTo(-1);
        }
        Arrays.stream(buffers).forEach(Buffer::close);
    }
}
