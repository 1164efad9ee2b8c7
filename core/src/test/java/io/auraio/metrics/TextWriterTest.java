package io.auraio.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextWriterTest {

    private final StringBuilder text = new StringBuilder();

    @Test
    void whatIsSpecialInALabelIsEscaped() throws IOException {
        new TextWriter(TextFormat.PROMETHEUS, text).sample("name", "a\"b", List.of("scope", "c:\\d\ne"), 1);
        assertThat(text).hasToString("name{engine=\"a\\\"b\",scope=\"c:\\\\d\\ne\"} 1\n");
    }

    @Test
    void countersLoseTheirTotalInTheHeadersOfOpenMetrics() throws IOException {
        Metric<Object> metric = Metric.counter("auraio_read_bytes", "Bytes read.", any -> 0);
        new TextWriter(TextFormat.OPENMETRICS, text).header(metric);
        assertThat(text).hasToString("# HELP auraio_read_bytes Bytes read.\n# TYPE auraio_read_bytes counter\n# UNIT auraio_read_bytes bytes\n");
        text.setLength(0);
        new TextWriter(TextFormat.PROMETHEUS, text).header(metric);
        assertThat(text).hasToString("# HELP auraio_read_bytes_total Bytes read.\n# TYPE auraio_read_bytes_total counter\n");
    }

    @Test
    void wholeNumbersAreWrittenAsSuch() {
        assertThat(TextWriter.number(1e15)).isEqualTo("1000000000000000");
        assertThat(TextWriter.number(0.25)).isEqualTo("0.25");
        assertThat(TextWriter.number(Double.NaN)).isEqualTo("NaN");
    }

    @Test
    void boundsAreWrittenAsGoWritesThem() {
        assertThat(TextWriter.bound(1023 / 1e9)).isEqualTo("1.023e-06");
        assertThat(TextWriter.bound(65535 / 1e9)).isEqualTo("6.5535e-05");
        assertThat(TextWriter.bound(1048575 / 1e9)).isEqualTo("0.001048575");
        assertThat(TextWriter.bound(0.99)).isEqualTo("0.99");
        assertThat(TextWriter.bound(17179869183L / 1e9)).isEqualTo("17.179869183");
    }

    @Test
    void aScrapeThatAsksForOpenMetricsGetsIt() {
        assertThat(TextFormat.accepted("application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1")).isEqualTo(TextFormat.OPENMETRICS);
        assertThat(TextFormat.accepted("text/plain")).isEqualTo(TextFormat.PROMETHEUS);
        assertThat(TextFormat.accepted(null)).isEqualTo(TextFormat.PROMETHEUS);
    }
}
