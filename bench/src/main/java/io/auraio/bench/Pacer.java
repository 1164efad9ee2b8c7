package io.auraio.bench;

/**
 * Holds a job back to the speed that it was given: rates and think time.
 *
 * <p>Used by one thread; allocates nothing after construction.
 */
final class Pacer {
    private final RateLimit[] limits;
    private final ThinkTime think;

    Pacer(PaceSpec spec, long startNanos) {
        think = new ThinkTime(spec.thinkNanos(), spec.thinkBlocks());
        limits = new RateLimit[Direction.values().length];
        for (Direction direction : Direction.values()) {
            limits[direction.ordinal()] = new RateLimit(
                    spec.bytesPerSecond().getOrDefault(direction, Long.MAX_VALUE),
                    spec.operationsPerSecond().getOrDefault(direction, Long.MAX_VALUE),
                    startNanos);
        }
    }

    /** Whether a job has any limit at all. */
    static boolean isNeeded(PaceSpec spec) {
        return spec.thinkNanos() > 0 || !spec.bytesPerSecond().isEmpty() || !spec.operationsPerSecond().isEmpty();
    }

    /** How long to wait before the next operation may begin: 0: it may now; {@link Long#MAX_VALUE}: until one that is in flight has completed. */
    long waitNanos(Direction direction, long now, int inFlight) {
        return Math.max(limits[direction.ordinal()].waitNanos(now), think.waitNanos(now, inFlight));
    }

    /** An operation of {@code bytes} was begun. */
    void begun(Direction direction, int bytes) {
        limits[direction.ordinal()].begun(bytes);
        think.begun();
    }
}
