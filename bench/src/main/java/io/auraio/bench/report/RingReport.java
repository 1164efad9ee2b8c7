package io.auraio.bench.report;

/**
 * One ring of a job.
 *
 * @param ring its number within the job
 * @param limit how many operations its controller allowed at the end
 * @param phase its controller's phase at the end
 * @param operations how many operations it completed
 * @param enters how often the kernel was entered for it: io_uring_enter(2)
 * @param p99Nanos the P99 latency of its operations
 */
public record RingReport(int ring, int limit, String phase, long operations, long enters, long p99Nanos) {}
