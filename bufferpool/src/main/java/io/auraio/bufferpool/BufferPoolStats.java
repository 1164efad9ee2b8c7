package io.auraio.bufferpool;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a pool holds and how it fared, read at one moment. While other threads allocate, the figures are read one after
 * the other and need not add up; when nobody does, they do.
 *
 * @param mappedBytes memory mapped in slabs; never more than {@link BufferPoolOptions#maxBytes()}
 * @param threadCacheCount the platform threads that have a cache
 * @param shardCount the shards, a power of two, 2 to 256
 * @param leakedCount the buffers that were found dropped without having been returned, where leaks are tracked
 * @param sizeClasses the figures of each size class, from 4 KiB to 128 MiB
 */
public record BufferPoolStats(
        long mappedBytes, int threadCacheCount, int shardCount, long leakedCount, List<SizeClassStats> sizeClasses) {

    /** Copies the list. */
    public BufferPoolStats {
        sizeClasses = List.copyOf(sizeClasses);
    }

    /**
     * Adds up the slabs.
     *
     * @return the slabs that are mapped
     */
    public long slabCount() {
        return sum(SizeClassStats::slabCount);
    }

    /**
     * Adds up the buffers that are out.
     *
     * @return their number
     */
    public long inUseCount() {
        return sum(SizeClassStats::inUseCount);
    }

    /**
     * Adds up the capacity of the buffers that are out.
     *
     * @return bytes
     */
    public long inUseBytes() {
        return sum(each -> each.inUseCount() * each.capacityBytes());
    }

    /**
     * Adds up the memory that the caches of threads and the shards hold, ready to be handed out.
     *
     * @return bytes
     */
    public long cachedBytes() {
        return sum(each -> (each.threadCachedCount() + each.shardCachedCount()) * each.capacityBytes());
    }

    /**
     * Adds up the allocations since the pool was opened.
     *
     * @return hits and misses together
     */
    public long allocatedCount() {
        return sum(SizeClassStats::allocatedCount);
    }

    /**
     * Adds up the allocations that a thread's own cache served.
     *
     * @return their number
     */
    public long threadCacheHitCount() {
        return sum(SizeClassStats::threadCacheHitCount);
    }

    /**
     * Adds up the allocations that a shard served.
     *
     * @return their number
     */
    public long shardHitCount() {
        return sum(SizeClassStats::shardHitCount);
    }

    /**
     * Adds up the allocations that had to go to the slabs.
     *
     * @return their number
     */
    public long missCount() {
        return sum(SizeClassStats::missCount);
    }

    private long sum(ToLongFunction<SizeClassStats> figure) {
        return sizeClasses.stream().mapToLong(figure).sum();
    }
}
