package io.auraio.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page and the board name the metrics that there are. */
class MetricNamesTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Pattern NAME = Pattern.compile("auraio_[a-z0-9_]+");

    /** What is written of a metric that is more than one series. */
    private static final Set<String> OF_LATENCY = Set.of("auraio_latency_seconds_bucket", "auraio_latency_seconds_sum", "auraio_latency_seconds_count");

    private static Set<String> named(String file) throws IOException {
        return NAME.matcher(Files.readString(DOCS.resolve(file))).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> metrics() {
        Stream<Metric<?>> all = Stream.concat(
                Catalog.ALL.stream().flatMap(group -> group.metrics().stream()), Stream.of(LatencyText.HISTOGRAM, LatencyText.SUMMARY, MetricsExporter.INFO));
        return all.map(Metric::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricOfTheBoardExists() throws IOException {
        Set<String> named = named("grafana.json");
        assertThat(named).hasSizeGreaterThan(20);
        named.removeAll(OF_LATENCY);
        assertThat(metrics()).containsAll(named);
    }

    @Test
    void thePageNamesEveryMetricAndNoOther() throws IOException {
        Set<String> named = named("observability.md");
        named.removeAll(OF_LATENCY);
        assertThat(named).isEqualTo(metrics());
    }

    @Test
    void thePageNamesEveryEventAndItsThreshold() throws IOException {
        String page = Files.readString(DOCS.resolve("observability.md"));
        assertThat(page).contains(
                "`io.auraio.Decision`", "`io.auraio.PhaseChange`", "`io.auraio.Spill`", "`io.auraio.Overflow`", "`io.auraio.SlowOperation`", "`io.auraio.Engine`",
                "`io.auraio.File`", "`io.auraio.Statistics`", "20 ms by default");
    }
}
