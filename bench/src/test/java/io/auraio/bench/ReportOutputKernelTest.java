package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where reports go and in which formats. */
@Timeout(120)
class ReportOutputKernelTest {
    @TempDir(factory = InTarget.class)
    private Path folder;

    private Run run(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "--name=job";
        all[1] = "--size=1m";
        all[2] = "--filename=" + folder.resolve("data");
        System.arraycopy(options, 0, all, 3, options.length);
        return Run.of(all);
    }

    @Test
    void jsonAloneIsAllThatIsPrinted() throws IOException {
        Run run = run("--output-format=json");
        JsonNode json = new ObjectMapper().readTree(String.join("\n", run.out()));
        assertThat(json.at("/jobs/0/read/io_bytes").asLong()).isEqualTo(1 << 20);
        assertThat(json.at("/jobs/0/AuraIO/controller").asText()).isEqualTo("knee");
        assertThat(run.out()).last().isEqualTo("}");
    }

    @Test
    void textFollowsJsonWhereBothAreWanted() {
        List<String> out = run("--output-format=normal,json").out();
        assertThat(out.indexOf("{")).isGreaterThan(out.indexOf("Starting 1 thread"));
        assertThat(out.indexOf("Run status group 0 (all jobs):")).isGreaterThan(out.indexOf("}"));
    }

    @Test
    void theReportGoesToAFileAndThePageToAnother() throws IOException {
        Path text = folder.resolve("report");
        Path page = folder.resolve("report.html");
        Run run = run("--output=" + text, "--html=" + page);
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(text)).contains("read: IOPS=", "depth        : final=");
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("<td>read</td>").endsWith("</html>\n");
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingRuns() throws IOException {
        run("--output-format=terse").assertRefused(2,
                "output-format=terse: unknown; use one of json, json+, normal; for a page with charts, --html=<file>");
        run("--html=").assertRefused(2, "html=: empty; give a path");
        run("--html=" + folder).assertRefused(1, "html=" + folder + ": cannot be written (Is a directory); name a file that you may write");
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
