package io.auraio.bench.report;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** Reports of jobs that never ran. */
final class Reports {
    static final ZonedDateTime ENDED = ZonedDateTime.of(2026, 11, 20, 11, 6, 24, 123_000_000, ZoneOffset.UTC);

    private Reports() {}

    static Moments moments(long... values) {
        MomentsRecorder recorder = new MomentsRecorder();
        LongStream.of(values).forEach(recorder::record);
        return recorder.moments();
    }

    static LatencyDistribution latency(long... nanos) {
        Histogram histogram = LatencyDistribution.newHistogram();
        LongStream.of(nanos).forEach(histogram::recordValue);
        return new LatencyDistribution(moments(nanos), histogram);
    }

    /** A hundred thousand of them, 400 to 499 us. */
    static LatencyDistribution around400Micros() {
        return latency(LongStream.range(0, 100_000).map(i -> 400_000 + i % 100 * 1000).toArray());
    }

    /** 4 KiB operations, two of them short, in two seconds. */
    static DirectionReport direction(LatencyDistribution completion) {
        long operations = completion.moments().count();
        return new DirectionReport(operations, operations * 4096, 2, 2000, moments(900, 1000, 1400), completion, completion.moments(),
                moments(190_000, 200_000, 210_000), moments(47_500, 50_000, 52_500));
    }

    static EngineReport engine(List<DepthStep> steps, TargetAnswer target) {
        List<TimelinePoint> timeline = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            timeline.add(new TimelinePoint(i * 100_000_000L, 100_000_000, 5000, 0, 5000 * 4096, 0, 480_000 + i * 1000, i < 5 ? 64 : 37, 30));
        }
        return new EngineReport("knee", List.of(new RingReport(0, 37, "STEADY", 100_000, 12_500, 498_000)), steps, timeline, Optional.ofNullable(target));
    }

    static List<DepthStep> steps() {
        return List.of(
                new DepthStep(1_000_000, "BASELINE", 64, "start", 0, 0),
                new DepthStep(101_000_000, "PROBING", 65, "baseline latency known", 50_000, 400_000),
                new DepthStep(111_000_000, "PROBING", 80, "throughput rose with the limit", 50_000, 400_000));
    }

    static JobReport job(String name, DirectionReport read, DirectionReport write, LatencyDistribution sync, EngineReport engine) {
        return new JobReport(name, 0, 1, 0, 4711, ENDED, 3, Map.of("rw", "randread"), read, write, sync, 2000,
                new CpuUse(81_000_000, 860_000_000, 5403, 0, 43), Classes.of(Classes.DEPTHS, 0, 0, 0, 0, 0, 90, 10),
                Classes.of(Classes.BATCHES, 1, 99, 0, 0, 0, 0, 0), Classes.of(Classes.BATCHES, 0, 50, 50, 0, 0, 0, 0), 256, engine);
    }

    static JobReport reading(String name) {
        return job(name, direction(around400Micros()), DirectionReport.none(), LatencyDistribution.none(), engine(steps(), null));
    }

    static JobReport writing(String name) {
        return job(name, DirectionReport.none(), direction(around400Micros()), latency(1_500_000, 2_500_000), engine(steps(), null));
    }

    static JobReport inGroup(JobReport job, int group) {
        return new JobReport(job.name(), group, job.jobs(), job.error(), job.pid(), job.ended(), job.elapsedSeconds(), job.options(), job.read(), job.write(),
                job.sync(), job.runtimeMillis(), job.cpu(), job.depths(), job.submits(), job.completes(), job.ioDepth(), job.engine());
    }

    static RunReport run(boolean grouped, JobReport... jobs) {
        return new RunReport("0.1.0", ENDED, Map.of("direct", "1"), List.of(jobs), grouped,
                List.of(new DiskUse("vda", 9498, 3149, 1, 2, 1326, 449, 1788, 1233, 2000)));
    }
}
