package io.auraio.bench.report;

/**
 * A decision of a controller, as a report shows it.
 *
 * @param elapsedNanos when, since the job began
 * @param phase the phase from then on
 * @param limit how many operations it allowed in flight from then on
 * @param reason why, in a few words
 * @param operationsPerSecond in the measurement that decided; 0 where none did
 * @param p99Nanos of the sampled latencies of that measurement; 0 where there were none
 */
public record DepthStep(long elapsedNanos, String phase, int limit, String reason, double operationsPerSecond, long p99Nanos) {}
