package io.auraio.adaptive;

/**
 * What is done about latency that is out of bounds: how far the limit goes down, which depths are avoided from then on, and when to
 * give up. A backoff must help: where the limit fell by a third and latency did not follow, depth is not what makes it high,
 * and going lower would cost throughput for nothing.
 */
final class Backoff {

    private final KneeConstants constants;
    private final DepthCap cap;
    private int limitBefore;
    private double latencyBefore;
    private boolean givenUp;
    private long givenUpAt;
    private long pauseNanos;

    Backoff(KneeConstants constants) {
        this.constants = constants;
        cap = new DepthCap(constants);
    }

    /** The first backoff of a row, from this limit and this mean latency. */
    void begin(int limit, double meanLatencyNanos) {
        limitBefore = limit;
        latencyBefore = meanLatencyNanos;
    }

    /** The limit before the first of the row. */
    int limitBefore() {
        return limitBefore;
    }

    /** The next lower limit; the present one is remembered as bad at that throughput. */
    int lower(long now, int limit, double throughput, boolean far) {
        cap.bad(now, limit, throughput);
        return Math.min(limit - 1, (int) (limit * (far ? constants.severeFactor() : constants.backoffFactor())));
    }

    /** A trial was out of bounds because of its depth. */
    void avoid(long now, Reading trial) {
        cap.bad(now, trial.limit(), trial.throughput());
    }

    /** That much is carried at a limit below what is avoided. */
    void carried(double throughput) {
        cap.carried(throughput);
    }

    /** The greatest depth worth trying now. */
    int ceiling(long now) {
        return cap.at(now);
    }

    /** Whether the limit is low enough to know, and the mean latency still about what it was. */
    boolean failed(int limit, double meanLatencyNanos) {
        return latencyBefore > 0
                && meanLatencyNanos > 0
                && limit <= (1 - constants.blameFall()) * limitBefore
                && meanLatencyNanos >= (1 - constants.blameRelief()) * latencyBefore;
    }

    /** Latency is in order again. If that is not the limit's doing, the depths that were called bad were not. */
    void inOrder(int limit, double meanLatencyNanos) {
        if (!follows(limitBefore, latencyBefore, limit, meanLatencyNanos)) {
            cap.forget();
        }
    }

    /** Whether latency followed a limit that went from one to another, by a quarter of the change at least. */
    boolean follows(int fromLimit, double fromLatency, int toLimit, double toLatency) {
        double limitChange = (double) toLimit / fromLimit - 1;
        double latencyChange = toLatency / fromLatency - 1;
        return latencyChange / limitChange >= constants.leastFollowing();
    }

    /** No depth meets the bound: it is left alone for a while, and for ever longer where it is no better each time. */
    void giveUp(long now) {
        boolean again = pauseNanos > 0 && now - givenUpAt < 2 * pauseNanos + constants.infeasibleNanos();
        pauseNanos = again ? Math.min(2 * pauseNanos, constants.longestInfeasibleNanos()) : constants.infeasibleNanos();
        givenUp = true;
        givenUpAt = now;
        cap.forget();
    }

    boolean givenUp() {
        return givenUp;
    }

    /** Whether the bound was given up and its time is over: once. */
    boolean takesUpAgain(long now) {
        boolean over = givenUp && now - givenUpAt >= pauseNanos;
        givenUp &= !over;
        return over;
    }

    /** The bound is another one. */
    void forget() {
        givenUp = false;
        pauseNanos = 0;
        cap.forget();
    }
}
