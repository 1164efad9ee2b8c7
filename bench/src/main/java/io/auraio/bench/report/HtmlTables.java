package io.auraio.bench.report;

import static io.auraio.bench.report.FioNumbers.format;
import static io.auraio.bench.report.HtmlPage.escape;

import java.util.List;

/** The tables of an HTML report. */
final class HtmlTables {
    private HtmlTables() {}

    /** A line for each job, or for each group. */
    static String overview(RunReport run) {
        StringBuilder rows = new StringBuilder();
        for (JobReport job : run.shown()) {
            rows.append(format("<tr><td>%s%s</td>%s%s<td>%s</td><td>%d</td><td>%s</td></tr>", escape(job.name()),
                    job.jobs() > 1 ? " and " + (job.jobs() - 1) + " more" : "", rates(job.read()), rates(job.write()),
                    time(job.completions().percentile(99)), job.engine().finalDepth(), escape(job.engine().finalPhase())));
        }
        return card("<tr><th>job</th><th>read IOPS</th><th>read</th><th>write IOPS</th><th>write</th><th>P99</th><th>depth</th><th>phase</th></tr>" + rows, "");
    }

    /** What a job did in each direction. */
    static String directions(JobReport job) {
        StringBuilder rows = new StringBuilder();
        addDirection(rows, "read", job.read());
        addDirection(rows, "write", job.write());
        if (!job.sync().isEmpty()) {
            rows.append(format("<tr><td>sync</td><td></td><td></td><td>%d</td><td></td><td>%s</td>%s</tr>", job.sync().moments().count(),
                    time(job.sync().moments().mean()), percentiles(job.sync())));
        }
        return card("<tr><th></th><th>IOPS</th><th>bandwidth</th><th>operations</th><th>bytes</th>"
                + "<th>mean</th><th>P50</th><th>P99</th><th>P99.9</th><th>max</th></tr>"
                + rows, "");
    }

    static String disks(List<DiskUse> disks) {
        StringBuilder rows = new StringBuilder();
        disks.forEach(disk -> rows.append(format("<tr><td>%s</td><td>%d</td><td>%d</td><td>%d ms</td><td>%d ms</td><td>%.2f %%</td></tr>", escape(disk.name()),
                disk.readOperations(), disk.writeOperations(), disk.readMillis(), disk.writeMillis(), disk.utilisation())));
        return card("<tr><th>disk</th><th>reads</th><th>writes</th><th>reading</th><th>writing</th><th>busy</th></tr>" + rows, "");
    }

    /** What is looked up rather than read: the machine's share, the options, the decisions. */
    static String details(JobReport job) {
        double runtimeNanos = Math.max(1, job.runtimeMillis()) * 1e6;
        StringBuilder rows = new StringBuilder();
        addRow(rows, "CPU", format("user %.2f %%, system %.2f %%, %d context switches", 100 * job.cpu().userNanos() / runtimeNanos,
                100 * job.cpu().systemNanos() / runtimeNanos, job.cpu().contextSwitches()));
        addRow(rows, "depth", format("%d at the end, %s, found by %s", job.engine().finalDepth(), job.engine().finalPhase(), job.engine().controller()));
        addRow(rows, "kernel entries", format("%d, %.1f operations each", job.engine().enters(),
                job.engine().enters() == 0 ? 0.0 : (double) job.operations() / job.engine().enters()));
        job.options().forEach((name, value) -> addRow(rows, name, value));
        StringBuilder steps = new StringBuilder();
        for (DepthStep step : job.engine().steps()) {
            steps.append(format("<tr><td>%.3f s</td><td>%s</td><td>%d</td><td>%s</td><td>%s</td><td>%s</td></tr>", step.elapsedNanos() / 1e9,
                    escape(step.phase()), step.limit(), escape(step.reason()),
                    step.operationsPerSecond() > 0 ? FioNumbers.count(step.operationsPerSecond()) : "", step.p99Nanos() > 0 ? time(step.p99Nanos()) : ""));
        }
        return card(rows.toString(), "words") + "<details class=\"card\"><summary>" + job.engine().steps().size() + " decisions of the controller</summary>"
                + "<div class=\"scroll\"><table class=\"words\"><tr><th>at</th><th>phase</th><th>limit</th><th>reason</th><th>IOPS</th><th>P99</th></tr>"
                + steps + "</table></div></details>";
    }

    /** Nanoseconds in the unit that shows them best. */
    static String time(double nanos) {
        return nanos >= 1e9 ? format("%.2f s", nanos / 1e9) : nanos >= 1e6 ? format("%.2f ms", nanos / 1e6)
                : nanos >= 1e3 ? format("%.1f µs", nanos / 1e3) : format("%.0f ns", nanos);
    }

    private static String rates(DirectionReport report) {
        return report.operations() == 0 ? "<td></td><td></td>" : format("<td>%s</td><td>%s/s</td>",
                FioNumbers.count(Math.floor(report.operationsPerSecond())), FioNumbers.bytes(report.bytesPerSecond()));
    }

    private static void addDirection(StringBuilder rows, String name, DirectionReport report) {
        if (report.operations() > 0) {
            rows.append(format("<tr><td>%s</td><td>%s</td><td>%s/s</td><td>%d</td><td>%s</td><td>%s</td>%s</tr>", name,
                    FioNumbers.count(Math.floor(report.operationsPerSecond())), FioNumbers.bytes(report.bytesPerSecond()), report.operations(),
                    FioNumbers.bytes(report.bytes()), time(report.completion().moments().mean()), percentiles(report.completion())));
        }
    }

    private static String percentiles(LatencyDistribution latency) {
        return format("<td>%s</td><td>%s</td><td>%s</td><td>%s</td>", time(latency.percentile(50)), time(latency.percentile(99)),
                time(latency.percentile(99.9)), time(latency.moments().max()));
    }

    private static void addRow(StringBuilder rows, String name, String value) {
        rows.append(format("<tr><td class=\"soft\">%s</td><td>%s</td></tr>", escape(name), escape(value)));
    }

    private static String card(String rows, String tableClass) {
        return "<div class=\"card scroll\"><table class=\"" + tableClass + "\">" + rows + "</table></div>";
    }
}
