package io.auraio.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.Tuning;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsExporterKernelTest {

    private static final int READS = 100;

    private Engine engine;
    private Engine other;
    private AsyncFile twice;
    private AsyncFile again;
    private MetricsExporter exporter;

    @BeforeEach
    void readSome() throws Exception {
        Path path = Files.createTempFile(Path.of("target"), "metrics", ".data");
        path.toFile().deleteOnExit();
        Files.write(path, new byte[4096]);
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).build());
        other = Engine.open(EngineOptions.builder().ringCount(2).tuning(Tuning.FILE).build());
        twice = other.open(path);
        again = other.open(path);
        exporter = new MetricsExporter().add("index", engine).add("log", other);
        try (AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(4096)) {
            for (int i = 0; i < READS; i++) {
                file.read(buffer, 0, (request, result) -> {});
            }
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
        }
    }

    @AfterEach
    void close() throws IOException {
        twice.close();
        again.close();
        engine.close();
        other.close();
    }

    @Test
    void samplesAreTheEnginesFigures() {
        assertThat(exporter.text(TextFormat.PROMETHEUS).lines()).contains(
                "auraio_engine_info{engine=\"index\",version=\"" + Engine.version() + "\"} 1",
                "auraio_reads_completed_total{engine=\"index\",ring=\"0\"} 100",
                "auraio_read_bytes_total{engine=\"index\",ring=\"0\"} 409600",
                "auraio_requests_in_flight_peak{engine=\"index\",ring=\"0\"} 100",
                "auraio_requests_allowed{engine=\"index\",ring=\"0\"} 256",
                "auraio_phase{engine=\"index\",scope=\"ring 0\",phase=\"CONVERGED\"} 1",
                "auraio_phase{engine=\"index\",scope=\"ring 0\",phase=\"PROBING\"} 0",
                "auraio_open_files{engine=\"log\"} 2",
                "auraio_requests_completed_total{engine=\"log\",ring=\"1\"} 0");
    }

    @Test
    void bucketsOfLatencyAddUpToTheirCount() {
        long sampled = engine.stats().latency().count();
        assertThat(sampled).isPositive();
        List<String> buckets = exporter.text(TextFormat.PROMETHEUS).lines().filter(line -> line.startsWith("auraio_latency_seconds_bucket{engine=\"index\"")).toList();
        List<Long> counts = buckets.stream().map(line -> Long.valueOf(line.substring(line.lastIndexOf(' ') + 1))).toList();
        assertThat(counts).isSorted().hasSize(26).last().isEqualTo(sampled);
        assertThat(exporter.text(TextFormat.PROMETHEUS)).contains(
                "auraio_latency_seconds_sum{engine=\"index\",ring=\"0\"} " + engine.stats().latency().sumNanos() / 1e9,
                "auraio_latency_seconds_count{engine=\"index\",ring=\"0\"} " + sampled + "\n");
    }

    @Test
    void noSampleComesTwiceThoughAFileIsOpenTwice() {
        for (TextFormat format : TextFormat.values()) {
            assertThat(exporter.text(format).lines().filter(line -> !line.startsWith("#")).map(line -> line.substring(0, line.lastIndexOf(' ')))).doesNotHaveDuplicates();
        }
        assertThat(exporter.text(TextFormat.PROMETHEUS)).contains(twice.path() + " #2\"");
    }

    @Test
    void thereAreMoreThanThirtyMetricsAndOpenMetricsHasThemAll() {
        String openMetrics = exporter.text(TextFormat.OPENMETRICS);
        assertThat(openMetrics).endsWith("# EOF\n").contains("# TYPE auraio_engine info\n", "# UNIT auraio_latency_seconds seconds\n");
        assertThat(samples(openMetrics)).isEqualTo(samples(exporter.text(TextFormat.PROMETHEUS))).hasSizeGreaterThan(50);
    }

    private static Set<String> samples(String text) {
        return text.lines().filter(line -> !line.startsWith("#")).map(line -> line.substring(0, line.indexOf('{'))).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void promtoolFindsNothingToSay() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "promtool is not installed (apt-get install prometheus)");
        Path output = Files.createTempFile(Path.of("target"), "promtool", ".txt");
        output.toFile().deleteOnExit();
        Process promtool = new ProcessBuilder("/usr/bin/promtool", "check", "metrics").redirectErrorStream(true).redirectOutput(output.toFile()).start();
        promtool.getOutputStream().write(exporter.text(TextFormat.PROMETHEUS).getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();
        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    @Test
    void namesAreTakenOnceAndRemovedEnginesAreGone() {
        assertThatThrownBy(() -> exporter.add("log", engine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name=log is another engine's; a name of its own is right");
        assertThat(exporter.remove("log")).isTrue();
        assertThat(exporter.remove("log")).isFalse();
        assertThat(exporter.text(TextFormat.PROMETHEUS)).doesNotContain("engine=\"log\"");
    }

    @Test
    void closedEngineKeepsItsLastFigures() {
        engine.close();
        assertThat(exporter.text(TextFormat.PROMETHEUS)).contains("auraio_reads_completed_total{engine=\"index\",ring=\"0\"} 100");
    }
}
