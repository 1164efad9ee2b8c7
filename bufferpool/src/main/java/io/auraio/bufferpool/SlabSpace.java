package io.auraio.bufferpool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The third tier: all slabs of a pool, and the limit on what they may add up to.
 *
 * <p>Its lock guards the fields and every {@link CutSlab}. Slabs are mapped and closed outside it, since both enter the
 * kernel, and a source may have to wait for other threads that return buffers meanwhile.
 */
final class SlabSpace {
    private final BufferPoolOptions options;
    private final SpinLock lock = new SpinLock();

    private final List<LinkedHashSet<CutSlab>> all = new ArrayList<>();

    /** For each class the slabs that have free chunks. Used ones first, so that the others can stay empty and go. */
    private final List<LinkedHashSet<CutSlab>> withFree = new ArrayList<>();

    private final long[] missCounts = new long[SizeClass.COUNT];
    private long mappedBytes;
    private boolean closed;

    SlabSpace(BufferPoolOptions options) {
        this.options = options;
        for (int i = 0; i < SizeClass.COUNT; i++) {
            all.add(new LinkedHashSet<>());
            withFree.add(new LinkedHashSet<>());
        }
    }

    /** Takes at most {@code most} free chunks of a class out of slabs that are mapped; none where there is none. */
    List<Chunk> take(int sizeClass, int most) {
        lock.lock();
        try {
            return takeLocked(sizeClass, most);
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            all.get(sizeClass).add(slab);
            withFree.get(sizeClass).addFirst(slab);
            // In the same section: a close() in between would close a slab of which nothing is out.
            return takeLocked(sizeClass, most);
        } finally {
            lock.unlock();
        }
    }

    /** Puts IDLE chunks back where they are from. After {@link #close} a slab goes with its last chunk. */
    void give(List<Chunk> chunks) {
        boolean nothingIsKept;
        lock.lock();
        try {
            chunks.forEach(this::giveLocked);
            nothingIsKept = closed;
        } finally {
            lock.unlock();
        }
        if (nothingIsKept) {
            unmap(CutSlab::isEmpty, Long.MAX_VALUE);
        }
    }

    /** Closes empty slabs until one of the class would fit under the limit; true where it has closed any. */
    boolean makeRoom(int sizeClass) {
        return unmap(CutSlab::isEmpty, mappedBytes() + SizeClass.slabBytes(sizeClass) - options.maxBytes());
    }

    /** Closes the slabs that were empty since the last call. */
    void unmapIdle() {
        unmap(CutSlab::idleSinceLastRound, Long.MAX_VALUE);
    }

    /** Keeps nothing from now on: closes what is empty, and the rest once it is. */
    void close() {
        lock.lock();
        closed = true;
        lock.unlock();
        unmap(CutSlab::isEmpty, Long.MAX_VALUE);
    }

    /** Takes the chunks that are in caches out of these; looks at every chunk there is. */
    List<Chunk> evict() {
        List<Chunk> evicted = new ArrayList<>();
        for (int i = 0; i < SizeClass.COUNT; i++) {
            slabs(i).forEach(slab -> slab.evictInto(evicted));
        }
        return evicted;
    }

    long mappedBytes() {
        lock.lock();
        long bytes = mappedBytes;
        lock.unlock();
        return bytes;
    }

    /** How often chunks of a class had to be taken from here. */
    long missCount(int sizeClass) {
        lock.lock();
        long misses = missCounts[sizeClass];
        lock.unlock();
        return misses;
    }

    /** The slabs of a class at this moment. Only what is not guarded may be asked of them. */
    List<CutSlab> slabs(int sizeClass) {
        lock.lock();
        try {
            return new ArrayList<>(all.get(sizeClass));
        } finally {
            lock.unlock();
        }
    }

    /** How many chunks of a class are free in their slabs. */
    long freeCount(int sizeClass) {
        lock.lock();
        try {
            return withFree.get(sizeClass).stream().mapToLong(CutSlab::freeCount).sum();
        } finally {
            lock.unlock();
        }
    }

    private List<Chunk> takeLocked(int sizeClass, int most) {
        List<Chunk> taken = new ArrayList<>(most);
        LinkedHashSet<CutSlab> slabs = withFree.get(sizeClass);
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

    private void giveLocked(Chunk chunk) {
        CutSlab slab = chunk.home;
        slab.give(chunk);
        LinkedHashSet<CutSlab> slabs = withFree.get(slab.sizeClass);
        if (slab.isEmpty()) {
            slabs.addLast(slab);
        } else if (slab.freeCount() == 1) {
            slabs.addFirst(slab);
        }
    }

    private boolean reserve(long bytes) {
        lock.lock();
        boolean room = bytes <= options.maxBytes() - mappedBytes;
        if (room) {
            mappedBytes += bytes;
        }
        lock.unlock();
        return room;
    }

    private void release(long bytes) {
        lock.lock();
        mappedBytes -= bytes;
        lock.unlock();
    }

    /** Closes empty slabs that fit the condition until {@code enoughBytes} are gone; true where it has closed any. */
    private boolean unmap(Predicate<CutSlab> condition, long enoughBytes) {
        List<CutSlab> leaving = new ArrayList<>();
        lock.lock();
        try {
            long bytes = 0;
            for (LinkedHashSet<CutSlab> slabs : withFree) {
                for (var each = slabs.iterator(); bytes < enoughBytes && each.hasNext(); ) {
                    CutSlab slab = each.next();
                    if (condition.test(slab) && slab.isEmpty()) {
                        leaving.add(slab);
                        bytes += slab.sizeBytes();
                        each.remove();
                        all.get(slab.sizeClass).remove(slab);
                    }
                }
            }
        } finally {
            lock.unlock();
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
        } catch (IllegalStateException inUse) {
            // A view of a returned buffer is inside a call at this moment. Back in line; the keeper comes round again.
            lock.lock();
            try {
                all.get(slab.sizeClass).add(slab);
                withFree.get(slab.sizeClass).addLast(slab);
            } finally {
                lock.unlock();
            }
            return false;
        }
        // Only now: a slab that is still mapped counts, so that the limit is never passed.
        release(slab.sizeBytes());
        return true;
    }
}
