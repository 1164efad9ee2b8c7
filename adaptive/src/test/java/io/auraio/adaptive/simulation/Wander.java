package io.auraio.adaptive.simulation;

/**
 * A speed that strays, a little every 50 ms: a host shared with others. It takes the same course in every run, so that what fixed
 * depths give can be compared with.
 */
final class Wander {

    static final Wander NONE = new Wander(0);

    private static final long STEP_NANOS = 50_000_000;

    private final Noise course = new Noise(1, 0, 0, 1);
    private final double upTo;
    private double factor = 1;
    private long next;

    /** {@code upTo}: how much longer or shorter than usual things may take, as a share. */
    Wander(double upTo) {
        this.upTo = upTo;
        next = upTo > 0 ? 0 : Long.MAX_VALUE;
    }

    /** How many times as long as usual things take now. */
    double factor(long now) {
        while (now >= next) {
            double step = upTo / 4 * (course.below(2) == 0 ? -1 : 1);
            factor = Math.clamp(factor + step, 1 - upTo, 1 + upTo);
            next += STEP_NANOS;
        }
        return factor;
    }
}
