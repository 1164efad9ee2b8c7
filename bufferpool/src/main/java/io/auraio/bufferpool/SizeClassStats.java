package io.auraio.bufferpool;

/**
 * What a pool holds of one size class. Each chunk of a slab, the memory of one buffer, is in exactly one place:
 * {@code chunkCount = inUseCount + threadCachedCount + shardCachedCount + slabFreeCount}.
 *
 * @param capacityBytes the size of the class, 4 KiB to 128 MiB
 * @param slabCount the slabs that are cut into buffers of this class
 * @param chunkCount the buffers that these slabs hold
 * @param inUseCount those that are out
 * @param threadCachedCount those that platform threads keep for themselves
 * @param shardCachedCount those that are in the shards
 * @param slabFreeCount those that no tier above the slabs has
 * @param threadCacheHitCount the allocations that a thread's own cache served
 * @param shardHitCount the allocations that a shard served
 * @param missCount the allocations that had to go to the slabs
 */
public record SizeClassStats(
        long capacityBytes,
        long slabCount,
        long chunkCount,
        long inUseCount,
        long threadCachedCount,
        long shardCachedCount,
        long slabFreeCount,
        long threadCacheHitCount,
        long shardHitCount,
        long missCount) {

    /**
     * Adds up the allocations of this class since the pool was opened.
     *
     * @return hits and misses together
     */
    public long allocatedCount() {
        return threadCacheHitCount + shardHitCount + missCount;
    }
}
