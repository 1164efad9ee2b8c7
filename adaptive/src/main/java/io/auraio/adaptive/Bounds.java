package io.auraio.adaptive;

/** The limit of a controller with the bounds it never leaves, whoever moves them; and the latency target beside them. */
final class Bounds {

    private int limit;
    private int min;
    private int max;
    private long targetP99Nanos;

    Bounds(ControllerOptions options) {
        limit = options.initialInFlight();
        min = options.minInFlight();
        max = options.maxInFlight();
        targetP99Nanos = options.targetP99Nanos();
    }

    int limit() {
        return limit;
    }

    int min() {
        return min;
    }

    int max() {
        return max;
    }

    /** Nanoseconds; 0 for none. */
    long targetP99Nanos() {
        return targetP99Nanos;
    }

    int clamp(int wanted) {
        return Math.clamp(wanted, min, max);
    }

    /** Moves the limit as far as the bounds allow. */
    void limit(int wanted) {
        limit = clamp(wanted);
    }

    void min(int n) {
        min = Range.check("minInFlight", n, 1, max);
        limit = clamp(limit);
    }

    void max(int n) {
        max = Range.check("maxInFlight", n, min, ControllerOptions.GREATEST_LIMIT);
        limit = clamp(limit);
    }

    void targetP99Nanos(long nanos) {
        targetP99Nanos = Range.check("targetP99Nanos", nanos, 0, ControllerOptions.GREATEST_TARGET_NANOS);
    }
}
