package io.auraio.bench;

import io.auraio.EngineStats;
import io.auraio.TunerStats;
import io.auraio.bench.report.CpuUse;
import io.auraio.bench.report.EngineReport;
import io.auraio.bench.report.JobReport;
import io.auraio.bench.report.RingReport;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** Makes a job's report out of what its worker measured. */
final class JobReports {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private JobReports() {}

    /**
     * The report as of now: of a job that has ended, or of one that is still at work, by its own thread.
     *
     * @param nowNanos the end of what was measured, in {@link System#nanoTime()}
     */
    static JobReport of(JobSpec spec, JobMeter meter, EngineStats stats, CpuUse cpu, long nowNanos, Optional<IoFailure> failure) {
        long runtimeNanos = Math.max(1, nowNanos - meter.startNanos);
        // fio's runtimes are whole milliseconds, and never zero where anything was done.
        long runtimeMillis = Math.max(1, Math.round((double) runtimeNanos / NANOS_PER_MILLI));
        return new JobReport(spec.name(), spec.groupId(), 1, failure.map(IoFailure::errno).orElse(0), ProcessHandle.current().pid(), ZonedDateTime.now(),
                Math.ceilDiv(runtimeNanos, NANOS_PER_SECOND), spec.options(), meter.read.report(), meter.write.report(), meter.syncs(),
                runtimeMillis, cpu, meter.depths.depths(), meter.submits.batches(), meter.completes.batches(),
                spec.depth().ioDepth(), engine(spec, meter, stats));
    }

    private static EngineReport engine(JobSpec spec, JobMeter meter, EngineStats stats) {
        TunerStats tuner = stats.tuners().getFirst();
        RingReport ring = new RingReport(0, tuner.limit(), tuner.phase().name(), meter.operations(),
                stats.rings().getFirst().enters() - meter.startEnters, meter.p99Nanos());
        return new EngineReport(spec.depth().control().toString(), List.of(ring), meter.depth.steps(), meter.timeline.points(),
                spec.depth().targetP99Nanos().isPresent()
                        ? Optional.of(meter.target.held.answer(spec.depth().targetP99Nanos().getAsLong(), tuner.limit()))
                        : Optional.empty());
    }
}
