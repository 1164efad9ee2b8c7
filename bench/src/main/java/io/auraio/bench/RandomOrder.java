package io.auraio.bench;

/**
 * Every block once a pass in a random order, another one each pass, as fio's random map does it; without the map.
 *
 * <p>A counter runs through 0 to 2^k - 1, where 2^k is the smallest power of two that holds the block count, and each value goes through a
 * bijection of k bits. Results outside the file are skipped: fewer than half of them. The bijection is a chain of steps that can each be undone
 * (multiply by an odd number, add, xor with an own shift), so no two counters meet; its constants come from the seed and the pass.
 */
final class RandomOrder implements BlockOrder {
    private static final int ROUNDS = 3;

    private final long blockCount;
    private final long mask;
    private final int shift;
    private final long[] multipliers = new long[ROUNDS];
    private final long[] addends = new long[ROUNDS];
    private long seed;
    private long counter;

    RandomOrder(long blockCount, long seed) {
        this.blockCount = blockCount;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(blockCount - 1);
        this.mask = bits == 0 ? 0 : -1L >>> (Long.SIZE - bits);
        this.shift = Math.max(1, (bits + 1) / 2);
        this.seed = seed;
        beginPass();
    }

    @Override
    public long next() {
        while (true) {
            if (counter > mask) {
                beginPass();
            }
            long block = permute(counter++);
            if (block < blockCount) {
                return block;
            }
        }
    }

    private long permute(long value) {
        long x = value;
        for (int round = 0; round < ROUNDS; round++) {
            x = (x * multipliers[round] + addends[round]) & mask;
            x ^= x >>> shift;
        }
        return x;
    }

    private void beginPass() {
        counter = 0;
        for (int round = 0; round < ROUNDS; round++) {
            multipliers[round] = nextRandom() | 1;
            addends[round] = nextRandom();
        }
    }

    private long nextRandom() {
        seed += SplitMix.GAMMA;
        return SplitMix.mix(seed);
    }
}
