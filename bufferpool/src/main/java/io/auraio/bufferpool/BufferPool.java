package io.auraio.bufferpool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lends aligned off-heap buffers and takes them back, so that I/O neither copies nor maps memory for each operation.
 *
 * <p>Guarantees:
 * <ol>
 *   <li>No two buffers that are out share a byte.
 *   <li>The address of every buffer is a multiple of {@link BufferPoolOptions#alignmentBytes()}.
 *   <li>A buffer that is out stays valid until it is returned, also when the pool is closed meanwhile.
 *   <li>The pool never has more than {@link BufferPoolOptions#maxBytes()} mapped.
 *   <li>Memory that nobody used for {@link BufferPoolOptions#idleTimeout()} goes back to the system, slab by slab, before
 *       twice that time is over.
 *   <li>Once the pool is closed and the last buffer is returned, nothing of it is mapped.
 * </ol>
 *
 * <p>Cost: 4 KiB to 1 MiB from and to the cache of a platform thread take no lock; other threads and sizes take the lock
 * of a shard; only what no tier has maps memory. An allocation makes one object of 24 bytes.
 *
 * <p>A pool has to be closed: one that is dropped keeps its memory, and a daemon thread once it has mapped any.
 *
 * <p>Thread rules: any thread, virtual ones too, may call any method.
 */
public final class BufferPool implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger("io.auraio.bufferpool");

    private final BufferPoolOptions options;
    private final long minBufferBytes;
    private final long maxBufferBytes;
    private final boolean leakTracking;
    private final Tiers tiers;
    private final WaitingLine line = new WaitingLine();
    private final Keeper keeper;
    private final LeakTracker leaks;

    BufferPool(BufferPoolOptions options, Consumer<LeakTracker.Leak> leakReport) {
        this.options = options;
        minBufferBytes = options.alignmentBytes();
        leakTracking = options.leakTracking();
        maxBufferBytes = Long.highestOneBit(Math.min(options.maxBytes(), SizeClass.MAX_BYTES));
        tiers = new Tiers(this, options);
        keeper = new Keeper(this, options.idleTimeout());
        leaks = new LeakTracker(leakReport);
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
        return new BufferPool(
                Objects.requireNonNull(options, "options"),
                leak -> LOGGER.log(Level.WARNING, "buffer leaked", leak));
    }

    /**
     * Lends a buffer, without waiting.
     *
     * @param sizeBytes how much memory is needed: 1 byte to 128 MiB, or to the largest power of two within
     *     {@link BufferPoolOptions#maxBytes()}
     * @return a buffer of at least this capacity, which the caller owns until it is returned; its content is undefined
     * @throws IllegalArgumentException where sizeBytes is out of its range
     * @throws PoolExhaustedException where the pool is at its limit: return buffers or try again later
     * @throws IllegalStateException where the pool is closed
     * @throws OutOfMemoryError where the system has no memory to map
     */
    public Buffer allocate(long sizeBytes) {
        int sizeClass = sizeClassOf(sizeBytes);
        Chunk chunk = take(sizeClass);
        if (chunk == null) {
            throw exhausted(sizeBytes, "");
        }
        return lend(chunk, sizeBytes);
    }

    /**
     * Lends a buffer and waits for one where the pool is at its limit.
     *
     * @param sizeBytes how much memory is needed: 1 byte to 128 MiB, or to the largest power of two within
     *     {@link BufferPoolOptions#maxBytes()}
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
        Objects.requireNonNull(timeout, "timeout");
        Chunk chunk = take(sizeClass);
        if (chunk == null) {
            chunk = line.await(sizeClass, TimeUnit.NANOSECONDS.convert(timeout), () -> take(sizeClass));
        }
        if (chunk == null) {
            throw exhausted(sizeBytes, ", waited=" + timeout);
        }
        return lend(chunk, sizeBytes);
    }

    /**
     * Reads the statistics. Takes the locks of all tiers in turn, and looks at every buffer of every slab: some
     * microseconds for each MiB that is mapped.
     *
     * @return a new snapshot
     */
    public BufferPoolStats stats() {
        return tiers.stats(leaks.leakedCount());
    }

    /**
     * Refuses further allocations and gives all memory back: at once what is not out, the rest as it is returned.
     * Idempotent. Who waits for a buffer gets an IllegalStateException.
     */
    @Override
    public void close() {
        // First: from here on whoever moves memory sees it, and drains what the drain below has missed.
        line.close();
        tiers.close();
        endKeeper();
    }

    /** Takes the chunk of a buffer back; false where its lease is over, or an operation uses it. */
    boolean release(Chunk chunk, long lease) {
        LeakTracker.Watch watch = chunk.watch;
        if (!line.isCalm()) {
            // Under a closed pool, or where somebody waits for memory, none of it stays in a cache.
            if (!releaseToSlab(chunk, lease)) {
                return false;
            }
        } else if (tiers.put(chunk, lease)) {
            memoryMoved();
        } else {
            return false;
        }
        if (watch != null) {
            watch.end();
        }
        return true;
    }

    /**
     * Has those look again who may have missed memory while it was on its way from one tier to another. Whoever has
     * moved memory calls it afterwards, and a pool that was closed meanwhile keeps none of it.
     */
    void memoryMoved() {
        if (!line.isCalm()) {
            settle();
        }
    }

    /** Makes sure that the keeper runs: there will be something to keep. */
    void startKeeper() {
        keeper.start();
    }

    /** Keeper only: whether there is, or may come to be, something to give back. */
    boolean isKept() {
        return !line.isClosed() || tiers.mappedBytes() > 0;
    }

    /** Keeper only: gives back what was idle since the last round. */
    void goRound() {
        tiers.giveBackIdle();
        memoryMoved();
    }

    /** Keeper only: waits for a buffer that was dropped and takes its memory back. */
    void recoverLeak(long timeoutMillis) throws InterruptedException {
        LeakTracker.Watch leak = leaks.awaitLeak(timeoutMillis);
        if (leak != null) {
            releaseToSlab(leak.chunk(), leak.lease());
            leaks.report(leak);
        }
    }

    private boolean releaseToSlab(Chunk chunk, long lease) {
        if (!chunk.retire(lease)) {
            return false;
        }
        tiers.giveToSlab(chunk);
        line.memoryReturned();
        endKeeper();
        return true;
    }

    private void settle() {
        if (line.isClosed()) {
            tiers.close();
            endKeeper();
        }
        line.memoryReturned();
    }

    private void endKeeper() {
        if (!isKept()) {
            keeper.wake();
        }
    }

    private Chunk take(int sizeClass) {
        if (line.isClosed()) {
            throw new IllegalStateException("the buffer pool is closed");
        }
        return tiers.take(sizeClass);
    }

    private Buffer lend(Chunk chunk, long sizeBytes) {
        chunk.resize((int) sizeBytes);
        Buffer buffer = new Buffer(chunk);
        if (leakTracking) {
            leaks.watch(buffer, chunk);
        }
        return buffer;
    }

    private int sizeClassOf(long sizeBytes) {
        if (sizeBytes < 1 || sizeBytes > maxBufferBytes) {
            throw new IllegalArgumentException(
                    "sizeBytes must be from 1 to " + maxBufferBytes + ": sizeBytes=" + sizeBytes);
        }
        return SizeClass.indexOf(Math.max(sizeBytes, minBufferBytes));
    }

    private PoolExhaustedException exhausted(long sizeBytes, String waited) {
        return new PoolExhaustedException("the buffer pool is at its limit: sizeBytes=" + sizeBytes + ", maxBytes="
                + options.maxBytes() + ", mappedBytes=" + tiers.mappedBytes() + waited);
    }
}
