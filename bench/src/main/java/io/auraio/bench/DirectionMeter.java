package io.auraio.bench;

import io.auraio.bench.report.DirectionReport;
import io.auraio.bench.report.LatencyDistribution;
import io.auraio.bench.report.MomentsRecorder;
import org.HdrHistogram.Histogram;

/**
 * Measures what a worker does in one direction: every operation, no sample dropped.
 *
 * <p>Used by one thread; allocates nothing between construction and {@link #report}.
 */
final class DirectionMeter {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double KIB = 1024;

    private final MomentsRecorder submission = new MomentsRecorder();
    private final MomentsRecorder completion = new MomentsRecorder();
    private final MomentsRecorder total = new MomentsRecorder();
    private final Histogram completionNanos = LatencyDistribution.newHistogram();
    private final MomentsRecorder bandwidth = new MomentsRecorder();
    private final MomentsRecorder iops = new MomentsRecorder();
    private long operations;
    private long bytes;
    private long shortOperations;
    private long runtimeNanos;
    private long sampledOperations;
    private long sampledBytes;

    /** An operation moved {@code moved} bytes of {@code asked}; it took so long to submit, and so long from then on. */
    void completed(int moved, int asked, long submissionNanos, long completionNanos) {
        operations++;
        bytes += moved;
        if (moved < asked) {
            shortOperations++;
        }
        submission.record(submissionNanos);
        completion.record(completionNanos);
        total.record(submissionNanos + completionNanos);
        this.completionNanos.recordValue(Math.min(completionNanos, LatencyDistribution.MAX_NANOS));
    }

    long operations() {
        return operations;
    }

    long bytes() {
        return bytes;
    }

    Histogram copyOfLatencies() {
        return completionNanos.copy();
    }

    /** Takes a sample of the rates: what was done since the last one, {@code nanos} ago. */
    void sample(long nanos) {
        if (operations > 0) {
            bandwidth.record(Math.round((bytes - sampledBytes) / KIB * NANOS_PER_SECOND / nanos));
            iops.record(Math.round((operations - sampledOperations) * NANOS_PER_SECOND / nanos));
        }
        sampledBytes = bytes;
        sampledOperations = operations;
    }

    /** The job was at work in this direction for so long. */
    void ran(long nanos) {
        runtimeNanos += nanos;
    }

    /** All of it. */
    DirectionReport report() {
        // fio's runtimes are whole milliseconds, and never zero where anything was done.
        long runtimeMillis = operations == 0 ? 0 : Math.max(1, Math.round(runtimeNanos / NANOS_PER_MILLI));
        return new DirectionReport(operations, bytes, shortOperations, runtimeMillis, submission.moments(),
                new LatencyDistribution(completion.moments(), copyOfLatencies()), total.moments(), bandwidth.moments(), iops.moments());
    }
}
