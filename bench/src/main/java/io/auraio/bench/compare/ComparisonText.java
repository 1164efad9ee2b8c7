package io.auraio.bench.compare;

import static io.auraio.bench.report.FioNumbers.format;

import io.auraio.bench.compare.Comparison.Figure;
import io.auraio.bench.report.FioNumbers;
import java.util.ArrayList;
import java.util.List;

/** Comparisons as a table of text. */
final class ComparisonText {
    private static final double MICRO = 1e3;

    private ComparisonText() {}

    static List<String> lines(List<Comparison> comparisons, Thresholds thresholds) {
        int width = Math.max(8, comparisons.stream().mapToInt(comparison -> comparison.workload().name().length()).max().orElse(0));
        boolean apart = comparisons.stream().anyMatch(comparison -> !comparison.longerFio().isEmpty());
        List<String> lines = new ArrayList<>();
        lines.add(format("%-" + width + "s  %-36s  %-25s  %-25s%s  %-25s", "", "IOPS", "CPU us/op, whole process", "CPU us/op, jobs alone",
                apart ? format("  %-25s", "CPU us/op, start apart") : "", "P99 us"));
        lines.add(format("%-" + width + "s  %8s %8s  %-17s  %8s %8s  %6s  %8s %8s  %6s%s  %8s %8s  %6s  %s",
                "workload", "fio", "bffio", "ratio (min-max)", "fio",
                "bffio", "ratio", "fio", "bffio", "ratio", apart ? format("  %8s %8s  %6s", "fio", "bffio", "ratio") : "", "fio", "bffio", "ratio", "verdict"));
        for (Comparison comparison : comparisons) {
            Figure iops = comparison.operationsPerSecond();
            lines.add(format("%-" + width + "s  %8s %8s  %.3f (%.3f-%.3f)%s%s%s%s  %s", comparison.workload().name(), FioNumbers.count(iops.fio()),
                    FioNumbers.count(iops.bffio()), iops.ratio(), iops.leastRatio(), iops.greatestRatio(), micros(comparison.processCpu()),
                    micros(comparison.jobCpu()), apart ? micros(comparison.furtherCpu()) : "", micros(comparison.p99Nanos()),
                    verdict(thresholds.missedBy(comparison))));
        }
        return lines;
    }

    static String verdict(List<String> missed) {
        return missed.isEmpty() ? "ok" : "behind: " + String.join(", ", missed);
    }

    private static String micros(Figure nanos) {
        return format("  %8.2f %8.2f  %6.3f", nanos.fio() / MICRO, nanos.bffio() / MICRO, nanos.ratio());
    }
}
