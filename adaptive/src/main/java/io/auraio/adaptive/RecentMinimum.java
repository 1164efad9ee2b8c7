package io.auraio.adaptive;

/** The least value of the last ten to twenty seconds: of this period and of the one before it. */
final class RecentMinimum {

    private final long periodNanos;
    private long periodStart;
    private double current = Double.POSITIVE_INFINITY;
    private double previous = Double.POSITIVE_INFINITY;

    RecentMinimum(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    void add(long now, double value) {
        if (now - periodStart >= periodNanos && value > 0) {
            periodStart = now;
            previous = current;
            current = Double.POSITIVE_INFINITY;
        }
        if (value > 0) {
            current = Math.min(current, value);
        }
    }

    /** Forgets all and starts again from one value. */
    void reset(long now, double value) {
        periodStart = now;
        previous = Double.POSITIVE_INFINITY;
        current = value > 0 ? value : Double.POSITIVE_INFINITY;
    }

    /** Infinite where nothing was added. */
    double value() {
        return Math.min(current, previous);
    }
}
