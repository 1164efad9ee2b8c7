package io.auraio.bufferpool;

import java.util.ArrayList;
import java.util.List;

/**
 * The way of a chunk through the tiers: thread cache, shard, slabs.
 *
 * <pre>
 *   take:  own magazine -> home shard -> slabs -> other shards -> a new slab -> at the limit: drain all, close what is empty
 *   put:   own magazine -> home shard -> slabs       each passes a batch on where it is full
 * </pre>
 *
 * <p>No lock of a tier is held while that of another is taken.
 */
final class Tiers {
    private final BufferPool pool;
    private final ThreadCaches caches = new ThreadCaches();
    private final Shards shards = new Shards(Runtime.getRuntime().availableProcessors());
    private final SlabSpace slabs;

    Tiers(BufferPool pool, BufferPoolOptions options) {
        this.pool = pool;
        slabs = new SlabSpace(options);
    }

    /** Takes a chunk, which is LENT then; null where the pool is at its limit. */
    Chunk take(int sizeClass) {
        ThreadCache cache = cacheFor(sizeClass);
        if (cache != null) {
            Chunk chunk = cache.magazine(sizeClass).pop();
            if (chunk != null) {
                return chunk;
            }
        }
        Chunk chunk = takeShared(sizeClass, cache);
        if (chunk != null) {
            chunk.lend();
        }
        return chunk;
    }

    /**
     * Puts a LENT chunk where the calling thread looks for its class first; false where its lease is over or it is
     * pinned. The caller calls {@link BufferPool#memoryMoved} next.
     */
    boolean put(Chunk chunk, long lease) {
        Magazine last = chunk.lastMagazine;
        if (last != null && last.isOwn() && !last.isFull()) {
            return last.push(chunk, lease);
        }
        ThreadCache cache = cacheFor(chunk.sizeClass);
        if (cache == null) {
            if (!chunk.retire(lease)) {
                return false;
            }
            putIntoShard(null, List.of(chunk));
            return true;
        }
        Magazine magazine = cache.magazine(chunk.sizeClass);
        if (magazine.isFull()) {
            List<Chunk> batch = new ArrayList<>();
            magazine.popBatch(batch);
            putIntoShard(cache, batch);
        }
        return magazine.push(chunk, lease);
    }

    /** Puts an IDLE chunk back into its slab, past all caches. */
    void giveToSlab(Chunk chunk) {
        slabs.give(List.of(chunk));
    }

    /** Gives all that is in caches and shards back to the slabs; true where there was any. */
    boolean drain() {
        List<Chunk> chunks = caches.drainOrphans();
        chunks.addAll(caches.drain());
        // After the caches: what an owner moves from its cache to its shard meanwhile is met there.
        chunks.addAll(shards.drain());
        slabs.give(chunks);
        return !chunks.isEmpty();
    }

    /** Gives back what dead threads have left and what nobody used since the last call. Keeper only. */
    void giveBackIdle() {
        List<Chunk> chunks = caches.drainOrphans();
        chunks.addAll(caches.drainIdle());
        chunks.addAll(shards.drainIdle());
        slabs.give(chunks);
        slabs.unmapIdle();
    }

    /** Keeps nothing from now on; to be called again by who has perhaps put something in meanwhile. Idempotent. */
    void close() {
        slabs.close();
        // Not by the hints of the caches: these go, or threads that live on would keep the pool from the collector.
        caches.clear();
        List<Chunk> chunks = slabs.evict();
        chunks.addAll(shards.drain());
        slabs.give(chunks);
    }

    long mappedBytes() {
        return slabs.mappedBytes();
    }

    BufferPoolStats stats(long leakedCount) {
        List<SizeClassStats> classes = new ArrayList<>();
        for (int i = 0; i < SizeClass.COUNT; i++) {
            classes.add(stats(i));
        }
        return new BufferPoolStats(slabs.mappedBytes(), caches.count(), shards.count(), leakedCount, classes);
    }

