package io.auraio.bufferpool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The second tier: free chunks shared by about four platform threads, and by virtual threads, under a lock.
 *
 * <p>The lock is held for a few moves of references, never while another lock is taken.
 */
final class Shard {
    private final SpinLock lock = new SpinLock();

    // Guarded by lock.
    private final List<ArrayDeque<Chunk>> free = new ArrayList<>();
    private final int[] leastFree = new int[SizeClass.COUNT];
    private final long[] hitCounts = new long[SizeClass.COUNT];

    Shard() {
        for (int i = 0; i < SizeClass.COUNT; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Takes one chunk; null where the shard has none of the class. */
    Chunk take(int sizeClass) {
        assert lock.isLocked();
        Chunk chunk = free.get(sizeClass).poll();
        if (chunk != null) {
            hitCounts[sizeClass]++;
            noteLevel(sizeClass);
        }
        return chunk;
    }

    /** Takes one chunk and moves more into the magazine, which is the calling thread's own; null where it has none. */
    Chunk take(int sizeClass, Magazine magazine) {
        Chunk chunk = take(sizeClass);
        ArrayDeque<Chunk> chunks = free.get(sizeClass);
        for (int left = magazine.batchChunks() - 1; left > 0 && !chunks.isEmpty(); left--) {
            magazine.push(chunks.pop());
        }
        noteLevel(sizeClass);
        return chunk;
    }

    /** Adds a chunk. */
    void put(Chunk chunk) {
        assert lock.isLocked();
        free.get(chunk.sizeClass).push(chunk);
    }

    /** Where the class has passed its high-water mark, takes the coldest chunks out; otherwise none. */
    List<Chunk> drainExcess(int sizeClass) {
        assert lock.isLocked();
        ArrayDeque<Chunk> chunks = free.get(sizeClass);
        int highWater = SizeClass.shardChunks(sizeClass);
        // Down to well below the mark, or each later chunk would pass it again.
        return chunks.size() <= highWater ? List.of() : pollLast(chunks, chunks.size() - highWater / 2);
    }

    /** Takes out all chunks. */
    List<Chunk> drain() {
        assert lock.isLocked();
        List<Chunk> all = new ArrayList<>();
        free.forEach(chunks -> all.addAll(pollLast(chunks, chunks.size())));
        return all;
    }

    /** Takes out the chunks that nobody needed since the last call: as many as there were at the lowest level. */
    List<Chunk> drainIdle() {
        assert lock.isLocked();
        List<Chunk> idle = new ArrayList<>();
        for (int i = 0; i < SizeClass.COUNT; i++) {
            ArrayDeque<Chunk> chunks = free.get(i);
            idle.addAll(pollLast(chunks, Math.min(leastFree[i], chunks.size())));
            leastFree[i] = chunks.size();
        }
        return idle;
    }

    int freeCount(int sizeClass) {
        assert lock.isLocked();
        return free.get(sizeClass).size();
    }

    long hitCount(int sizeClass) {
        assert lock.isLocked();
        return hitCounts[sizeClass];
    }

    private void noteLevel(int sizeClass) {
        leastFree[sizeClass] = Math.min(leastFree[sizeClass], free.get(sizeClass).size());
    }

    private static List<Chunk> pollLast(ArrayDeque<Chunk> chunks, int count) {
        List<Chunk> polled = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            polled.add(chunks.pollLast());
        }
        return polled;
    }
}
