package io.auraio;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.MemorySegment;

/** What a request does with the memory that it holds: pins pool buffers while the kernel uses them. Segments it merely keeps reachable. */
final class HeldMemory {

    private HeldMemory() {}

    /**
     * Begins the use.
     *
     * @param memory a Buffer, a MemorySegment, a {@link RegisteredSlice}, a {@link RequestMemory}, or null
     * @throws IllegalStateException if a buffer was returned; then nothing is pinned
     */
    static void pin(Object memory) {
        if (memory instanceof Buffer buffer) {
            buffer.pin();
        } else if (memory instanceof RequestMemory own) {
            own.pin();
        }
    }

    /** What the kernel is given of it; null where nothing is. */
    static MemorySegment data(Object memory) {
        return switch (memory) {
            case null -> null;
            case Buffer buffer -> buffer.segment();
            case IoVector vector -> vector.iovecs();
            case BufferPart part -> part.data();
            case RegisteredSlice slice -> slice.segment();
            default -> (MemorySegment) memory;
        };
    }

    /** Undoes {@link #pin}: the request was not submitted. */
    static void unpin(Object memory) {
        if (memory instanceof Buffer buffer) {
            buffer.unpin();
        } else if (memory instanceof RequestMemory own) {
            own.unpin();
        }
    }

    /**
     * Returns a buffer that was lent for a request alone, now that it has ended. Where its ring has failed the kernel may still use the memory: then it stays
     * lent for ever.
     */
    static void giveBack(Buffer own) {
        try {
            own.close();
        } catch (IllegalStateException inUse) {
            // The request was answered all the same, and so is who waits for it.
        }
    }

    /** Ends the use: the request has ended. */
    static void release(Object memory) {
        unpin(memory);
        if (memory instanceof RequestMemory own) {
            own.close();
        }
    }
}
