package io.auraio.bench;

import io.auraio.bench.report.LatencyDistribution;
import org.HdrHistogram.IntCountsHistogram;

/**
 * The latencies of the interval that is under way, and their P99 over the last second for the live line.
 *
 * <p>Used by one thread; allocates nothing after construction.
 */
final class IntervalLatency {
    static final double P99 = 99;

    /** 1 %: coarse enough to be emptied ten times a second. */
    private static final int DIGITS = 2;

    private static final int INTERVALS_A_SECOND = 10;

    private final IntCountsHistogram interval = newHistogram();
    private final IntCountsHistogram second = newHistogram();
    private int intervalsInSecond;
    private long lastSecondP99;

    static IntCountsHistogram newHistogram() {
        return new IntCountsHistogram(LatencyDistribution.MAX_NANOS, DIGITS);
    }

    void record(long nanos) {
        record(interval, nanos);
    }

    /** Counts a latency, as the longest there is where it is longer. */
    static void record(IntCountsHistogram histogram, long nanos) {
        histogram.recordValue(Math.min(nanos, LatencyDistribution.MAX_NANOS));
    }

    /** The interval as far as it has got. */
    IntCountsHistogram interval() {
        return interval;
    }

    /** Ends the interval and begins the next. */
    void next() {
        second.add(interval);
        interval.reset();
        if (++intervalsInSecond == INTERVALS_A_SECOND) {
            lastSecondP99 = p99Nanos(second);
            second.reset();
            intervalsInSecond = 0;
        }
    }

    /** The P99 of the last whole second, or of the first one as far as it has got; 0 where nothing has completed. */
    long recentP99Nanos() {
        return lastSecondP99 != 0 ? lastSecondP99 : p99Nanos(second);
    }

    static long p99Nanos(IntCountsHistogram histogram) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(P99);
    }
}
