package io.auraio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HtmlReportChromiumTest {
    @TempDir
    private Path folder;

    @Test
    void aBrowserDrawsEveryChart() throws Exception {
        JobReport target = Reports.job("with a target", Reports.direction(Reports.around400Micros()), DirectionReport.none(), LatencyDistribution.none(),
                Reports.engine(Reports.steps(), new TargetAnswer(1_000_000, true, 37, 84_100, 962_000)));
        JobReport nothing = Reports.job("nothing", DirectionReport.none(), DirectionReport.none(), LatencyDistribution.none(),
                new EngineReport("fixed", List.of(), List.of(), List.of(), Optional.empty()));
        Path page = Files.writeString(folder.resolve("report.html"), new HtmlReport(Reports.run(false, target, Reports.writing("</script>"), nothing)).text());
        String dom = Chromium.domOf(page, folder.resolve("profile"));
        assertThat(dom).doesNotContain("data-error").contains("data-charts=\"10\"");
    }
}
