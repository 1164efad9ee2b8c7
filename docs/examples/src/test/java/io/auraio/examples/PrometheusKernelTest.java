package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Prometheus server scrapes the example, and answers what the page and the board ask it. */
@Timeout(120)
class PrometheusKernelTest {
    private static final Path PAGE = Path.of("../observability.md");
    private static final Path BOARD = Path.of("../grafana.json");

    @TempDir
    private static Path folder;

    private static Process example;
    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws IOException {
        example = Program.start(Program.command(MetricsServer.class, "--port", 0, Samples.file(folder, "file", 1 << 20)));
        String address = new BufferedReader(new InputStreamReader(example.getInputStream(), UTF_8)).readLine();
        prometheus = Prometheus.scraping(URI.create(address).getAuthority(), folder);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (prometheus != null) {
            prometheus.close();
        }
        if (example != null) {
            example.destroyForcibly().waitFor();
        }
    }

    /** The queries of the page's table: what is in backticks in its second column. */
    static List<String> queriesOfThePage() throws IOException {
        String table = Files.readString(PAGE).split("Queries to begin with:\n")[1].split("\n\n")[0];
        return Pattern.compile("`([^`]+)`").matcher(table).results().map(found -> found.group(1)).toList();
    }

    /** The board's queries, with what Grafana puts in for its variables. */
    static Stream<String> queriesOfTheBoard() throws IOException {
        return Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"").matcher(Files.readString(BOARD)).results()
                .map(found -> found.group(1).replace("\\\"", "\"").replace("$engine", "example").replace("$__rate_interval", "1m"));
    }

    @Test
    void countsAndRatesOfOperationsAreAnswered() throws IOException, InterruptedException {
        double earlier = prometheus.positive("sum(auraio_requests_completed_total{engine=\"example\"})");
        assertThat(prometheus.positive("sum(auraio_requests_completed_total{engine=\"example\"}) > " + earlier)).isGreaterThan(earlier);
        assertThat(prometheus.get("/api/v1/targets")).contains("\"health\":\"up\"", "\"lastError\":\"\"");
    }

    @Test
    void quantileOfLatencyIsAnswered() throws IOException, InterruptedException {
        // More than the least bound, and less than the greatest: estimated within a bucket, not for want of one.
        assertThat(prometheus.positive("histogram_quantile(0.99, sum by (le) (rate(auraio_latency_seconds_bucket[1m])))")).isBetween(1e-7, 17.0);
    }

    @Test
    void typesAreKnown() throws IOException, InterruptedException {
        prometheus.positive("auraio_uptime_seconds");
        String metadata = prometheus.get("/api/v1/metadata");
        assertThat(metadata).contains("\"auraio_latency_seconds\":[{\"type\":\"histogram\"");
        // Under OpenMetrics, which the server asks for, the type belongs to the name without its suffix.
        assertThat(metadata).containsPattern("\"auraio_requests_completed(_total)?\":\\[\\{\"type\":\"counter\"");
    }

    @ParameterizedTest
    @MethodSource("queriesOfThePage")
    void queriesOfThePageAreAnswered(String query) throws IOException, InterruptedException {
        // A rate of what never happens is 0, and an answer as well.
        assertThat(prometheus.positive("count(" + query + ")")).isPositive();
    }

    @ParameterizedTest
    @MethodSource("queriesOfTheBoard")
    void queriesOfTheBoardAreUnderstood(String query) throws IOException {
        assertThat(prometheus.answer(query)).startsWith("{\"status\":\"success\"");
    }
}
