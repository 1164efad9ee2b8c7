package io.auraio.bench.compare;

import static io.auraio.bench.report.FioNumbers.format;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * When bffio counts as behind.
 *
 * @param iops the least ratio of its IOPS to fio's
 * @param cpu the greatest ratio of its CPU time for an operation to fio's; empty: any
 * @param p99 the greatest ratio of its P99 to fio's; empty: any
 */
record Thresholds(double iops, OptionalDouble cpu, OptionalDouble p99) {
    /** In which figures bffio is behind, each with its ratio and the threshold; empty: in none. */
    List<String> missedBy(Comparison comparison) {
        List<String> missed = new ArrayList<>();
        double iopsRatio = comparison.operationsPerSecond().ratio();
        if (iopsRatio < iops) {
            missed.add(format("IOPS %.3f < %.3f", iopsRatio, iops));
        }
        double cpuRatio = (comparison.longerFio().isEmpty() ? comparison.processCpu() : comparison.furtherCpu()).ratio();
        if (cpu.isPresent() && cpuRatio > cpu.getAsDouble()) {
            missed.add(format("CPU %.3f > %.3f", cpuRatio, cpu.getAsDouble()));
        }
        double p99Ratio = comparison.p99Nanos().ratio();
        if (p99.isPresent() && p99Ratio > p99.getAsDouble()) {
            missed.add(format("P99 %.3f > %.3f", p99Ratio, p99.getAsDouble()));
        }
        return missed;
    }
}
