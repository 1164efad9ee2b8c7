package io.auraio.bench.report;

import java.util.Arrays;
import java.util.List;

/**
 * How many of something fell into each of fio's classes of depth or batch size.
 *
 * @param names fio's name of each class
 * @param counts how many fell into it, in the same order
 */
public record Classes(List<String> names, List<Long> counts) {
    /** Of operations in flight, each class up to the next one. */
    public static final List<String> DEPTHS = List.of("1", "2", "4", "8", "16", "32", ">=64");

    /** Of operations in one call, each class from the one before: {@code 4} holds 1 to 4. */
    public static final List<String> BATCHES = List.of("0", "4", "8", "16", "32", "64", ">=64");

    private static final double LEAST_SHOWN_PERCENT = 0.1;

    /** Copies both lists. */
    public Classes {
        names = List.copyOf(names);
        counts = List.copyOf(counts);
    }

    /**
     * Counts under their names.
     *
     * @param names one for each count
     * @param counts how many fell into each class
     * @return both together
     */
    public static Classes of(List<String> names, long... counts) {
        return new Classes(names, Arrays.stream(counts).boxed().toList());
    }

    /**
     * The share of a class in all of them.
     *
     * @param index the class
     * @return percent; as in fio, what is there at all is 0.1 at least
     */
    public double percent(int index) {
        long count = counts.get(index);
        long total = counts.stream().mapToLong(Long::longValue).sum();
        return count == 0 ? 0 : Math.max(LEAST_SHOWN_PERCENT, 100.0 * count / total);
    }

    /**
     * These and those.
     *
     * @param other of the same names
     * @return the sums
     */
    public Classes plus(Classes other) {
        assert names.equals(other.names) : names + " and " + other.names;
        long[] sums = new long[counts.size()];
        Arrays.setAll(sums, i -> counts.get(i) + other.counts.get(i));
        return of(names, sums);
    }
}
