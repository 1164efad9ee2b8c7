package io.auraio.bufferpool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lends aligned off-heap buffers and takes them back, so that I/O neither copies nor maps memory for each operation.
 *
 * <p>Guarantees:
 * <ol>
 *   <li>No two buffers that are out share a byte.
 *   <li>The address of every buffer is a multiple of {@link BufferPoolOptions#alignmentBytes()}.
 *   <li>A buffer that is out stays valid until it is returned, also when the pool is closed meanwhile.
 *   <li>The pool never has more than {@link BufferPoolOptions#maxBytes()} mapped.
 *   <li>Once the pool is closed and the last buffer is returned, nothing of it is mapped.
 * </ol>
 *
 * <p>Thread rules: any thread, virtual ones too, may call any method.
 */
public final class BufferPool implements AutoCloseable {
    /** Slabs of small classes have this size; a larger class has one buffer a slab. */
    private static final long SLAB_BYTES = 2L << 20;

    private final BufferPoolOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();

    // All guarded by lock.
    private final List<ArrayDeque<Chunk>> free = new ArrayList<>();
    private final Map<Slab, Long> slabs = new HashMap<>();
    private boolean closed;
    private long mappedBytes;
    private long inUseBytes;
    private long inUseCount;
    private long allocatedCount;

    private BufferPool(BufferPoolOptions options) {
        this.options = options;
        for (int i = 0; i < SizeClass.COUNT; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /**
     * Opens a pool with the defaults of {@link BufferPoolOptions}. Maps nothing yet.
     *
     * @return a new pool, to be closed by the caller
     */
    public static BufferPool open() {
        return open(BufferPoolOptions.builder().build());
    }

    /**
     * Opens a pool. Maps nothing yet.
     *
     * @param options how it is set up
     * @return a new pool, to be closed by the caller
     */
    public static BufferPool open(BufferPoolOptions options) {
        return new BufferPool(Objects.requireNonNull(options, "options"));
    }

    /**
     * Lends a buffer, without waiting.
     *
     * @param sizeBytes how much memory is needed, 1 byte to 128 MiB
     * @return a buffer of at least this capacity, which the caller owns until it is returned; its content is undefined
     * @throws IllegalArgumentException where sizeBytes is out of its range
     * @throws PoolExhaustedException where the pool is at its limit: return buffers or try again later
     * @throws IllegalStateException where the pool is closed
     * @throws OutOfMemoryError where the system has no memory to map
     */
    public Buffer allocate(long sizeBytes) {
        int sizeClass = sizeClassOf(sizeBytes);
        lock.lock();
        try {
            Chunk chunk = take(sizeClass);
            if (chunk == null) {
                throw exhausted(sizeBytes, "");
            }
            return new Buffer(chunk, (int) sizeBytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lends a buffer and waits for one where the pool is at its limit.
     *
     * @param sizeBytes how much memory is needed, 1 byte to 128 MiB
     * @param timeout how long to wait at most; zero or less does not wait
     * @return a buffer of at least this capacity, which the caller owns until it is returned; its content is undefined
     * @throws IllegalArgumentException where sizeBytes is out of its range
     * @throws PoolExhaustedException where no memory came free in time
     * @throws IllegalStateException where the pool is closed, before or while waiting
     * @throws InterruptedException where the thread is interrupted while waiting
     * @throws OutOfMemoryError where the system has no memory to map
     */
    public Buffer allocate(long sizeBytes, Duration timeout) throws InterruptedException {
        int sizeClass = sizeClassOf(sizeBytes);
        long leftNanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            Chunk chunk = take(sizeClass);
            while (chunk == null) {
                if (leftNanos <= 0) {
                    throw exhausted(sizeBytes, ", waited=" + timeout);
                }
                leftNanos = returned.awaitNanos(leftNanos);
                chunk = take(sizeClass);
            }
            return new Buffer(chunk, (int) sizeBytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads the statistics.
     *
     * @return a new snapshot
     */
    public BufferPoolStats stats() {
        lock.lock();
        try {
            return new BufferPoolStats(mappedBytes, slabs.size(), inUseBytes, inUseCount, allocatedCount);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refuses further allocations and gives all memory back: at once what is not out, the rest as it is returned.
     * Idempotent. Who waits for a buffer gets an IllegalStateException.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            returned.signalAll();
            unmapUnused();
        } finally {
            lock.unlock();
        }
    }

    void release(Chunk chunk) {
        lock.lock();
        try {
            inUseBytes -= chunk.capacityBytes();
            inUseCount--;
            slabs.merge(chunk.slab, -1L, Long::sum);
            free.get(chunk.sizeClass).push(chunk);
            if (closed) {
                unmapUnused();
            }
            returned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int sizeClassOf(long sizeBytes) {
        if (sizeBytes < 1 || sizeBytes > SizeClass.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "sizeBytes must be from 1 to " + SizeClass.MAX_BYTES + ": sizeBytes=" + sizeBytes);
        }
        return SizeClass.indexOf(Math.max(sizeBytes, options.alignmentBytes()));
    }

    private Chunk take(int sizeClass) {
        assert lock.isHeldByCurrentThread();
        if (closed) {
            throw new IllegalStateException("the buffer pool is closed");
        }
        if (free.get(sizeClass).isEmpty() && !map(sizeClass)) {
            return null;
        }
        Chunk chunk = free.get(sizeClass).pop();
        slabs.merge(chunk.slab, 1L, Long::sum);
        inUseBytes += chunk.capacityBytes();
        inUseCount++;
        allocatedCount++;
        return chunk;
    }

    private boolean map(int sizeClass) {
        long chunkBytes = SizeClass.capacityBytes(sizeClass);
        long slabBytes = Math.max(chunkBytes, SLAB_BYTES);
        if (slabBytes > options.maxBytes() - mappedBytes) {
            unmapUnused();
            if (slabBytes > options.maxBytes() - mappedBytes) {
                return false;
            }
        }
        long alignment = options.hugePages() ? SLAB_BYTES : Math.max(options.alignmentBytes(), SizeClass.MIN_BYTES);
        Slab slab = options.slabSource().map(slabBytes, alignment, options.hugePages());
        slabs.put(slab, 0L);
        mappedBytes += slabBytes;
        for (long offset = slabBytes - chunkBytes; offset >= 0; offset -= chunkBytes) {
            free.get(sizeClass).push(new Chunk(this, slab, offset, sizeClass));
        }
        return true;
    }

    private void unmapUnused() {
        slabs.entrySet().removeIf(entry -> {
            Slab slab = entry.getKey();
            if (entry.getValue() != 0) {
                return false;
            }
            mappedBytes -= slab.segment().byteSize();
            free.forEach(chunks -> chunks.removeIf(chunk -> chunk.slab == slab));
            slab.close();
            return true;
        });
    }

    private PoolExhaustedException exhausted(long sizeBytes, String waited) {
        return new PoolExhaustedException("the buffer pool is at its limit: sizeBytes=" + sizeBytes + ", maxBytes="
                + options.maxBytes() + ", mappedBytes=" + mappedBytes + ", inUseBytes=" + inUseBytes + waited);
    }
}
