package io.auraio.bench;

/** Each block drawn anew, whatever came before: fio's {@code norandommap}. */
final class RandomDraw implements BlockOrder {
    private final long blockCount;
    private long random;

    RandomDraw(long blockCount, long seed) {
        this.blockCount = blockCount;
        this.random = seed;
    }

    @Override
    public long next() {
        random += SplitMix.GAMMA;
        // The high half of a 128-bit product: every block as likely as the next one, to one part in 2^64 / blockCount.
        return Math.unsignedMultiplyHigh(SplitMix.mix(random), blockCount);
    }
}
