package io.auraio.bufferpool;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Aligned off-heap memory lent by a {@link BufferPool} until {@link #close()} returns it.
 *
 * <p>Every method but {@link #isOpen()} refuses a buffer that was returned with an IllegalStateException. What the
 * memory holds at first is undefined: often what its last owner left.
 *
 * <p>A view that outlives the buffer, from {@link #segment()} or {@link #byteBuffer()}, may see or change bytes of the
 * buffer that got the memory next; once the pool has given the memory back it throws IllegalStateException. It never
 * crashes the JVM.
 *
 * <p>Thread rules: any thread may call any method, and the thread that returns a buffer need not be the one that
 * allocated it. The memory itself has no guard: who writes it and who reads it is for the owner to arrange.
 */
public final class Buffer implements AutoCloseable {
    private final Chunk chunk;
    private final long lease;

    Buffer(Chunk chunk) {
        this.chunk = chunk;
        this.lease = chunk.lease();
    }

    /**
     * Returns the memory, exactly as much as was asked for.
     *
     * <p>Hold on to the buffer as long as the segment is in use: where leaks are tracked, a buffer that nobody refers to
     * is a leak, and its memory goes to the next owner.
     *
     * @return the segment, accessible from every thread; not to be used after {@link #close()}
     * @throws IllegalStateException where the buffer was returned
     */
    public MemorySegment segment() {
        return chunk.view(size());
    }

    /**
     * Returns the memory as a new byte buffer, big-endian, position 0, limit and capacity {@link #sizeBytes()}.
     *
     * @return a new direct byte buffer; not to be used after {@link #close()}
     * @throws IllegalStateException where the buffer was returned
     */
    public ByteBuffer byteBuffer() {
        return segment().asByteBuffer();
    }

    /**
     * Returns the size that was asked for.
     *
     * @return bytes, 1 to 128 MiB
     * @throws IllegalStateException where the buffer was returned
     */
    public long sizeBytes() {
        return size();
    }

    /**
     * Returns the size of the memory behind the buffer, its size class.
     *
     * @return bytes, a power of two, 4 KiB to 128 MiB
     * @throws IllegalStateException where the buffer was returned
     */
    public long capacityBytes() {
        requireOpen();
        return chunk.capacityBytes();
    }

    /**
     * Returns the mapping that the buffer is part of, by which the engine finds what it registered.
     *
     * @return the slab, owned by the pool; it stays mapped at least until the buffer is returned
     * @throws IllegalStateException where the buffer was returned
     */
    public Slab slab() {
        requireOpen();
        return chunk.home.slab;
    }

    /**
     * Returns where in {@link #slab()} the buffer begins.
     *
     * @return bytes from the start of the slab, a multiple of {@link #capacityBytes()}
     * @throws IllegalStateException where the buffer was returned
     */
    public long slabOffset() {
        requireOpen();
        return chunk.slabOffset;
    }

    /**
     * Tells whether the buffer has not been returned yet.
     *
     * @return true until {@link #close()} has returned it
     */
    public boolean isOpen() {
        return chunk.isLent(lease);
    }

    /**
     * Keeps the buffer from being returned while an operation uses its memory. Counted: each pin needs its
     * {@link #unpin()}, from whatever thread. Memory that is pinned is never taken back, not even where the buffer was
     * dropped and leaks are tracked. Allocates nothing and takes no lock.
     *
     * @throws IllegalStateException where the buffer was returned, or is pinned 65535 times; the operation must not be
     *     started
     */
    public void pin() {
        // The pins and the lease are one word: either close() sees the pin and is refused, or the pin sees the return and
        // is refused. Were they two, the kernel could write to memory that has a new owner.
        if (!chunk.pin(lease)) {
            requireOpen();
            throw new IllegalStateException("buffer pinned too often: " + describe());
        }
    }

    /**
     * Takes back one {@link #pin()}. What the calling thread did with the memory before is visible to the thread that
     * returns the buffer afterwards.
     *
     * @throws IllegalStateException where the buffer is not pinned
     */
    public void unpin() {
        if (!chunk.unpin(lease)) {
            throw new IllegalStateException("buffer unpinned without a pin: " + describe());
        }
    }

    /**
     * Returns the memory to the pool.
     *
     * @throws IllegalStateException where the buffer was returned before, or an operation uses it: wait for the
     *     operation, then return it; nothing has changed
     */
    @Override
    public void close() {
        if (!chunk.pool.release(chunk, lease)) {
            throw new IllegalStateException(
                    (isOpen() ? "buffer returned while an operation uses it: " : "buffer returned twice: ")
                            + describe());
        }
        // Or the buffer could be found unreachable, and so leaked, before its watch has ended.
        Reference.reachabilityFence(this);
    }

    /**
     * Describes the buffer for a log; never fails.
     *
     * @return capacity, position in its slab, and whether it was returned or how often it is pinned
     */
    @Override
    public String toString() {
        return "Buffer[" + describe() + "]";
    }

    private int size() {
        // Before the lease is checked: afterwards it could be the size of the next lease.
        int sizeBytes = chunk.sizeBytes();
        requireOpen();
        return sizeBytes;
    }

    private void requireOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("buffer used after it was returned: " + describe());
        }
    }

    private String describe() {
        int pins = chunk.pins(lease);
        return "capacityBytes=" + chunk.capacityBytes() + ", slabOffset=" + chunk.slabOffset
                + (pins < 0 ? ", returned" : ", pins=" + pins);
    }
}
