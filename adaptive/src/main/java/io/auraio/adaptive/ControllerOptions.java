package io.auraio.adaptive;

/**
 * What a user may choose about a controller. The other constants of the algorithms are not options.
 *
 * @param initialInFlight the limit to start from, from {@code minInFlight} to {@code maxInFlight}
 * @param minInFlight the least limit, 1 to {@code maxInFlight}
 * @param maxInFlight the greatest limit, 1 to {@link #GREATEST_LIMIT}
 * @param targetP99Nanos the 99th percentile of latency to stay under, in nanoseconds; 0 for none; one hour at most
 * @param leastEfficiency what depth must bring to be worth its latency: gain of throughput over gain of depth, both relative, 0.01 to 0.5. With 0.10, a
 *     doubling of what is in flight must gain a tenth. Less gives more throughput at a higher latency. Of no effect on {@link AimdController} and {@link FixedController}
 * @param tickNanos how often the driver means to tick, in nanoseconds; 100 microseconds to one second
 */
public record ControllerOptions(
        int initialInFlight, int minInFlight, int maxInFlight, long targetP99Nanos, double leastEfficiency, long tickNanos) {

    /** The greatest limit there can be: 32 rings of the 32768 entries that {@code io_uring_setup(2)} allows for one. */
    public static final int GREATEST_LIMIT = 1 << 20;

    /** Ten milliseconds: long enough for hundreds of completions of a fast device, short enough to react within a second. */
    public static final long DEFAULT_TICK_NANOS = 10_000_000;

    /** The least limit where nothing is said: enough for a disk to reorder, too little to hurt anybody. */
    public static final int DEFAULT_MIN_IN_FLIGHT = 4;

    /** A tenth: below it, latency pays for nearly all of what is gained. */
    public static final double DEFAULT_LEAST_EFFICIENCY = 0.10;

    /** Below it, what a step gains can't be told from noise. */
    public static final double LEAST_LEAST_EFFICIENCY = 0.01;

    /** Above it, the search would stop where half of all added depth still comes back as throughput. */
    public static final double GREATEST_LEAST_EFFICIENCY = 0.5;

    /** A target beyond this is a mistake in the unit. */
    static final long GREATEST_TARGET_NANOS = 3_600_000_000_000L;

    /**
     * Checks each value against its range.
     *
     * @throws IllegalArgumentException naming the value that is out of range, and the range
     */
    public ControllerOptions {
        Range.check("maxInFlight", maxInFlight, 1, GREATEST_LIMIT);
        Range.check("minInFlight", minInFlight, 1, maxInFlight);
        Range.check("initialInFlight", initialInFlight, minInFlight, maxInFlight);
        Range.check("targetP99Nanos", targetP99Nanos, 0, GREATEST_TARGET_NANOS);
        Range.check("leastEfficiency", leastEfficiency, LEAST_LEAST_EFFICIENCY, GREATEST_LEAST_EFFICIENCY);
        Range.check("tickNanos", tickNanos, 100_000L, 1_000_000_000L);
    }

    /**
     * The defaults for a queue: a quarter of it to start with, 4 at least, all of it at most, no latency target, a 10 ms tick.
     *
     * @param queueDepth operations that the queue can hold, 1 to {@link #GREATEST_LIMIT}
     * @return the options
     * @throws IllegalArgumentException if {@code queueDepth} is out of that range
     */
    public static ControllerOptions forQueueDepth(int queueDepth) {
        Range.check("queueDepth", queueDepth, 1, GREATEST_LIMIT);
        int min = Math.min(DEFAULT_MIN_IN_FLIGHT, queueDepth);
        return new ControllerOptions(Math.max(min, queueDepth / 4), min, queueDepth, 0, DEFAULT_LEAST_EFFICIENCY, DEFAULT_TICK_NANOS);
    }

    /**
     * These options with another limit to start from.
     *
     * @param n the limit to start from, {@code minInFlight} to {@code maxInFlight}
     * @return the new options
     * @throws IllegalArgumentException if out of range
     */
    public ControllerOptions withInitialInFlight(int n) {
        return new ControllerOptions(n, minInFlight, maxInFlight, targetP99Nanos, leastEfficiency, tickNanos);
    }

    /**
     * These options with another least limit; the limit to start from is raised to it where it was lower.
     *
     * @param n the least limit, 1 to {@code maxInFlight}
     * @return the new options
     * @throws IllegalArgumentException if out of range
     */
    public ControllerOptions withMinInFlight(int n) {
        return new ControllerOptions(Math.max(n, initialInFlight), n, maxInFlight, targetP99Nanos, leastEfficiency, tickNanos);
    }

    /**
     * These options with another latency target.
     *
     * @param nanos the 99th percentile wanted, in nanoseconds; 0 for none
     * @return the new options
     * @throws IllegalArgumentException if out of range
     */
    public ControllerOptions withTargetP99Nanos(long nanos) {
        return new ControllerOptions(initialInFlight, minInFlight, maxInFlight, nanos, leastEfficiency, tickNanos);
    }

    /**
     * These options with another tick.
     *
     * @param nanos the tick, in nanoseconds; 100 microseconds to one second
     * @return the new options
     * @throws IllegalArgumentException if out of range
     */
    public ControllerOptions withTickNanos(long nanos) {
        return new ControllerOptions(initialInFlight, minInFlight, maxInFlight, targetP99Nanos, leastEfficiency, nanos);
    }

    /**
     * These options with another least efficiency.
     *
     * @param ratio gain of throughput over gain of depth that is worth having, {@link #LEAST_LEAST_EFFICIENCY} to {@link #GREATEST_LEAST_EFFICIENCY}
     * @return the new options
     * @throws IllegalArgumentException if out of range
     */
    public ControllerOptions withLeastEfficiency(double ratio) {
        return new ControllerOptions(initialInFlight, minInFlight, maxInFlight, targetP99Nanos, ratio, tickNanos);
    }
}
