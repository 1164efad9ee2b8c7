package io.auraio.adaptive;

import java.util.Locale;

/**
 * One decision of a controller: what it changed, what it saw and why.
 *
 * @param timeNanos the driver's clock at the decision, in nanoseconds
 * @param phase the phase from now on
 * @param limit operations that may be in flight from now on
 * @param reason why
 * @param throughput operations a second in the measurement that decided; 0 where none did
 * @param p99Nanos 99th percentile of the sampled latencies in that measurement; 0 where there were no samples
 * @param previousLimit the limit until now; equal to {@code limit} where only the phase changed
 * @param meanInFlight mean operations in flight during that measurement; 0 where there was none
 */
public record Decision(
        long timeNanos,
        Phase phase,
        int limit,
        Reason reason,
        double throughput,
        long p99Nanos,
        int previousLimit,
        double meanInFlight) {

    /**
     * The mean latency of the measurement by Little's law, which needs no timestamps.
     *
     * @return nanoseconds; 0 where nothing completed
     */
    public long meanLatencyNanos() {
        return throughput > 0 ? Math.round(1e9 * meanInFlight / throughput) : 0;
    }

    /**
     * The decision as one line of a log.
     *
     * @return for example {@code 1.250 s PROBING 40 -> 56, throughput rose with the limit (81234/s, 39.8 in flight, p99 812 us)}
     */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.3f s %s %d -> %d, %s (%.0f/s, %.1f in flight, p99 %d us)",
                timeNanos / 1e9,
                phase,
                previousLimit,
                limit,
                reason.text(),
                throughput,
                meanInFlight,
                p99Nanos / 1000);
    }
}
