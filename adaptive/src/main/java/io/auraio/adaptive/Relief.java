package io.auraio.adaptive;

/**
 * Checks that a backoff helps. Where the limit fell by a third and latency did not follow, depth is not what makes it high, and
 * going lower would cost throughput for nothing.
 */
final class Relief {

    private final KneeConstants constants;
    private int limitBefore;
    private double latencyBefore;

    Relief(KneeConstants constants) {
        this.constants = constants;
    }

    /** The first backoff of a row. */
    void begin(int limit, double meanLatencyNanos) {
        limitBefore = limit;
        latencyBefore = meanLatencyNanos;
    }

    int limitBefore() {
        return limitBefore;
    }

    /** Whether latency followed a limit that went from one to another, by a quarter of the change at least. */
    boolean follows(int fromLimit, double fromLatency, int toLimit, double toLatency) {
        double limitChange = (double) toLimit / fromLimit - 1;
        double latencyChange = toLatency / fromLatency - 1;
        return latencyChange / limitChange >= constants.leastFollowing();
    }

    /** Whether the mean latency fell with the limit since the first backoff, however little either did. */
    boolean helped(int limit, double meanLatencyNanos) {
        return follows(limitBefore, latencyBefore, limit, meanLatencyNanos);
    }

    /** Whether the limit is low enough to know, and the mean latency still about what it was. */
    boolean failed(int limit, double meanLatencyNanos) {
        return latencyBefore > 0
                && meanLatencyNanos > 0
                && limit <= (1 - constants.blameFall()) * limitBefore
                && meanLatencyNanos >= (1 - constants.blameRelief()) * latencyBefore;
    }
}
