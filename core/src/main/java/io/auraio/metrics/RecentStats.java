package io.auraio.metrics;

import io.auraio.EngineStats;
import java.util.function.Supplier;

/** Statistics at most a second old, for readers that ask for one figure after another. Any thread. */
final class RecentStats {

    private static final long MAX_AGE_NANOS = 1_000_000_000L;

    private final Supplier<EngineStats> source;
    private volatile EngineStats last;
    private volatile long takenNanos;

    RecentStats(Supplier<EngineStats> source) {
        this.source = source;
    }

    EngineStats get() {
        EngineStats stats = last;
        // Two threads may both take them: that costs a little and harms nothing.
        if (stats == null || System.nanoTime() - takenNanos > MAX_AGE_NANOS) {
            stats = source.get();
            takenNanos = System.nanoTime();
            last = stats;
        }
        return stats;
    }
}
