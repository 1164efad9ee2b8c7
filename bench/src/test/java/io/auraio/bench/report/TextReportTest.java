package io.auraio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private static List<String> lines(JobReport... jobs) {
        return new TextReport(Reports.run(false, jobs)).lines();
    }

    @Test
    void theReportHasFiosLinesInFiosOrder() {
        assertThat(lines(Reports.reading("bffio"))).containsExactly(
                "bffio: (groupid=0, jobs=1): err= 0: pid=4711: Fri Nov 20 11:06:24 2026",
                "  read: IOPS=50.0k, BW=195MiB/s (205MB/s)(391MiB/2000msec)",
                "    slat (nsec): min=900, max=1400, avg=1100.00, stdev=264.58",
                "    clat (usec): min=400, max=499, avg=449.50, stdev=28.87",
                "     lat (usec): min=400, max=499, avg=449.50, stdev=28.87",
                "    clat percentiles (usec):",
                "     |  1.00th=[  401],  5.00th=[  405], 10.00th=[  410], 20.00th=[  420],",
                "     | 30.00th=[  430], 40.00th=[  440], 50.00th=[  450], 60.00th=[  460],",
                "     | 70.00th=[  470], 80.00th=[  480], 90.00th=[  490], 95.00th=[  495],",
                "     | 99.00th=[  499], 99.50th=[  499], 99.90th=[  499], 99.95th=[  499],",
                "     | 99.99th=[  499]",
                "   bw (  KiB/s): min=190000, max=210000, per=100.00%, avg=200000.00, stdev=10000.00, samples=3",
                "   iops        : min=47500, max=52500, avg=50000.00, stdev=2500.00, samples=3",
                "  lat (usec)   : 500=100.00%",
                "  cpu          : usr=4.05%, sys=43.00%, ctx=5403, majf=0, minf=43",
                "  IO depths    : 1=0.0%, 2=0.0%, 4=0.0%, 8=0.0%, 16=0.0%, 32=90.0%, >=64=10.0%",
                "     submit    : 0=1.0%, 4=99.0%, 8=0.0%, 16=0.0%, 32=0.0%, 64=0.0%, >=64=0.0%",
                "     complete  : 0=0.0%, 4=50.0%, 8=50.0%, 16=0.0%, 32=0.0%, 64=0.0%, >=64=0.0%",
                "     issued rwts: total=100000,0,0,0 short=2,0,0,0 dropped=0,0,0,0",
                "     latency   : target=0, window=0, percentile=100.00%, depth=256",
                "  depth        : final=37, phase=STEADY, enters=12500 (8.0 I/Os each)",
                "        0.001s BASELINE  limit=64    start",
                "        0.101s PROBING   limit=65    baseline latency known",
                "",
                "Run status group 0 (all jobs):",
                "   READ: bw=195MiB/s (205MB/s), 195MiB/s-195MiB/s (205MB/s-205MB/s), io=391MiB (410MB), run=2000-2000msec",
                "",
                "Disk stats (read/write):",
                "  vda: ios=9498/3149, merge=1/2, ticks=1326/449, in_queue=1788, util=61.65%");
    }

    @Test
    void writesAreReportedAsWritesAndFlushesByThemselves() {
        assertThat(lines(Reports.writing("w"))).contains(
                "  write: IOPS=50.0k, BW=195MiB/s (205MB/s)(391MiB/2000msec); 0 zone resets",
                "  fsync/fdatasync/sync_file_range:",
                "    sync (usec): min=1500, max=2500, avg=2000.00, stdev=707.11",
                "    sync percentiles (usec):",
                "     issued rwts: total=0,100000,0,2 short=0,2,0,0 dropped=0,0,0,0",
                "  WRITE: bw=195MiB/s (205MB/s), 195MiB/s-195MiB/s (205MB/s-205MB/s), io=391MiB (410MB), run=2000-2000msec");
    }

    @Test
    void jobsOfAGroupAreOneWhereThatIsAskedFor() {
        List<String> lines = new TextReport(Reports.run(true, Reports.reading("a"), Reports.reading("b"), Reports.writing("c"))).lines();
        assertThat(lines).filteredOn(line -> line.contains("groupid=")).containsExactly("a: (groupid=0, jobs=3): err= 0: pid=4711: Fri Nov 20 11:06:24 2026");
        assertThat(lines).contains(
                "  read: IOPS=100k, BW=391MiB/s (410MB/s)(781MiB/2000msec)",
                "   iops        : min=95000, max=105000, avg=100000.00, stdev=2236.07, samples=6",
                "  cpu          : usr=4.05%, sys=43.00%, ctx=16209, majf=0, minf=129",
                "  depth        : final=111, phase=STEADY, enters=37500 (8.0 I/Os each)",
                "     ring 2  : limit=37    STEADY    ios=100000, P99=498us");
    }

    @Test
    void eachGroupHasItsStatusAfterAllJobs() {
        List<String> lines = lines(Reports.reading("a"), Reports.reading("b"), Reports.inGroup(Reports.writing("c"), 1));
        assertThat(lines).filteredOn(line -> line.contains("groupid=") || line.startsWith("Run status") || line.contains("io=")).containsExactly(
                "a: (groupid=0, jobs=1): err= 0: pid=4711: Fri Nov 20 11:06:24 2026",
                "b: (groupid=0, jobs=1): err= 0: pid=4711: Fri Nov 20 11:06:24 2026",
                "c: (groupid=1, jobs=1): err= 0: pid=4711: Fri Nov 20 11:06:24 2026",
                "Run status group 0 (all jobs):",
                "   READ: bw=391MiB/s (410MB/s), 195MiB/s-195MiB/s (205MB/s-205MB/s), io=781MiB (819MB), run=2000-2000msec",
                "Run status group 1 (all jobs):",
                "  WRITE: bw=195MiB/s (205MB/s), 195MiB/s-195MiB/s (205MB/s-205MB/s), io=391MiB (410MB), run=2000-2000msec");
        assertThat(lines).filteredOn(line -> line.contains("per=")).allMatch(line -> line.contains("per=50.00%") || line.contains("per=100.00%"));
    }

    @Test
    void latenciesAreScaledToTheUnitThatShowsThemBest() {
        assertThat(LatencyText.summary("clat", Reports.moments(150, 4_992_000))).startsWith("    clat (nsec): min=150, max=4992.0k");
        assertThat(LatencyText.summary(" lat", Reports.moments(38_000, 5_027_000))).startsWith("     lat (usec): min=38, max=5027");
        assertThat(LatencyText.summary("clat", Reports.moments(3_000_000, 500_000_000))).startsWith("    clat (msec): min=3, max=500");
        assertThat(LatencyText.percentiles("clat", Reports.latency(1320, 40_632_320)).subList(0, 2)).containsExactly(
                "    clat percentiles (nsec):",
                "     |  1.00th=[    1320],  5.00th=[    1320], 10.00th=[    1320],");
    }

    @Test
    void theDistributionCountsEachOperationOnce() {
        assertThat(LatencyText.classes(Reports.latency(300, 1_500, 90_000, 90_000, 600_000_000, 1_500_000_000, 5_000_000_000L, 700_000))).containsExactly(
                "  lat (nsec)   : 500=12.50%",
                "  lat (usec)   : 2=12.50%, 100=25.00%, 750=12.50%",
                "  lat (msec)   : 750=12.50%, 2000=12.50%, >=2000=12.50%");
    }

    @Test
    void ofManyPhaseChangesTheFirstAndTheLastAreShown() {
        List<DepthStep> steps = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            steps.add(new DepthStep(i * 1_000_000_000L, i % 2 == 0 ? "PROBING" : "STEADY", i, "held", 0, 0));
        }
        List<String> lines = new DepthText(Reports.job("j", DirectionReport.none(), DirectionReport.none(), LatencyDistribution.none(),
                Reports.engine(steps, null))).lines();
        assertThat(lines).hasSize(1 + 24 + 1).contains("     ... 76 more");
        assertThat(lines.get(1)).isEqualTo("        0.000s PROBING   limit=0     held");
        assertThat(lines.getLast()).isEqualTo("       99.000s STEADY    limit=99    held");
    }

    @Test
    void aTargetIsAnsweredInOneLine() {
        List<String> lines = lines(Reports.job("j", Reports.direction(Reports.around400Micros()), DirectionReport.none(), LatencyDistribution.none(),
                Reports.engine(Reports.steps(), new TargetAnswer(1_000_000, true, 37, 84_100, 962_000))));
        assertThat(lines).contains("     latency   : target=1000000, window=0, percentile=99.00%, depth=37",
                "  target-p99   : concurrency 37: 84.1k IOPS, P99 0.962 ms, target 1.000 ms met");
    }

    @Test
    void aJobThatDidNothingHasAReportAllTheSame() {
        JobReport nothing = Reports.job("j", DirectionReport.none(), DirectionReport.none(), LatencyDistribution.none(),
                new EngineReport("fixed", List.of(), List.of(), List.of(), Optional.empty()));
        assertThat(lines(nothing)).contains("     issued rwts: total=0,0,0,0 short=0,0,0,0 dropped=0,0,0,0",
                "  depth        : final=0, phase=NONE, enters=0 (0.0 I/Os each)");
    }
}
