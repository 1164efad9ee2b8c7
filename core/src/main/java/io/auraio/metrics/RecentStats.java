package io.auraio.metrics;

import io.auraio.EngineStats;
import java.util.function.Supplier;

/** Statistics at most a second old, for readers that ask for one figure after another. Any thread. */
final class RecentStats {

    private static final long MAX_AGE_NANOS = 1_000_000_000L;

    private final Supplier<EngineStats> source;
    /** Both in one: a reader that saw the time of new figures beside old ones would take those for recent, however old they are. */
    private volatile Taken last;

    RecentStats(Supplier<EngineStats> source) {
        this.source = source;
    }

    EngineStats get() {
        Taken taken = last;
        long now = System.nanoTime();
        // Two threads may both take them: that costs a little and harms nothing.
        if (taken == null || now - taken.nanos > MAX_AGE_NANOS) {
            taken = new Taken(source.get(), now);
            last = taken;
        }
        return taken.stats;
    }

    private record Taken(EngineStats stats, long nanos) {}
}
