package io.auraio.bufferpool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The second tier as a whole: a shard for about four processors, and so for about four busy threads; 2 to 256, a power
 * of two.
 *
 * <p>A platform thread has a home shard, dealt out in turn. A virtual thread has none, since it does not know on which
 * processor it runs: it starts at one that its id picks and takes the first that is not locked.
 */
final class Shards {
    private static final int MIN_COUNT = 2;
    private static final int MAX_COUNT = 256;
    private static final int PROCESSORS_PER_SHARD = 4;

    private final Shard[] shards;
    private final AtomicInteger dealt = new AtomicInteger();

    Shards(int processorCount) {
        int wanted = Math.clamp(processorCount / PROCESSORS_PER_SHARD, MIN_COUNT, MAX_COUNT);
        shards = new Shard[Integer.highestOneBit(2 * wanted - 1)];
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new Shard();
        }
    }

    int count() {
        return shards.length;
    }

    /** Deals out the home of a new platform thread. */
    Shard dealHome() {
        return shards[dealt.getAndIncrement() & shards.length - 1];
    }

    /** A shard for a thread without a home, locked. */
    Shard lockAny() {
        int first = (int) Thread.currentThread().threadId();
        for (int i = 0; i < shards.length; i++) {
            Shard shard = shards[first + i & shards.length - 1];
            if (shard.tryLock()) {
                return shard;
            }
        }
        Shard shard = shards[first & shards.length - 1];
        shard.lock();
        return shard;
    }

    /** Takes one chunk from whichever shard has one; null where none has. */
    Chunk takeFromAny(int sizeClass) {
        for (Shard shard : shards) {
            shard.lock();
            try {
                Chunk chunk = shard.take(sizeClass);
                if (chunk != null) {
                    return chunk;
                }
            } finally {
                shard.unlock();
            }
        }
        return null;
    }

    /** Takes all chunks out of all shards. */
    List<Chunk> drain() {
        return collect(Shard::drain);
    }

    /** Takes out the chunks that nobody needed since the last call. */
    List<Chunk> drainIdle() {
        return collect(Shard::drainIdle);
    }

    /** Adds up a figure over all shards. */
    long sum(ToLongFunction<Shard> figure) {
        long sum = 0;
        for (Shard shard : shards) {
            shard.lock();
            try {
                sum += figure.applyAsLong(shard);
            } finally {
                shard.unlock();
            }
        }
        return sum;
    }

    private List<Chunk> collect(Function<Shard, List<Chunk>> drain) {
        List<Chunk> chunks = new ArrayList<>();
        for (Shard shard : shards) {
            shard.lock();
            try {
                chunks.addAll(drain.apply(shard));
            } finally {
                shard.unlock();
            }
        }
        return chunks;
    }
}
