package io.auraio.bufferpool;

import java.util.ArrayList;
import java.util.List;

/** The first tier as a whole: finds the cache of the calling thread and knows those of all others. */
final class ThreadCaches {
    /** Below this many caches none is looked at for a dead owner when another one is made. */
    private static final int MIN_SWEEP_COUNT = 16;

    private final ThreadLocal<ThreadCache> own = new ThreadLocal<>();
    private final SpinLock lock = new SpinLock();

    // Guarded by lock.
    private final List<ThreadCache> all = new ArrayList<>();
    private final long[] pastHitCounts = new long[SizeClass.LAST_CACHED + 1]; // of caches that are gone
    private int sweepCount = MIN_SWEEP_COUNT;

    /** The cache of the calling platform thread; null where it has none yet. */
    ThreadCache own() {
        return own.get();
    }

    /**
     * Makes the cache of the calling platform thread.
     *
     * @return the chunks of threads that died, once in a while; mostly none
     */
    List<Chunk> create(Shard home) {
        ThreadCache cache = new ThreadCache(Thread.currentThread(), home);
        own.set(cache);
        lock.lock();
        try {
            all.add(cache);
            if (all.size() < sweepCount) {
                return List.of();
            }
        } finally {
            lock.unlock();
        }
        return drainOrphans();
    }

    /** Takes out what dead threads have left, and forgets their caches. */
    List<Chunk> drainOrphans() {
        List<Chunk> chunks = new ArrayList<>();
        for (ThreadCache cache : snapshot()) {
            if (cache.isOrphaned()) {
                cache.drain(chunks);
                forget(cache);
            }
        }
        lock.lock();
        // At each doubling, so that a new thread pays for looking at two others on average, however many there are.
        sweepCount = Math.max(MIN_SWEEP_COUNT, 2 * all.size());
        lock.unlock();
        return chunks;
    }

    /** Takes out everything, also what belongs to threads that run. */
    List<Chunk> drain() {
        List<Chunk> chunks = new ArrayList<>();
        snapshot().forEach(cache -> cache.drain(chunks));
        return chunks;
    }

    /** Takes out what running threads did not use since the last call. Keeper only. */
    List<Chunk> drainIdle() {
        List<Chunk> chunks = new ArrayList<>();
        snapshot().forEach(cache -> cache.drainIdle(chunks));
        return chunks;
    }

    /** Forgets all chunks: the pool is closed. */
    void clear() {
        snapshot().forEach(ThreadCache::clear);
    }

    int count() {
        return snapshot().size();
    }

    long hitCount(int sizeClass) {
        if (sizeClass > SizeClass.LAST_CACHED) {
            return 0;
        }
        lock.lock();
        try {
            return pastHitCounts[sizeClass]
                    + all.stream().mapToLong(cache -> cache.magazine(sizeClass).hitCount()).sum();
        } finally {
            lock.unlock();
        }
    }

    private void forget(ThreadCache cache) {
        cache.orphan();
        lock.lock();
        try {
            // False where another thread has met the same dead one, and has counted it.
            if (all.remove(cache)) {
                for (int i = 0; i <= SizeClass.LAST_CACHED; i++) {
                    pastHitCounts[i] += cache.magazine(i).hitCount();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private List<ThreadCache> snapshot() {
        lock.lock();
        try {
            return new ArrayList<>(all);
        } finally {
            lock.unlock();
        }
    }
}
