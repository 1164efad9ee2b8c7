package io.auraio.bufferpool;

import java.util.List;
import java.util.function.Predicate;

/**
 * A slab cut into chunks of one size class, with those that no other tier has.
 *
 * <p>Guarded by its {@link SlabSpace}, but for the final fields, {@link #count} and {@link #evictInto}.
 */
final class CutSlab {
    final Slab slab;
    final int sizeClass;
    final int chunkCount;

    private final Chunk[] chunks;
    private final Chunk[] free;
    private int freeCount;

    /** Whether the slab was empty at the keeper's last round: if it still is at the next, it was idle in between. */
    private boolean emptyAtLastRound;

    CutSlab(BufferPool pool, Slab slab, int sizeClass) {
        this.slab = slab;
        this.sizeClass = sizeClass;
        long chunkBytes = SizeClass.capacityBytes(sizeClass);
        chunkCount = (int) (SizeClass.slabBytes(sizeClass) / chunkBytes);
        chunks = new Chunk[chunkCount];
        free = new Chunk[chunkCount];
        // From the end, so that chunks are handed out in the order of their addresses.
        for (int i = chunkCount - 1; i >= 0; i--) {
            chunks[i] = new Chunk(pool, this, (int) (i * chunkBytes));
            free[freeCount++] = chunks[i];
        }
    }

    Chunk take() {
        emptyAtLastRound = false;
        return free[--freeCount];
    }

    void give(Chunk chunk) {
        assert chunk.home == this : "chunk of another slab at offset " + chunk.slabOffset;
        free[freeCount++] = chunk;
    }

    int freeCount() {
        return freeCount;
    }

    /** How many chunks are in a state that the condition names. Any thread. */
    int count(Predicate<Chunk> state) {
        int found = 0;
        for (Chunk chunk : chunks) {
            if (state.test(chunk)) {
                found++;
            }
        }
        return found;
    }

    /** Takes the chunks that are in caches out of these, into the list. Any thread. */
    void evictInto(List<Chunk> evicted) {
        for (Chunk chunk : chunks) {
            if (chunk.evict()) {
                evicted.add(chunk);
            }
        }
    }

    boolean isEmpty() {
        return freeCount == chunkCount;
    }

    /** Notes the state for the next round; true where nobody used the slab since the last one. */
    boolean idleSinceLastRound() {
        boolean idle = emptyAtLastRound;
        emptyAtLastRound = isEmpty();
        return idle;
    }

    long sizeBytes() {
        return SizeClass.slabBytes(sizeClass);
    }
}
