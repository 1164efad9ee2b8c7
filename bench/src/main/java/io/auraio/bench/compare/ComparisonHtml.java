package io.auraio.bench.compare;

import static io.auraio.bench.report.FioNumbers.format;

import io.auraio.bench.compare.Comparison.Figure;
import io.auraio.bench.report.FioNumbers;
import io.auraio.bench.report.HtmlPage;
import java.util.List;

/** Comparisons as a page that needs no network. */
final class ComparisonHtml {
    private static final double MICRO = 1e3;

    private ComparisonHtml() {}

    /** {@code about} says under the title how it was measured. */
    static String page(List<Comparison> comparisons, Thresholds thresholds, String about) {
        HtmlPage page = new HtmlPage("fio and bffio").add("<h1>fio and bffio</h1>").add("<p class=\"soft\">" + HtmlPage.escape(about) + "</p>");
        StringBuilder rows = new StringBuilder(
                "<tr><th>workload</th><th>fio IOPS</th><th>bffio IOPS</th><th>ratio</th><th>least to greatest</th><th></th></tr>");
        for (Comparison comparison : comparisons) {
            Figure iops = comparison.operationsPerSecond();
            List<String> missed = thresholds.missedBy(comparison);
            rows.append(format("<tr><td>%s</td><td>%s</td><td>%s</td><td>%.3f</td><td>%.3f to %.3f</td><td class=\"%s\">%s</td></tr>",
                    HtmlPage.escape(comparison.workload().name()), FioNumbers.count(iops.fio()), FioNumbers.count(iops.bffio()), iops.ratio(),
                    iops.leastRatio(), iops.greatestRatio(), missed.isEmpty() ? "good" : "bad", HtmlPage.escape(ComparisonText.verdict(missed))));
        }
        page.add(table(rows));
        page.add("<h2>CPU time of an operation, and P99 latency <span class=\"soft\">µs</span></h2>");
        rows = new StringBuilder("<tr><th>workload</th><th>figure</th><th>fio</th><th>bffio</th><th>ratio</th><th>least to greatest</th></tr>");
        for (Comparison comparison : comparisons) {
            addRow(rows, comparison.workload().name(), "CPU, whole process", comparison.processCpu());
            addRow(rows, "", "CPU, jobs alone", comparison.jobCpu());
            if (!comparison.longerFio().isEmpty()) {
                addRow(rows, "", "CPU, start apart", comparison.furtherCpu());
            }
            addRow(rows, "", "P99", comparison.p99Nanos());
        }
        return page.add(table(rows)).end();
    }

    private static void addRow(StringBuilder rows, String name, String figure, Figure nanos) {
        rows.append(format("<tr><td>%s</td><td>%s</td><td>%.2f</td><td>%.2f</td><td>%.3f</td><td>%.3f to %.3f</td></tr>", HtmlPage.escape(name), figure,
                nanos.fio() / MICRO, nanos.bffio() / MICRO, nanos.ratio(), nanos.leastRatio(), nanos.greatestRatio()));
    }

    private static String table(StringBuilder rows) {
        return "<div class=\"card scroll\"><table>" + rows + "</table></div>";
    }
}
