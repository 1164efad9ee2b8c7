package io.auraio.bufferpool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;

/**
 * What one thread knows of free chunks of one size class: a stack without a lock.
 *
 * <pre>
 *                owner only: count
 *                      v
 *   [ c1 ][ c2 ][ c3 ][ c2 ][ - ]
 * </pre>
 *
 * <p>An entry is a hint; the truth is the chunk's own word. Only the owner writes entries, and has a chunk once it has
 * claimed it. Others evict chunks without touching the entries, so that the owner meets some that are gone, or are
 * somebody else's by now, and drops them. While the pool is open, a chunk that is CACHED has its hint where it was pushed
 * last.
 */
final class Magazine {
    private static final VarHandle HINT = MethodHandles.arrayElementVarHandle(Chunk[].class);
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

    private final Chunk[] hints;
    private final int batchChunks;
    private int count; // owner only

    /** The one thread that pushes and pops; null once it is dead, or its chunks would keep it from the collector. */
    private Thread owner;

    // Written by the owner alone, so that adding one needs no atomic; opaque, so that others never see half a long.
    private long hitCount;
    private long pushCount;

    private long usesAtLastRound = -1; // keeper only

    Magazine(Thread owner, int sizeClass) {
        this.owner = owner;
        hints = new Chunk[SizeClass.threadCacheChunks(sizeClass)];
        batchChunks = SizeClass.batchChunks(sizeClass);
    }

    /** Whether the calling thread is the owner. A benign race: only the owner ever reads itself. */
    boolean isOwn() {
        return owner == Thread.currentThread();
    }

    /** Claims the chunk that was put in last, which is LENT now; null where there is none. Owner only. */
    Chunk pop() {
        while (count > 0) {
            Chunk chunk = hints[--count];
            if (chunk != null && chunk.claim()) {
                if (chunk.lastMagazine != this) {
                    chunk.lastMagazine = this;
                }
                HIT_COUNT.setOpaque(this, hitCount + 1);
                return chunk;
            }
        }
        return null;
    }

    /**
     * Takes a LENT chunk back, which is CACHED then; false where its lease is over or it is pinned. Owner only, who has
     * looked at {@link #isFull} before and calls {@link BufferPool#memoryMoved} next.
     */
    boolean push(Chunk chunk, long lease) {
        note(chunk);
        if (!chunk.cache(lease)) {
            count--;
            return false;
        }
        PUSH_COUNT.setOpaque(this, pushCount + 1);
        return true;
    }

    /** Takes an IDLE chunk in, which is CACHED then. Owner only, who calls {@link BufferPool#memoryMoved} next. */
    void push(Chunk chunk) {
        chunk.lend();
        boolean ours = push(chunk, chunk.lease());
        assert ours : "an idle chunk had another owner";
    }

    boolean isFull() {
        return count == hints.length;
    }

    /** Takes a batch out into the list, to make room; the chunks are IDLE then. Owner only. */
    void popBatch(List<Chunk> batch) {
        for (int left = batchChunks; left > 0 && count > 0; left--) {
            Chunk chunk = hints[--count];
            if (chunk != null && chunk.evict()) {
                batch.add(chunk);
            }
        }
    }

    /** Takes all chunks out into the list; they are IDLE then. Any thread. */
    void drain(List<Chunk> drained) {
        for (int i = 0; i < hints.length; i++) {
            Chunk chunk = (Chunk) HINT.getVolatile(hints, i);
            if (chunk != null && chunk.evict()) {
                drained.add(chunk);
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

    /**
     * Forgets all hints, since the pool is closed and the owner would keep it from the collector as long as it lives. Any
     * thread: a race with the owner may lose a hint, so the chunks have to be evicted by way of their slabs.
     */
    void clear() {
        Arrays.fill(hints, null);
    }

    /** Lets go of the owner, who is dead. */
    void orphan() {
        owner = null;
    }

    /** How many allocations it has served. Any thread. */
    long hitCount() {
        return (long) HIT_COUNT.getOpaque(this);
    }

    private void note(Chunk chunk) {
        if (hints[count] != chunk) {
            // volatile, as is the step of the chunk that follows: after both the owner looks whether the pool is closed
            // or has waiters, and that look must not overtake them. Partner: who closes or starts to wait, and drains
            // next. Without the order each can miss the other, and a thread waits for memory that is here, or a closed
            // pool stays mapped.
            HINT.setVolatile(hints, count, chunk);
        }
        count++;
    }
}
