package io.auraio.bench.report;

import static io.auraio.bench.report.FioNumbers.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The jobs of a group side by side: fio's "Run status". */
final class GroupText {
    private static final double MILLIS_PER_SECOND = 1000;
    private static final double KIB = 1024;

    private final List<JobReport> jobs;

    GroupText(List<JobReport> jobs) {
        this.jobs = jobs;
    }

    List<String> lines(int number) {
        List<String> lines = new ArrayList<>(List.of("", "Run status group " + number + " (all jobs):"));
        addLine(lines, "READ", JobReport::read);
        addLine(lines, "WRITE", JobReport::write);
        return lines;
    }

    /** What a job's mean bandwidth, in KiB a second, is of that of the whole group: percent. */
    double percentOfGroup(Function<JobReport, DirectionReport> direction, double meanKib) {
        double group = bytesPerSecond(working(direction));
        return group <= KIB ? 100 : Math.min(100, 100 * meanKib / (group / KIB));
    }

    private void addLine(List<String> lines, String name, Function<JobReport, DirectionReport> direction) {
        List<DirectionReport> working = working(direction);
        if (working.isEmpty()) {
            return;
        }
        double all = bytesPerSecond(working);
        double least = working.stream().mapToDouble(DirectionReport::bytesPerSecond).min().getAsDouble();
        double most = working.stream().mapToDouble(DirectionReport::bytesPerSecond).max().getAsDouble();
        long bytes = working.stream().mapToLong(DirectionReport::bytes).sum();
        lines.add(format("%7s: bw=%s/s (%s/s), %s/s-%s/s (%s/s-%s/s), io=%s (%s), run=%d-%dmsec", name, FioNumbers.bytes(all), FioNumbers.decimalBytes(all),
                FioNumbers.bytes(least), FioNumbers.bytes(most), FioNumbers.decimalBytes(least), FioNumbers.decimalBytes(most),
                FioNumbers.bytes(bytes), FioNumbers.decimalBytes(bytes), working.stream().mapToLong(DirectionReport::runtimeMillis).min().getAsLong(),
                longest(working)));
    }

    private List<DirectionReport> working(Function<JobReport, DirectionReport> direction) {
        return jobs.stream().map(direction).filter(report -> report.operations() > 0).toList();
    }

    /** All of the group's bytes over its longest runtime. */
    private static double bytesPerSecond(List<DirectionReport> working) {
        long bytes = working.stream().mapToLong(DirectionReport::bytes).sum();
        return working.isEmpty() ? 0 : bytes * MILLIS_PER_SECOND / longest(working);
    }

    private static long longest(List<DirectionReport> working) {
        return working.stream().mapToLong(DirectionReport::runtimeMillis).max().getAsLong();
    }
}
