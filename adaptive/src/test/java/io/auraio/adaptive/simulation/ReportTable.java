package io.auraio.adaptive.simulation;

import java.util.List;
import java.util.Locale;

/** The results as tables in Markdown. */
final class ReportTable {

    private ReportTable() {}

    static String of(List<ReportRow> rows, int seeds) {
        StringBuilder table = new StringBuilder();
        table.append("Means over ").append(seeds).append(" seeds. X: throughput as a share of the best fixed depth's. ");
        table.append("N/knee: mean in flight over the knee. P99: over the P99 at the knee.\n\n");
        table.append("| model | knee | ours: X | N/knee | P99 | 90 % within / kept from | variation of limit | goals "
                + "| plain AIMD: X | N/knee | P99 | fixed 4, 16, 64, 256: X |\n");
        table.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        rows.forEach(row -> table.append(line(row)).append('\n'));
        return table.toString();
    }

    static String line(ReportRow row) {
        Score ours = row.knee();
        Score aimd = row.aimd();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %.2f / %.2f s | %.0f %% | %s | %.2f | %.2f | %.2f | %.2f %.2f %.2f %.2f |",
                row.name(),
                row.optimum().knee(),
                ours.throughput(),
                ours.depth(),
                ours.p99(),
                ours.reachSeconds(),
                ours.settleSeconds(),
                100 * ours.variation(),
                row.reached() ? "reached" : row.knee().misses(row.goals()),
                aimd.throughput(),
                aimd.depth(),
                aimd.p99(),
                row.fixed(4),
                row.fixed(16),
                row.fixed(64),
                row.fixed(256));
    }
}
