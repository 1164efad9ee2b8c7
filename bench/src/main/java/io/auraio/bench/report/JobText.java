package io.auraio.bench.report;

import static io.auraio.bench.report.FioNumbers.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The lines of one job, or of the jobs of a group as one, in fio's layout. */
final class JobText {
    private static final double KIB_A_MIB = 1024;

    private final JobReport job;
    private final GroupText group;

    JobText(JobReport job, GroupText group) {
        this.job = job;
        this.group = group;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(format("%s: (groupid=%d, jobs=%d): err=%2d: pid=%d: %s", job.name(), job.group(), job.jobs(), job.error(), job.pid(),
                TextReport.date(job.ended())));
        addDirection(lines, "read", "", JobReport::read);
        // bffio resets no zones; the words are there because fio's line ends in them.
        addDirection(lines, "write", "; 0 zone resets", JobReport::write);
        lines.addAll(LatencyText.classes(job.completions()));
        if (!job.sync().isEmpty()) {
            lines.add("  fsync/fdatasync/sync_file_range:");
            lines.add(LatencyText.summary("sync", job.sync().moments()));
            lines.addAll(LatencyText.percentiles("sync", job.sync()));
        }
        lines.add(cpu());
        lines.add("  IO depths    : " + shares(job.depths()));
        lines.add("     submit    : " + shares(job.submits()));
        lines.add("     complete  : " + shares(job.completes()));
        lines.add(format("     issued rwts: total=%d,%d,0,%d short=%d,%d,0,0 dropped=0,0,0,0", job.read().operations(), job.write().operations(),
                job.sync().moments().count(), job.read().shortOperations(), job.write().shortOperations()));
        lines.add(latency());
        lines.addAll(new DepthText(job).lines());
        return lines;
    }

    private void addDirection(List<String> lines, String name, String end, Function<JobReport, DirectionReport> direction) {
        DirectionReport report = direction.apply(job);
        if (report.operations() == 0) {
            return;
        }
        double bytes = report.bytesPerSecond();
        lines.add(format("  %s: IOPS=%s, BW=%s/s (%s/s)(%s/%dmsec)%s", name, FioNumbers.count(Math.floor(report.operationsPerSecond())),
                FioNumbers.bytes(bytes), FioNumbers.decimalBytes(bytes), FioNumbers.bytes(report.bytes()), report.runtimeMillis(), end));
        lines.add(LatencyText.summary("slat", report.submission()));
        lines.add(LatencyText.summary("clat", report.completion().moments()));
        lines.add(LatencyText.summary(" lat", report.total()));
        lines.addAll(LatencyText.percentiles("clat", report.completion()));
        if (report.bandwidth().count() > 0) {
            lines.add(bandwidth(report.bandwidth(), group.percentOfGroup(direction, report.bandwidth().mean())));
            lines.add(format("   iops        : min=%5d, max=%5d, avg=%5.2f, stdev=%5.2f, samples=%d", report.iops().min(), report.iops().max(),
                    report.iops().mean(), report.iops().deviation(), report.iops().count()));
        }
    }

    private static String bandwidth(Moments kib, double percent) {
        boolean inMib = kib.mean() > KIB_A_MIB * KIB_A_MIB;
        double scale = inMib ? KIB_A_MIB : 1;
        return format("   bw (%5s/s): min=%5d, max=%5d, per=%.2f%%, avg=%5.2f, stdev=%5.2f, samples=%d", inMib ? "MiB" : "KiB",
                (long) (kib.min() / scale), (long) (kib.max() / scale), percent, kib.mean() / scale, kib.deviation() / scale, kib.count());
    }

    private String cpu() {
        double runtimeNanos = Math.max(1, job.runtimeMillis()) * 1e6;
        CpuUse cpu = job.cpu();
        return format("  cpu          : usr=%.2f%%, sys=%.2f%%, ctx=%d, majf=%d, minf=%d", 100 * cpu.userNanos() / runtimeNanos,
                100 * cpu.systemNanos() / runtimeNanos, cpu.contextSwitches(), cpu.majorFaults(), cpu.minorFaults());
    }

    private static String shares(Classes classes) {
        return IntStream.range(0, classes.names().size())
                .mapToObj(i -> format("%s=%.1f%%", classes.names().get(i), classes.percent(i)))
                .collect(Collectors.joining(", "));
    }

    /** fio's line on its own search for a depth; with a target, the depth is the one that was found. */
    private String latency() {
        return job.engine().target()
                .map(target -> format("     latency   : target=%d, window=0, percentile=99.00%%, depth=%d", target.targetNanos(), target.concurrency()))
                .orElseGet(() -> format("     latency   : target=0, window=0, percentile=100.00%%, depth=%d", job.ioDepth()));
    }
}
