package io.auraio.bufferpool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The free chunks of one size class that one thread keeps: a stack without a lock.
 *
 * <pre>
 *            owner only: count
 *                  v
 *   [ c ][ c ][ - ][ - ]     the owner fills and empties slots from the top,
 *     ^    ^                 anybody may empty any slot, by an atomic exchange
 * </pre>
 *
 * <p>Only the owner puts a chunk into a slot, so it need not look what is there. Whoever exchanges a chunk for null has
 * it. A drained magazine is therefore one with holes below {@code count}: the owner skips them.
 */
final class Magazine {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Chunk[].class);
    private static final VarHandle HIT_COUNT;
    private static final VarHandle PUSH_COUNT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HIT_COUNT = lookup.findVarHandle(Magazine.class, "hitCount", long.class);
            PUSH_COUNT = lookup.findVarHandle(Magazine.class, "pushCount", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Chunk[] slots;
    private final int batchChunks;
    private int count; // owner only

    // Written by the owner alone, so that adding one needs no atomic; opaque, so that others never see half a long.
    private long hitCount;
    private long pushCount;

    private long usesAtLastRound = -1; // keeper only

    Magazine(int sizeClass) {
        slots = new Chunk[SizeClass.threadCacheChunks(sizeClass)];
        batchChunks = SizeClass.batchChunks(sizeClass);
    }

    /** Takes the chunk that was put in last; null where there is none. Owner only. */
    Chunk pop() {
        while (count > 0) {
            // Exchange, not read and write: a drain may want the same chunk, and both would have it.
            Chunk chunk = (Chunk) SLOT.getAndSet(slots, --count, null);
            if (chunk != null) {
                HIT_COUNT.setOpaque(this, hitCount + 1);
                return chunk;
            }
        }
        return null;
    }

    /** Puts a chunk in; false where there is no room. Owner only, who calls {@link BufferPool#memoryMoved} next. */
    boolean push(Chunk chunk) {
        if (count == slots.length) {
            return false;
        }
        // volatile: the owner looks next whether the pool is closed or has waiters, and that look must not overtake this
        // write. Partner: who closes or starts to wait, and drains next. Without the order each can miss the other, and
        // a thread waits for memory that is here, or a closed pool stays mapped.
        SLOT.setVolatile(slots, count++, chunk);
        PUSH_COUNT.setOpaque(this, pushCount + 1);
        return true;
    }

    /** Takes a batch out into the list, to make room. Owner only. */
    void popBatch(List<Chunk> batch) {
        for (int left = batchChunks; left > 0 && count > 0; left--) {
            Chunk chunk = (Chunk) SLOT.getAndSet(slots, --count, null);
            if (chunk != null) {
                batch.add(chunk);
            }
        }
    }

    /** Takes all chunks out into the list. Any thread. */
    void drain(List<Chunk> drained) {
        for (int i = 0; i < slots.length; i++) {
            // Looked at first, since an exchange would take the cache line from the owner also where there is nothing.
            if (SLOT.getVolatile(slots, i) != null) {
                Chunk chunk = (Chunk) SLOT.getAndSet(slots, i, null);
                if (chunk != null) {
                    drained.add(chunk);
                }
            }
        }
    }

    /** Takes all chunks out into the list where the owner used none since the last call. Keeper only. */
    void drainIdle(List<Chunk> drained) {
        long uses = hitCount() + (long) PUSH_COUNT.getOpaque(this);
        if (uses == usesAtLastRound) {
            drain(drained);
        }
        usesAtLastRound = uses;
    }

    /** How many chunks move in or out at once. */
    int batchChunks() {
        return batchChunks;
    }

    /** How many chunks are in it. Any thread. */
    int chunkCount() {
        int chunks = 0;
        for (int i = 0; i < slots.length; i++) {
            if (SLOT.getVolatile(slots, i) != null) {
                chunks++;
            }
        }
        return chunks;
    }

    /** How many allocations it has served. Any thread. */
    long hitCount() {
        return (long) HIT_COUNT.getOpaque(this);
    }
}
