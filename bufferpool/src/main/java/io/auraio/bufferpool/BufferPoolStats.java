package io.auraio.bufferpool;

/**
 * What a pool holds and how it fared, read at one moment. While other threads allocate, the figures are each right but
 * need not add up to the byte.
 *
 * @param mappedBytes memory mapped in slabs; never more than {@link BufferPoolOptions#maxBytes()}
 * @param slabCount the slabs of it
 * @param inUseBytes the capacity of the buffers that are out
 * @param inUseCount the buffers that are out
 * @param allocatedCount the buffers handed out since the pool was opened
 */
public record BufferPoolStats(
        long mappedBytes, long slabCount, long inUseBytes, long inUseCount, long allocatedCount) {}
