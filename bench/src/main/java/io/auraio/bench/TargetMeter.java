package io.auraio.bench;

import io.auraio.TunerStats;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Sees what each limit gives while a limit is looked for that meets a P99 target: in intervals shorter than a controller's readings, which in a search are of one
 * limit and then of another.
 *
 * <p>Used by one thread; nothing is allocated for an operation.
 */
final class TargetMeter {
    /** A reading of a search takes 50 ms. */
    private static final long INTERVAL_NANOS = 20_000_000;

    final HeldLimits held = new HeldLimits();

    private final IntCountsHistogram latency = IntervalLatency.newHistogram();
    private int limit;
    private long tickedNanos;

    /** Begins at {@code startNanos}, with that limit. */
    TargetMeter(int limit, long startNanos) {
        this.limit = limit;
        tickedNanos = startNanos;
    }

    /** An operation took so long. */
    void completed(long nanos) {
        IntervalLatency.record(latency, nanos);
    }

    /** Whether it is time for {@link #tick}. */
    boolean isTickDue(long nowNanos) {
        return nowNanos - tickedNanos >= INTERVAL_NANOS;
    }

    /** Ends an interval. One in which the limit went away and came back counts as its own: readings are longer. */
    void tick(long nowNanos, TunerStats stats) {
        long nanos = nowNanos - tickedNanos;
        if (stats.limit() == limit) {
            held.add(limit, stats.phase(), nanos, latency);
        } else {
            held.moved(nanos, latency);
        }
        limit = stats.limit();
        latency.reset();
        tickedNanos = nowNanos;
    }
}