    private SizeClassStats stats(int sizeClass) {
        List<CutSlab> all = slabs.slabs(sizeClass);
        return new SizeClassStats(
                SizeClass.capacityBytes(sizeClass),
                all.size(),
                all.stream().mapToLong(slab -> slab.chunkCount).sum(),
                all.stream().mapToLong(slab -> slab.count(Chunk::isLent)).sum(),
                all.stream().mapToLong(slab -> slab.count(Chunk::isCached)).sum(),
                shards.sum(shard -> shard.freeCount(sizeClass)),
                slabs.freeCount(sizeClass),
                caches.hitCount(sizeClass),
                shards.sum(shard -> shard.hitCount(sizeClass)),
                slabs.missCount(sizeClass));
    }

    private ThreadCache createCache() {
        slabs.give(caches.create(shards.dealHome()));
        return caches.own();
    }

    /** The calling thread's cache; null where the class is not cached, or the thread is virtual and has none. */
    private ThreadCache cacheFor(int sizeClass) {
        if (sizeClass > SizeClass.LAST_CACHED || Thread.currentThread().isVirtual()) {
            return null;
        }
        ThreadCache cache = caches.own();
        return cache != null ? cache : createCache();
    }

    private Chunk takeShared(int sizeClass, ThreadCache cache) {
        int most = SizeClass.batchChunks(sizeClass);
        Chunk chunk = takeFromShard(sizeClass, cache);
        if (chunk == null) {
            chunk = keepRest(slabs.take(sizeClass, most), cache);
        }
        if (chunk == null) {
            chunk = shards.takeFromAny(sizeClass);
        }
        if (chunk == null) {
            chunk = takeFromNewSlab(sizeClass, most, cache);
        }
        if (chunk == null) {
            return takeAtLimit(sizeClass, cache);
        }
        pool.memoryMoved();
        return chunk;
    }

    private Chunk takeFromShard(int sizeClass, ThreadCache cache) {
        Shard shard = lockShard(cache);
        try {
            return cache == null ? shard.take(sizeClass) : shard.take(sizeClass, cache.magazine(sizeClass));
        } finally {
            shard.unlock();
        }
    }

    private Chunk takeFromNewSlab(int sizeClass, int most, ThreadCache cache) {
        // Before there is a chunk that would be lost where the system has no thread for us.
        pool.startKeeper();
        return keepRest(slabs.map(pool, sizeClass, most), cache);
    }

    private Chunk takeAtLimit(int sizeClass, ThreadCache cache) {
        boolean moved = drain();
        // One only: whoever is at the limit should not take memory from others for later.
        Chunk chunk = keepRest(slabs.take(sizeClass, 1), cache);
        if (chunk == null) {
            moved |= slabs.makeRoom(sizeClass);
            chunk = takeFromNewSlab(sizeClass, 1, cache);
        }
        // Not where nothing happened: two waiters would wake each other for ever.
        if (moved || chunk != null) {
            pool.memoryMoved();
        }
        return chunk;
    }

    /** Keeps all chunks but the first for the next time: in the cache, or where there is none in a shard. */
    private Chunk keepRest(List<Chunk> chunks, ThreadCache cache) {
        if (chunks.isEmpty()) {
            return null;
        }
        Chunk first = chunks.getFirst();
        List<Chunk> rest = chunks.subList(1, chunks.size());
        if (cache == null) {
            putIntoShard(null, rest);
        } else {
            rest.forEach(cache.magazine(first.sizeClass)::push);
        }
        return first;
    }

    private void putIntoShard(ThreadCache cache, List<Chunk> chunks) {
        if (chunks.isEmpty()) {
            return;
        }
        List<Chunk> excess;
        Shard shard = lockShard(cache);
        try {
            chunks.forEach(shard::put);
            excess = shard.drainExcess(chunks.getFirst().sizeClass);
        } finally {
            shard.unlock();
        }
        slabs.give(excess);
    }

    private Shard lockShard(ThreadCache cache) {
        if (cache == null) {
            return shards.lockAny();
        }
        cache.home.lock();
        return cache.home;
    }
}
