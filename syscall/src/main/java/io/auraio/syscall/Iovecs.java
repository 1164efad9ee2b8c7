package io.auraio.syscall;

import static io.auraio.syscall.Struct.IOVEC;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Arrays of {@code struct iovec}: several buffers as one argument.
 *
 * <p>Source: {@code readv(2)}.
 */
public final class Iovecs {
    /** As many as the kernel takes at once. */
    public static final int IOV_MAX = 1024;

    private static final long IOV_BASE = offset(IOVEC, "iov_base");
    private static final long IOV_LEN = offset(IOVEC, "iov_len");

    private Iovecs() {
    }

    /**
     * Names buffers. The array holds their addresses only: the caller keeps them allocated until the operation's
     * completion.
     *
     * @param allocator where the array is allocated, such as an arena
     * @param buffers native memory, at most {@link #IOV_MAX} of them
     * @return the array
     * @throws IllegalArgumentException where a buffer is on the heap, or there are too many
     */
    public static MemorySegment of(SegmentAllocator allocator, MemorySegment... buffers) {
        if (buffers.length > IOV_MAX) {
            throw new IllegalArgumentException("buffers.length=" + buffers.length + ", must be at most " + IOV_MAX);
        }
        MemorySegment array = allocator.allocate(IOVEC, buffers.length);
        for (int i = 0; i < buffers.length; i++) {
            put(array.address() + i * IOVEC.byteSize(), Buffers.address(buffers[i]), buffers[i].byteSize());
        }
        return array;
    }

    /** Writes one, to raw memory of this package's own. */
    static void put(long iovec, long address, long length) {
        Memory.putLong(iovec + IOV_BASE, address);
        Memory.putLong(iovec + IOV_LEN, length);
    }

    /** How many an array holds. */
    static int count(MemorySegment array) {
        if (array.byteSize() % IOVEC.byteSize() != 0) {
            throw new IllegalArgumentException(
                    "iovecs.byteSize()=" + array.byteSize() + ", must be a multiple of " + IOVEC.byteSize());
        }
        return Math.toIntExact(array.byteSize() / IOVEC.byteSize());
    }
}
