package io.auraio.bench.report;

/**
 * What a job did in one direction: fio's {@code read} or {@code write} section.
 *
 * @param operations how many operations completed without an error
 * @param bytes how many bytes they moved
 * @param shortOperations how many of them moved fewer bytes than asked for
 * @param runtimeMillis for how long, at least 1 where anything was done
 * @param submission nanoseconds within the call that submits: fio's slat. Where submissions share one entry into the kernel, that entry is not in it
 * @param completion from the end of that call to the callback: fio's clat
 * @param total both together, nanoseconds: fio's lat
 * @param bandwidth KiB a second in each interval of half a second
 * @param iops operations a second in each interval of half a second
 */
public record DirectionReport(
        long operations,
        long bytes,
        long shortOperations,
        long runtimeMillis,
        Moments submission,
        LatencyDistribution completion,
        Moments total,
        Moments bandwidth,
        Moments iops) {
    private static final double MILLIS_PER_SECOND = 1000;

    /**
     * The report of a direction in which nothing was done.
     *
     * @return all zero
     */
    public static DirectionReport none() {
        return new DirectionReport(0, 0, 0, 0, Moments.NONE, LatencyDistribution.none(), Moments.NONE, Moments.NONE, Moments.NONE);
    }

    /**
     * Bytes a second over the whole runtime.
     *
     * @return 0 where there was no runtime
     */
    public double bytesPerSecond() {
        return runtimeMillis == 0 ? 0 : bytes * MILLIS_PER_SECOND / runtimeMillis;
    }

    /**
     * Operations a second over the whole runtime.
     *
     * @return 0 where there was no runtime
     */
    public double operationsPerSecond() {
        return runtimeMillis == 0 ? 0 : operations * MILLIS_PER_SECOND / runtimeMillis;
    }

    /**
     * This job's direction and that of another one that ran beside it.
     *
     * @param other the other's
     * @return both, over the longer of the two runtimes
     */
    public DirectionReport merge(DirectionReport other) {
        return new DirectionReport(operations + other.operations, bytes + other.bytes, shortOperations + other.shortOperations,
                Math.max(runtimeMillis, other.runtimeMillis), submission.merge(other.submission), completion.merge(other.completion),
                total.merge(other.total), bandwidth.addRates(other.bandwidth), iops.addRates(other.iops));
    }
}
