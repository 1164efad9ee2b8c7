package io.auraio.bench;

/**
 * How many operations were in flight when each was submitted, in fio's seven classes: 1, 2, 4, 8, 16, 32 and 64 or more.
 *
 * <p>Written by one thread; read once that one has ended.
 */
final class DepthCounts {
    /** The least depth of each class. */
    static final int[] CLASSES = {1, 2, 4, 8, 16, 32, 64};

    private final long[] counts = new long[CLASSES.length];

    /** One operation was submitted, and with it {@code depth} are in flight: at least 1. */
    void count(int depth) {
        assert depth >= 1 : "depth=" + depth;
        counts[Math.min(CLASSES.length - 1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(depth))]++;
    }

    /** The share of the operations in a class, 0 to 1; 0 where there was none at all. */
    double share(int classIndex) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total == 0 ? 0 : (double) counts[classIndex] / total;
    }
}
