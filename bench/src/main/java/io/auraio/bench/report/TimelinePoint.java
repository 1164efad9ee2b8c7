package io.auraio.bench.report;

/**
 * What was seen in one interval of a job.
 *
 * @param elapsedNanos the end of the interval, since the job began
 * @param durationNanos how long it was
 * @param readOperations reads completed in it
 * @param writeOperations writes completed in it
 * @param readBytes bytes read in it
 * @param writtenBytes bytes written in it
 * @param p99Nanos the P99 latency of all that completed in it; where intervals were joined, the worst of theirs; 0: nothing completed
 * @param limit how many operations the controller allowed at its end
 * @param inFlight how many were in flight at its end
 */
public record TimelinePoint(
        long elapsedNanos,
        long durationNanos,
        long readOperations,
        long writeOperations,
        long readBytes,
        long writtenBytes,
        long p99Nanos,
        int limit,
        int inFlight) {}
