package io.auraio.bufferpool;

/**
 * The sizes in which memory is handed out: powers of two from 4 KiB (index 0) to 128 MiB (index 15).
 *
 * <p>Inside the pool a size class is its index. A request costs at most one doubling of memory and finds its class in
 * one instruction.
 */
final class SizeClass {
    static final int MIN_SHIFT = 12;
    static final int MAX_SHIFT = 27;
    static final int COUNT = MAX_SHIFT - MIN_SHIFT + 1;
    static final long MIN_BYTES = 1L << MIN_SHIFT;
    static final long MAX_BYTES = 1L << MAX_SHIFT;

    private SizeClass() {}

    /** The smallest class that holds {@code sizeBytes}, which is 1 to {@link #MAX_BYTES}. */
    static int indexOf(long sizeBytes) {
        assert sizeBytes >= 1 && sizeBytes <= MAX_BYTES : "sizeBytes=" + sizeBytes;
        // The bits that size - 1 needs, at least MIN_SHIFT of them: 4096 needs 12, 4097 needs 13.
        return Long.SIZE - Long.numberOfLeadingZeros((sizeBytes - 1) | (MIN_BYTES - 1)) - MIN_SHIFT;
    }

    static long capacityBytes(int index) {
        return MIN_BYTES << index;
    }
}
