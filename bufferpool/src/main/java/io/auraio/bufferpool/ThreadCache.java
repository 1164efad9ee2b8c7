package io.auraio.bufferpool;

import java.util.List;

/**
 * The first tier: what one platform thread keeps of each size class, so that it mostly meets no other thread.
 *
 * <p>It refers to its shard but not to the pool: the thread's table of thread-locals holds it, and would keep a closed
 * pool alive for as long as the thread lives.
 */
final class ThreadCache {
    final Shard home;

    private final Thread owner;
    private final Magazine[] magazines = new Magazine[SizeClass.LAST_CACHED + 1];

    ThreadCache(Thread owner, Shard home) {
        this.owner = owner;
        this.home = home;
        for (int i = 0; i < magazines.length; i++) {
            magazines[i] = new Magazine(owner, i);
        }
    }

    Magazine magazine(int sizeClass) {
        return magazines[sizeClass];
    }

    /** True where nobody can use the cache any more. What its thread did is visible then (JLS 17.4.4, isAlive). */
    boolean isOrphaned() {
        return !owner.isAlive();
    }

    /** Lets go of the owner, who is dead: chunks refer to the magazines they were in last, and live on. */
    void orphan() {
        for (Magazine magazine : magazines) {
            magazine.orphan();
        }
    }

    /** Forgets all chunks: the pool is closed. */
    void clear() {
        for (Magazine magazine : magazines) {
            magazine.clear();
        }
    }

    void drain(List<Chunk> drained) {
        for (Magazine magazine : magazines) {
            magazine.drain(drained);
        }
    }

    void drainIdle(List<Chunk> drained) {
        for (Magazine magazine : magazines) {
            magazine.drainIdle(drained);
        }
    }
}
