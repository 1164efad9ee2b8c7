package io.auraio.adaptive;

/** A stretch of time over which the figures of ticks add up, and what they mean together. */
final class Window {

    private long nanos;
    private long completions;
    private double inFlightNanos;
    private double limitedNanos;

    void add(long nanos, long completions, long inFlightNanos, long limitedNanos) {
        this.nanos += nanos;
        this.completions += Math.max(0, completions);
        this.inFlightNanos += Math.max(0, inFlightNanos);
        this.limitedNanos += Math.clamp(limitedNanos, 0, nanos);
    }

    void clear() {
        nanos = 0;
        completions = 0;
        inFlightNanos = 0;
        limitedNanos = 0;
    }

    long nanos() {
        return nanos;
    }

    long completions() {
        return completions;
    }

    /** X: completions a second. */
    double throughput() {
        return nanos == 0 ? 0 : 1e9 * completions / nanos;
    }

    /** N: mean operations in flight. */
    double meanInFlight() {
        return nanos == 0 ? 0 : inFlightNanos / nanos;
    }

    /** Whether the limit, and not the application, decided how much was in flight for at least half of the time. */
    boolean limited() {
        return limitedNanos * 2 >= nanos;
    }
}
