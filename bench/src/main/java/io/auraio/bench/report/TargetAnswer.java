package io.auraio.bench.report;

/**
 * The answer to {@code --target-p99}: how many operations to keep in flight, and what that gives.
 *
 * @param targetNanos the P99 asked for
 * @param met whether the P99 seen is not above it, for long enough to count on it
 * @param concurrency the operations to keep in flight
 * @param operationsPerSecond seen at that concurrency
 * @param p99Nanos the P99 seen at that concurrency, or the best that was seen where the target was not met; 0: nothing was measured
 */
public record TargetAnswer(long targetNanos, boolean met, int concurrency, double operationsPerSecond, long p99Nanos) {
    /**
     * The answer in one line, the same in every report.
     *
     * @return for example {@code concurrency 37: 84.1k IOPS, P99 0.962 ms, target 1.000 ms met}
     */
    public String line() {
        if (p99Nanos == 0) {
            return FioNumbers.format("target %s: nothing was measured", millis(targetNanos));
        }
        String seen = FioNumbers.format("concurrency %d: %s IOPS, P99 %s", concurrency, FioNumbers.count(operationsPerSecond), millis(p99Nanos));
        if (met) {
            return seen + ", target " + millis(targetNanos) + " met";
        }
        return p99Nanos <= targetNanos
                ? "target " + millis(targetNanos) + " met in passing only: " + seen
                : "target " + millis(targetNanos) + " cannot be met; best seen: " + seen;
    }

    private static String millis(long nanos) {
        return FioNumbers.format("%.3f ms", nanos / 1e6);
    }
}
