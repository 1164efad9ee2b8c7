package io.auraio.bench;

import org.HdrHistogram.IntCountsHistogram;

/**
 * The P99 latency of the last second, for the live line. The report does not come from here.
 *
 * <p>Used by one thread; allocates nothing after construction.
 */
final class RecentLatency {
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final double P99 = 99;

    private final IntCountsHistogram window = new IntCountsHistogram(LatencyRecord.MAX_NANOS, 2);
    private long windowBeganNanos;
    private long lastWindowP99;

    RecentLatency(long nowNanos) {
        windowBeganNanos = nowNanos;
    }

    void record(long nanos) {
        window.recordValue(nanos);
    }

    /** The P99 of the last whole window, or of the first one as far as it has got; 0 where nothing has completed. */
    long p99Nanos(long nowNanos) {
        if (nowNanos - windowBeganNanos >= WINDOW_NANOS) {
            lastWindowP99 = current();
            window.reset();
            windowBeganNanos = nowNanos;
        }
        return lastWindowP99 != 0 ? lastWindowP99 : current();
    }

    private long current() {
        return window.getTotalCount() == 0 ? 0 : window.getValueAtPercentile(P99);
    }
}
