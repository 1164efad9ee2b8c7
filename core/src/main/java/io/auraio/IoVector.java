package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Iovecs;
import java.lang.foreign.MemorySegment;

/**
 * The memory of a vectored request: the pieces, and the array that names them to the kernel, which lies in a pool buffer of its own until the
 * request has ended.
 */
final class IoVector implements RequestMemory {

    /** {@code struct iovec}: an address and a length. */
    private static final int IOVEC_BYTES = 16;

    private final Object[] pieces;
    private final MemorySegment[] segments;
    private final Buffer array;
    private final MemorySegment iovecs;

    /**
     * Writes the array.
     *
     * @param pieces Buffers or MemorySegments, whose segments these are; 1 to IOV_MAX
     */
    IoVector(Engine engine, Object[] pieces, MemorySegment[] segments) {
        this.pieces = pieces;
        this.segments = segments;
        array = engine.allocate((long) IOVEC_BYTES * segments.length);
        MemorySegment memory = array.segment();
        iovecs = Iovecs.of((bytes, alignment) -> memory, segments);
    }

    MemorySegment iovecs() {
        return iovecs;
    }

    long byteSize() {
        long total = 0;
        for (MemorySegment segment : segments) {
            total += segment.byteSize();
        }
        return total;
    }

    @Override
    public void pin() {
        for (int i = 0; i < pieces.length; i++) {
            try {
                HeldMemory.pin(pieces[i]);
            } catch (IllegalStateException e) {
                unpin(i);
                throw e;
            }
        }
    }

    @Override
    public void unpin() {
        unpin(pieces.length);
    }

    private void unpin(int count) {
        for (int i = 0; i < count; i++) {
            HeldMemory.unpin(pieces[i]);
        }
    }

    /** Closing again does nothing. */
    @Override
    public void close() {
        if (array.isOpen()) {
            array.close();
        }
    }
}
