package io.auraio.adaptive;

/**
 * What one limit was measured to give.
 *
 * @param limit operations allowed in flight
 * @param throughput X, operations a second
 * @param error standard error of the throughput, as a share of it
 * @param meanInFlight N, operations that were in flight
 * @param nanos how long it took
 */
record Reading(int limit, double throughput, double error, double meanInFlight, long nanos) {

    /** R = N / X: the mean latency in nanoseconds, by Little's law; 0 where nothing completed. */
    double meanLatencyNanos() {
        return throughput > 0 ? 1e9 * meanInFlight / throughput : 0;
    }

    /** Relative gain of throughput over another reading; negative for a loss. */
    double gainOver(Reading base) {
        return throughput / base.throughput - 1;
    }

    /** Relative gain of depth over another reading. */
    double depthOver(Reading base) {
        return meanInFlight / base.meanInFlight - 1;
    }

    /** Two readings of the same limit as one. */
    Reading mean(Reading other) {
        return mean(1, other);
    }

    /** The mean of so many readings of the same limit, of which this is the mean, and one more. */
    Reading mean(int readings, Reading other) {
        double share = 1.0 / (readings + 1);
        return new Reading(
                limit,
                (1 - share) * throughput + share * other.throughput,
                Math.hypot((1 - share) * error, share * other.error),
                (1 - share) * meanInFlight + share * other.meanInFlight,
                nanos + other.nanos);
    }

    /** Standard error of {@link #gainOver}. */
    double errorAgainst(Reading base) {
        return Math.sqrt(error * error + base.error * base.error);
    }
}
