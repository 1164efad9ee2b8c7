package io.auraio.adaptive;

/**
 * What one limit was measured to give.
 *
 * @param limit operations allowed in flight
 * @param throughput X, operations a second
 * @param error standard error of the throughput, as a share of it
 * @param meanInFlight N, operations that were in flight
 */
record Reading(int limit, double throughput, double error, double meanInFlight) {

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
        return new Reading(
                limit,
                (throughput + other.throughput) / 2,
                errorAgainst(other) / 2,
                (meanInFlight + other.meanInFlight) / 2);
    }

    /** Standard error of {@link #gainOver}. */
    double errorAgainst(Reading base) {
        return Math.sqrt(error * error + base.error * base.error);
    }
}
