package io.auraio.bench;

import io.auraio.bench.report.Classes;

/**
 * Counts operations in flight, or operations in one round of the I/O loop, in fio's seven classes.
 *
 * <p>Used by one thread; allocates nothing after construction.
 */
final class ClassCounts {
    private static final int COUNT = 7;

    private final long[] counts = new long[COUNT];

    /** With an operation just submitted, {@code depth} are in flight: at least 1. Classes: 1, 2, 4, 8, 16, 32 and 64 or more. */
    void depth(int depth) {
        assert depth >= 1 : "depth=" + depth;
        counts[Math.min(COUNT - 1, log2(depth))]++;
    }

    /** A round had {@code size} operations: 0 or more. Classes: 0, up to 4, 8, 16, 32, 64, and more. */
    void batch(int size) {
        counts[size == 0 ? 0 : size <= 4 ? 1 : Math.min(COUNT - 1, log2(size - 1))]++;
    }

    Classes depths() {
        return Classes.of(Classes.DEPTHS, counts);
    }

    Classes batches() {
        return Classes.of(Classes.BATCHES, counts);
    }

    private static int log2(int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }
}
