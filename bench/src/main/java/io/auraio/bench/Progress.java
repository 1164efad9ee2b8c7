package io.auraio.bench;

/**
 * How far a worker is: what it publishes several times a second for the live line.
 *
 * @param elapsedNanos when, since the job began
 * @param operations completed since the start
 * @param bytes moved since the start
 * @param inFlight operations in flight
 * @param limit how many the controller allows
 * @param phase the controller's phase
 * @param p99Nanos the P99 latency of the last second or so; 0: nothing completed
 */
record Progress(long elapsedNanos, long operations, long bytes, int inFlight, int limit, String phase, long p99Nanos) {
    /** Of jobs side by side: sums, and the slowest P99. */
    Progress plus(Progress other) {
        return new Progress(Math.max(elapsedNanos, other.elapsedNanos), operations + other.operations, bytes + other.bytes, inFlight + other.inFlight,
                limit + other.limit, phase, Math.max(p99Nanos, other.p99Nanos));
    }
}
