package io.auraio.bench.report;

import static io.auraio.bench.report.FioNumbers.format;
import static io.auraio.bench.report.HtmlPage.escape;

import java.util.List;
import java.util.Locale;

/**
 * A run as a page with charts: for each job depth, IOPS, bandwidth and P99 over time with the controller's phases marked, its latencies by percentile, and its
 * figures in tables.
 *
 * <p>Every job has its own charts, with {@code --group_reporting} too: a sum of depths and phases would show nothing that happened.
 */
public final class HtmlReport {
    private static final List<String> PHASES = List.of("BASELINE", "PROBING", "BACKOFF", "SETTLING", "STEADY", "CONVERGED");

    private final RunReport run;

    /**
     * A report that was not yet written.
     *
     * @param run what is to be reported
     */
    public HtmlReport(RunReport run) {
        this.run = run;
    }

    /**
     * The report.
     *
     * @return a whole HTML file
     */
    public String text() {
        HtmlPage page = new HtmlPage("bffio: " + String.join(", ", run.jobs().stream().map(JobReport::name).distinct().toList()));
        page.add("<h1>bffio report</h1>");
        page.add(format("<p class=\"soft\">bffio %s, %s</p>", escape(run.version()), escape(TextReport.date(run.made()))));
        if (run.shown().size() > 1 || run.grouped()) {
            page.add(HtmlTables.overview(run));
        }
        for (int i = 0; i < run.jobs().size(); i++) {
            addJob(page, run.jobs().get(i), i);
        }
        if (!run.disks().isEmpty()) {
            page.add("<h2>Disks</h2>").add(HtmlTables.disks(run.disks()));
        }
        return page.endWithCharts(new HtmlData(run).json());
    }

    private static void addJob(HtmlPage page, JobReport job, int index) {
        page.add(format("<h2>%s <span class=\"soft\">job %d, group %d</span></h2>", escape(job.name()), index + 1, job.group()));
        job.engine().target().ifPresent(target ->
                page.add(format("<div class=\"card answer%s\">%s</div>", target.met() ? "" : " missed", escape(target.line()))));
        page.add(HtmlTables.directions(job));
        if (!job.engine().timeline().isEmpty()) {
            page.add(phaseLegend());
            page.add("<div class=\"charts\">");
            addChart(page, "Operations in flight", "depth", index);
            addChart(page, "IOPS", "iops", index);
            addChart(page, "Bandwidth", "bandwidth", index);
            addChart(page, "P99 latency", "p99", index);
            page.add("</div>");
        }
        if (job.operations() > 0) {
            page.add("<div class=\"wide\">");
            addChart(page, "Latency by percentile", "percentiles", index);
            page.add("</div>");
        }
        page.add(HtmlTables.details(job));
    }

    private static void addChart(HtmlPage page, String title, String id, int index) {
        page.add(format("<div class=\"card\"><h3>%s</h3><div class=\"chart\"><canvas id=\"%s-%d\" role=\"img\" aria-label=\"%s\"></canvas></div></div>",
                title, id, index, title));
    }

    private static String phaseLegend() {
        StringBuilder legend = new StringBuilder("<div class=\"phases\">");
        PHASES.forEach(phase -> legend.append(format("<span><i data-phase=\"%s\"></i>%s</span>", phase, phase.toLowerCase(Locale.ROOT))));
        return legend.append("</div>").toString();
    }
}
