package io.auraio.adaptive;

/**
 * Decides how many operations may be in flight, from what the driver of a ring (or of several) tells it.
 *
 * <p>A controller is a pure function of what it is told: it owns no clock, thread or lock. The same calls give the same
 * decisions. All calls come from one thread at a time, the driver's; hand-over between threads needs a happens-before edge
 * of the caller's. {@link #sample} and a {@link #tick} that changes nothing do not allocate.
 *
 * <p>The driver calls {@link #tick} about every {@link ControllerOptions#tickNanos()}; a late tick is correct, only slower.
 * Times are any monotonic nanosecond count, such as {@link System#nanoTime()}, the same for all calls. Figures that cannot be
 * (time that stands still or goes back, negative counts) are ignored, never thrown at: a driver must not die of a statistic.
 */
public sealed interface Controller permits AimdController, KneeController, FixedController {

    /**
     * How many operations may be in flight now. More may be, for a while, after a decrease; they are left to finish.
     *
     * @return operations, from the minimum to the maximum
     */
    int limit();

    /**
     * What the controller is busy with.
     *
     * @return the phase
     */
    Phase phase();

    /**
     * Which completions to pass to {@link #sample}. It can change with each tick.
     *
     * @return n for every n-th completion; {@link Integer#MAX_VALUE} for none
     */
    int sampleEvery();

    /**
     * One sampled completion.
     *
     * @param nowNanos when it was reaped
     * @param submittedNanos when it was submitted; after {@code nowNanos} counts as no latency at all
     */
    void sample(long nowNanos, long submittedNanos);

    /**
     * Advances the controller. The figures are deltas since the previous tick; the first tick only starts the clock.
     *
     * @param nowNanos the time now
     * @param completions operations completed, sampled or not
     * @param bytes bytes they carried
     * @param inFlightNanos integral of operations in flight over time: one operation for one microsecond is 1000
     * @param limitedNanos time for which the limit kept an operation waiting
     * @return the decision taken, or null where neither limit nor phase changed
     */
    Decision tick(long nowNanos, long completions, long bytes, long inFlightNanos, long limitedNanos);

    /**
     * Sets the latency to stay under. Takes effect with the next measurement.
     *
     * @param nanos the 99th percentile wanted, in nanoseconds; 0 for none
     * @throws IllegalArgumentException if negative or over an hour
     */
    void targetP99Nanos(long nanos);

    /**
     * Sets the least limit, and raises the limit to it at once.
     *
     * @param n operations, from 1 to the maximum
     * @throws IllegalArgumentException if out of that range
     */
    void minInFlight(int n);

    /**
     * Sets the greatest limit, and lowers the limit to it at once.
     *
     * @param n operations, from the minimum to {@link ControllerOptions#GREATEST_LIMIT}
     * @throws IllegalArgumentException if out of that range
     */
    void maxInFlight(int n);
}
