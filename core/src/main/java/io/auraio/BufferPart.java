package io.auraio;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.MemorySegment;

/**
 * A part of a pool buffer as a request's memory.
 *
 * @param buffer what is pinned
 * @param data what is transferred
 */
record BufferPart(Buffer buffer, MemorySegment data) implements RequestMemory {

    @Override
    public void pin() {
        buffer.pin();
    }

    @Override
    public void unpin() {
        buffer.unpin();
    }

    @Override
    public void close() {}
}
