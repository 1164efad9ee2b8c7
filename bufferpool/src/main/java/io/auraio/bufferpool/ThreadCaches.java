package io.auraio.bufferpool;

import java.util.ArrayList;
import java.util.List;

/**
 * The first tier as a whole: finds the cache of the calling thread and knows those of all others.
 *
 * <p>Its monitor guards the list. A thread's own cache is found without it.
 */
final class ThreadCaches {
    /** Below this many caches none is looked at for a dead owner when another one is made. */
    private static final int MIN_SWEEP_COUNT = 16;

    private final ThreadLocal<ThreadCache> own = new ThreadLocal<>();
    private final List<ThreadCache> all = new ArrayList<>();
    private int sweepCount = MIN_SWEEP_COUNT;

    /** Hits of the caches whose threads are gone. */
    private final long[] pastHitCounts = new long[SizeClass.COUNT];

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
        synchronized (this) {
            all.add(cache);
            if (all.size() < sweepCount) {
                return List.of();
            }
            // At each doubling, so that a thread pays for looking at two others on average, however many there are.
            List<Chunk> orphans = drainOrphans();
            sweepCount = Math.max(MIN_SWEEP_COUNT, 2 * all.size());
            return orphans;
        }
    }

    /** Takes out what dead threads have left, and forgets their caches. */
    synchronized List<Chunk> drainOrphans() {
        List<Chunk> chunks = new ArrayList<>();
        all.removeIf(cache -> {
            if (!cache.isOrphaned()) {
                return false;
            }
            chunks.addAll(cache.drain());
            for (int i = 0; i <= SizeClass.LAST_CACHED; i++) {
                pastHitCounts[i] += cache.magazine(i).hitCount();
            }
            return true;
        });
        return chunks;
    }

    /** Takes out everything, also what belongs to threads that run. */
    synchronized List<Chunk> drain() {
        List<Chunk> chunks = new ArrayList<>();
        all.forEach(cache -> chunks.addAll(cache.drain()));
        return chunks;
    }

    /** Takes out what running threads did not use since the last call. Keeper only. */
    synchronized List<Chunk> drainIdle() {
        List<Chunk> chunks = new ArrayList<>();
        all.forEach(cache -> chunks.addAll(cache.drainIdle()));
        return chunks;
    }

    synchronized int count() {
        return all.size();
    }

    synchronized long chunkCount(int sizeClass) {
        return all.stream().mapToLong(cache -> cache.magazine(sizeClass).chunkCount()).sum();
    }

    synchronized long hitCount(int sizeClass) {
        return pastHitCounts[sizeClass]
                + all.stream().mapToLong(cache -> cache.magazine(sizeClass).hitCount()).sum();
    }
}
