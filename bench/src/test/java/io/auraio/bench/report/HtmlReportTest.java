package io.auraio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static String page(JobReport... jobs) {
        return new HtmlReport(Reports.run(false, jobs)).text();
    }

    @Test
    void everyJobHasItsChartsAndTables() {
        String page = page(Reports.reading("first"), Reports.writing("second"));
        assertThat(page).contains("<title>bffio: first, second</title>", "<canvas id=\"depth-0\"", "<canvas id=\"percentiles-1\"",
                "<td>read</td><td>50.0k</td><td>195MiB/s</td><td>100000</td>", "<td>sync</td>", "3 decisions of the controller",
                "<td>throughput rose with the limit</td>", "<td>vda</td>");
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        String page = page(Reports.reading("j"));
        assertThat(page).contains("Chart.js v").doesNotContain("src=", "href=", "@import", "url(", "sourceMappingURL");
    }

    @Test
    void namesThatLookLikeMarkupStayNames() {
        assertThat(page(Reports.reading("</script><b>"))).contains("&lt;/script&gt;&lt;b&gt;").doesNotContain("</script><b>");
    }

    @Test
    void theAnswerToATargetIsAtTheTopOfItsJob() {
        JobReport job = Reports.job("j", Reports.direction(Reports.around400Micros()), DirectionReport.none(), LatencyDistribution.none(),
                Reports.engine(Reports.steps(), new TargetAnswer(100_000, false, 4, 9_100, 462_000)));
        assertThat(page(job)).contains(
                "<div class=\"card answer missed\">target 0.100 ms cannot be met; best seen: concurrency 4: 9100 IOPS, P99 0.462 ms</div>");
    }
}
