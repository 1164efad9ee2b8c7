package io.auraio.bufferpool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The third tier: all slabs of a pool, and the limit on what they may add up to.
 *
 * <p>Its monitor guards the fields and every {@link CutSlab}. Slabs are mapped and closed outside it, since both enter
 * the kernel, and a source may have to wait for other threads that return buffers meanwhile.
 */
final class SlabSpace {
    private final BufferPoolOptions options;

    /** For each class the slabs that have free chunks. Used ones first, so that the others can stay empty and go. */
    private final List<LinkedHashSet<CutSlab>> withFree = new ArrayList<>();

    private final int[] slabCounts = new int[SizeClass.COUNT];
    private final long[] missCounts = new long[SizeClass.COUNT];
    private long mappedBytes;
    private boolean closed;

    SlabSpace(BufferPoolOptions options) {
        this.options = options;
        for (int i = 0; i < SizeClass.COUNT; i++) {
            withFree.add(new LinkedHashSet<>());
        }
    }

    /** Takes at most {@code most} free chunks of a class out of slabs that are mapped; none where there is none. */
    synchronized List<Chunk> take(int sizeClass, int most) {
        LinkedHashSet<CutSlab> slabs = withFree.get(sizeClass);
        List<Chunk> taken = new ArrayList<>();
        while (taken.size() < most && !slabs.isEmpty()) {
            CutSlab slab = slabs.getFirst();
            taken.add(slab.take());
            if (slab.freeCount() == 0) {
                slabs.removeFirst();
            }
        }
        if (!taken.isEmpty()) {
            missCounts[sizeClass]++;
        }
        return taken;
    }

    /** Maps one more slab and takes at most {@code most} chunks of it; none where the limit has no room for it. */
    List<Chunk> map(BufferPool pool, int sizeClass, int most) {
        long bytes = SizeClass.slabBytes(sizeClass);
        if (!reserve(bytes)) {
            return List.of();
        }
        CutSlab slab;
        try {
            long alignment = options.hugePages()
                    ? SizeClass.MIN_SLAB_BYTES
                    : Math.max(options.alignmentBytes(), SizeClass.MIN_BYTES);
            slab = new CutSlab(pool, options.slabSource().map(bytes, alignment, options.hugePages()), sizeClass);
        } catch (Throwable failure) {
            release(bytes);
            pool.memoryMoved();
            throw failure;
        }
        synchronized (this) {
            slabCounts[sizeClass]++;
            withFree.get(sizeClass).addFirst(slab);
            // In one step with the insertion: a slab of which nothing is out would be closed by a close() in between.
            return take(sizeClass, most);
        }
    }

    /** Puts chunks back where they are from. After {@link #close} a slab goes with its last chunk. */
    void give(List<Chunk> chunks) {
        boolean nothingIsKept;
        synchronized (this) {
            for (Chunk chunk : chunks) {
                CutSlab slab = chunk.home;
                slab.give(chunk);
                LinkedHashSet<CutSlab> slabs = withFree.get(slab.sizeClass);
                if (slab.isEmpty()) {
                    slabs.addLast(slab);
                } else if (slab.freeCount() == 1) {
                    slabs.addFirst(slab);
                }
            }
            nothingIsKept = closed;
        }
        if (nothingIsKept) {
            unmap(CutSlab::isEmpty, Long.MAX_VALUE);
        }
    }

    /** Closes empty slabs until one of the class would fit under the limit; true where it has closed any. */
    boolean makeRoom(int sizeClass) {
        long missing;
        synchronized (this) {
            missing = mappedBytes + SizeClass.slabBytes(sizeClass) - options.maxBytes();
        }
        return unmap(CutSlab::isEmpty, missing);
    }

    /** Closes the slabs that were empty since the last call. */
    void unmapIdle() {
        unmap(CutSlab::idleSinceLastRound, Long.MAX_VALUE);
    }

    /** Keeps nothing from now on: closes what is empty, and the rest once it is. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        unmap(CutSlab::isEmpty, Long.MAX_VALUE);
    }

    synchronized long mappedBytes() {
        return mappedBytes;
    }

    synchronized long slabCount(int sizeClass) {
        return slabCounts[sizeClass];
    }

    synchronized long freeCount(int sizeClass) {
        return withFree.get(sizeClass).stream().mapToLong(CutSlab::freeCount).sum();
    }

    synchronized long missCount(int sizeClass) {
        return missCounts[sizeClass];
    }

    private synchronized boolean reserve(long bytes) {
        if (bytes > options.maxBytes() - mappedBytes) {
            return false;
        }
        mappedBytes += bytes;
        return true;
    }

    private synchronized void release(long bytes) {
        mappedBytes -= bytes;
    }

    /** Closes empty slabs that fit the condition until {@code enoughBytes} are gone; true where it has closed any. */
    private boolean unmap(Predicate<CutSlab> condition, long enoughBytes) {
        List<CutSlab> leaving = new ArrayList<>();
        synchronized (this) {
            long bytes = 0;
            for (LinkedHashSet<CutSlab> slabs : withFree) {
                for (var all = slabs.iterator(); bytes < enoughBytes && all.hasNext(); ) {
                    CutSlab slab = all.next();
                    if (condition.test(slab) && slab.isEmpty()) {
                        all.remove();
                        slabCounts[slab.sizeClass]--;
                        bytes += slab.sizeBytes();
                        leaving.add(slab);
                    }
                }
            }
        }
        boolean any = false;
        for (CutSlab slab : leaving) {
            any |= unmap(slab);
        }
        return any;
    }

    private boolean unmap(CutSlab slab) {
        try {
            slab.slab.close();
            // Only now: a slab that is still mapped counts, so that the limit is never passed.
            release(slab.sizeBytes());
            return true;
        } catch (IllegalStateException inUse) {
            // A view of a returned buffer is inside a call at this moment. Back in line; the keeper comes round again.
            synchronized (this) {
                slabCounts[slab.sizeClass]++;
                withFree.get(slab.sizeClass).addLast(slab);
            }
            return false;
        }
    }
}
