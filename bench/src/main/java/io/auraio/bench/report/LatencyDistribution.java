package io.auraio.bench.report;

import org.HdrHistogram.Histogram;

/**
 * Latencies of many operations in nanoseconds: the exact moments, and how they are distributed.
 *
 * @param moments count, bounds, mean and spread
 * @param nanos each of them, off by 0.1 % at most; not to be changed any more
 */
public record LatencyDistribution(Moments moments, Histogram nanos) {
    /** The longest latency that the histogram tells from longer ones: an hour. */
    public static final long MAX_NANOS = 3_600_000_000_000L;

    private static final int DIGITS = 3;

    /**
     * A histogram that every distribution can be made with and merged with.
     *
     * @return an empty one; about 270 KiB
     */
    public static Histogram newHistogram() {
        return new Histogram(MAX_NANOS, DIGITS);
    }

    /**
     * The distribution of no operations at all.
     *
     * @return an empty one
     */
    public static LatencyDistribution none() {
        return new LatencyDistribution(Moments.NONE, newHistogram());
    }

    /**
     * Whether there is nothing in it.
     *
     * @return true where no operation was counted
     */
    public boolean isEmpty() {
        return moments.count() == 0;
    }

    /**
     * The latency that so many percent of the operations did not exceed.
     *
     * @param percent 0 to 100
     * @return nanoseconds, never more than the greatest there was; 0 where there was none
     */
    public long percentile(double percent) {
        return Math.min(nanos.getValueAtPercentile(percent), moments.max());
    }

    /**
     * These operations and those.
     *
     * @param other those
     * @return a new distribution
     */
    public LatencyDistribution merge(LatencyDistribution other) {
        Histogram both = nanos.copy();
        both.add(other.nanos);
        return new LatencyDistribution(moments.merge(other.moments), both);
    }
}
