package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private static final ZonedDateTime ENDED = ZonedDateTime.of(2026, 11, 20, 11, 6, 24, 0, ZoneOffset.UTC);

    private static JobSpec spec(String... options) throws Refusal {
        return new JobCommandLine().parse(options, System.out).orElseThrow();
    }

    private static JobResult result(JobSpec spec, Histogram latency, long runtimeNanos, List<DepthChange> changes) {
        long operations = latency.getTotalCount();
        DepthCounts depths = new DepthCounts();
        for (int i = 0; i < 90; i++) {
            depths.count(37);
        }
        for (int i = 0; i < 10; i++) {
            depths.count(200);
        }
        return new JobResult(spec, new JobFile(Path.of("/tmp/f"), 1 << 20, true, "ext4"), ENDED, runtimeNanos,
                Map.of(spec.pattern().direction(), new IoTotals(operations, operations * 4096, 2, latency)), depths,
                new ProcessUsage(81_000_000, 860_000_000, 5403, 0, 43), new DepthTrace(changes, 37, "STEADY", 12_500), Optional.empty());
    }

    private static Histogram latency(long... nanos) {
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        for (long value : nanos) {
            histogram.recordValue(value);
        }
        return histogram;
    }

    private static Histogram around400Micros() {
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        for (int i = 0; i < 100_000; i++) {
            histogram.recordValue(400_000 + i % 100 * 1000);
        }
        return histogram;
    }

    @Test
    void theHeaderIsFios() throws Refusal {
        assertThat(TextReport.header(spec("--bs=64k", "--iodepth=32"))).isEqualTo(
                "bffio: (g=0): rw=randread, bs=(R) 64.0KiB-64.0KiB, (W) 64.0KiB-64.0KiB, (T) 64.0KiB-64.0KiB, ioengine=auraio, iodepth=32");
    }

    @Test
    void theReportHasFiosLinesInFiosOrder() throws Refusal {
        List<DepthChange> changes = List.of(new DepthChange(1_000_000, "BASELINE", 64, "start"), new DepthChange(101_000_000, "PROBING", 65, "baseline latency known"));
        List<String> lines = new TextReport(result(spec(), around400Micros(), 2_000_000_000L, changes)).lines();
        assertThat(lines.getFirst()).matches("bffio: \\(groupid=0, jobs=1\\): err= 0: pid=\\d+: Fri Nov 20 11:06:24 2026");
        assertThat(lines.subList(1, lines.size())).containsExactly(
                "  read: IOPS=50.0k, BW=195MiB/s (205MB/s)(391MiB/2000msec)",
                "     lat (usec): min=399, max=499, avg=449.51, stdev=28.86",
                "    clat percentiles (usec):",
                "     |  1.00th=[  400],  5.00th=[  404], 10.00th=[  409], 20.00th=[  419],",
                "     | 30.00th=[  429], 40.00th=[  439], 50.00th=[  449], 60.00th=[  459],",
                "     | 70.00th=[  469], 80.00th=[  479], 90.00th=[  489], 95.00th=[  494],",
                "     | 99.00th=[  498], 99.50th=[  499], 99.90th=[  499], 99.95th=[  499],",
                "     | 99.99th=[  499]",
                "  lat (usec)   : 500=100.00%",
                "  cpu          : usr=4.05%, sys=43.00%, ctx=5403, majf=0, minf=43",
                "  IO depths    : 1=0.0%, 2=0.0%, 4=0.0%, 8=0.0%, 16=0.0%, 32=90.0%, >=64=10.0%",
                "     issued rwts: total=100000,0,0,0 short=2,0,0,0 dropped=0,0,0,0",
                "  depth        : final=37, phase=STEADY, enters=12500 (8.0 I/Os each)",
                "        0.001s BASELINE  limit=64    start",
                "        0.101s PROBING   limit=65    baseline latency known",
                "",
                "Run status group 0 (all jobs):",
                "   READ: bw=195MiB/s (205MB/s), 195MiB/s-195MiB/s (205MB/s-205MB/s), io=391MiB (410MB), run=2000-2000msec");
    }

    @Test
    void writesAreReportedAsWrites() throws Refusal {
        List<String> lines = new TextReport(result(spec("--rw=write"), around400Micros(), 2_000_000_000L, List.of())).lines();
        assertThat(lines).anyMatch(line -> line.startsWith("  write: IOPS=50.0k"))
                .anyMatch(line -> line.startsWith("     issued rwts: total=0,100000,0,0 short=0,2,0,0"))
                .anyMatch(line -> line.startsWith("  WRITE: bw=195MiB/s"));
    }

    @Test
    void latenciesAreScaledToTheUnitThatShowsThemBest() {
        assertThat(new LatencyText(latency(150, 4_992_000)).summary()).startsWith("     lat (nsec): min=150, max=499");
        assertThat(new LatencyText(latency(38_000, 5_027_000)).summary()).startsWith("     lat (usec): min=3");
        assertThat(new LatencyText(latency(3_000_000, 500_000_000)).summary()).startsWith("     lat (msec): min=2, max=500");
    }

    @Test
    void theDistributionCountsEachOperationOnce() {
        List<String> lines = new LatencyText(latency(300, 1_500, 90_000, 90_000, 600_000_000, 1_500_000_000, 5_000_000_000L, 700_000)).distribution();
        assertThat(lines).containsExactly(
                "  lat (nsec)   : 500=12.50%",
                "  lat (usec)   : 2=12.50%, 100=25.00%, 750=12.50%",
                "  lat (msec)   : 750=12.50%, 2000=12.50%, >=2000=12.50%");
    }

    @Test
    void ofManyPhaseChangesTheFirstAndTheLastAreShown() throws Refusal {
        List<DepthChange> changes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            changes.add(new DepthChange(i * 1_000_000_000L, i % 2 == 0 ? "PROBING" : "STEADY", i, "held"));
        }
        List<String> lines = new DepthText(result(spec(), around400Micros(), 2_000_000_000L, changes)).lines();
        assertThat(lines).hasSize(1 + 24 + 1).contains("     ... 76 more");
        assertThat(lines.get(1)).isEqualTo("        0.000s PROBING   limit=0     held");
        assertThat(lines.getLast()).isEqualTo("       99.000s STEADY    limit=99    held");
    }

    @Test
    void aTargetIsAnsweredInOneLine() throws Refusal {
        assertThat(new DepthText(result(spec("--target-p99=500us"), around400Micros(), 1, List.of())).lines().getLast())
                .isEqualTo("  target-p99   : 500us, met: P99=498us over the whole run");
        assertThat(new DepthText(result(spec("--target-p99=450us"), around400Micros(), 1, List.of())).lines().getLast())
                .isEqualTo("  target-p99   : 450us, not met: P99=498us over the whole run");
    }

    @Test
    void aJobThatDidNothingHasAReportAllTheSame() throws Refusal {
        JobResult nothing = new JobResult(spec("--target-p99=1ms"), new JobFile(Path.of("/tmp/f"), 1, false, "tmpfs"), ENDED, 0, Map.of(),
                new DepthCounts(), new ProcessUsage(0, 0, 0, 0, 0), DepthTrace.NONE, Optional.of(new IoFailure(Direction.READ, 0, 4096, -5)));
        assertThat(new TextReport(nothing).lines()).anyMatch(line -> line.contains("err= 5")).anyMatch(line -> line.contains("total=0,0,0,0"))
                .contains("  target-p99   : 1000us, nothing measured");
    }
}
