package io.auraio.bufferpool;

/**
 * The sizes in which memory is handed out: powers of two from 4 KiB (index 0) to 128 MiB (index 15).
 *
 * <p>Inside the pool a size class is its index. A request costs at most one doubling of memory and finds its class in
 * one instruction. How much of a class each tier holds on to is decided here as well.
 */
final class SizeClass {
    static final int MIN_SHIFT = 12;
    static final int MAX_SHIFT = 27;
    static final int COUNT = MAX_SHIFT - MIN_SHIFT + 1;
    static final long MIN_BYTES = 1L << MIN_SHIFT;
    static final long MAX_BYTES = 1L << MAX_SHIFT;

    /** Smaller classes share a slab of this size, a huge page; a larger class has a slab for each buffer. */
    static final long MIN_SLAB_BYTES = 2L << 20;

    /** Classes up to this index, 1 MiB, are worth keeping for a thread: above, the work dwarfs a shard's lock. */
    static final int LAST_CACHED = 8;

    private static final long THREAD_CACHE_BYTES = 1L << 20;
    private static final long THREAD_CACHE_CHUNKS = 64;
    private static final long SHARD_BYTES = 8L << 20;
    private static final long SHARD_CHUNKS = 256;

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

    static long slabBytes(int index) {
        return Math.max(capacityBytes(index), MIN_SLAB_BYTES);
    }

    /** How many chunks of a class a thread keeps: 1 MiB worth, at most 64, and none above {@link #LAST_CACHED}. */
    static int threadCacheChunks(int index) {
        return (int) Math.min(THREAD_CACHE_BYTES / capacityBytes(index), THREAD_CACHE_CHUNKS);
    }

    /** How many chunks of a class a shard keeps: 8 MiB worth, at most 256, and none above 8 MiB. */
    static int shardChunks(int index) {
        return (int) Math.min(SHARD_BYTES / capacityBytes(index), SHARD_CHUNKS);
    }

    /** How many chunks move between tiers at once: half of what a thread keeps, so that it neither fills nor drains. */
    static int batchChunks(int index) {
        return Math.max(1, threadCacheChunks(index) / 2);
    }
}
