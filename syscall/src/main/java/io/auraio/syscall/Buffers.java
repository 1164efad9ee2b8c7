package io.auraio.syscall;

import java.lang.foreign.MemorySegment;

/**
 * Checks on the memory that a caller gives to the kernel, and its address.
 *
 * <p>An address outlives its arena: without a look at that, the kernel would be sent to memory that malloc has long given
 * to somebody else. What is closed between the check and the completion no check can catch.
 */
final class Buffers {
    private Buffers() {
    }

    /** The address of memory that the kernel reads from. */
    static long address(MemorySegment buffer) {
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("buffer=" + buffer + ", must be native memory: the collector moves the heap");
        }
        if (!buffer.scope().isAlive()) {
            throw new IllegalStateException("buffer=" + buffer + ", its arena is closed");
        }
        return buffer.address();
    }

    /** The address of memory that the kernel writes to. */
    static long writableAddress(MemorySegment buffer) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("buffer=" + buffer + ", must not be read-only");
        }
        return address(buffer);
    }

    /** The length of a buffer that goes to the kernel as a whole. */
    static int length(MemorySegment buffer) {
        long length = buffer.byteSize();
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("buffer.byteSize()=" + length + ", must be at most " + Integer.MAX_VALUE);
        }
        return (int) length;
    }

    /** That {@code length} bytes from {@code start} lie within the buffer. */
    static void checkPart(MemorySegment buffer, long start, int length) {
        if (start < 0 || length < 0 || start > buffer.byteSize() - length) {
            throw new IllegalArgumentException("start=" + start + ", lengthBytes=" + length
                    + ", must lie within the buffer's " + buffer.byteSize() + " bytes");
        }
    }
}
