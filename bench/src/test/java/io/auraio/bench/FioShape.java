package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** That what scripts read from fio's report is in bffio's as well. */
final class FioShape {
    /** Their keys are the latencies that happened to occur. */
    private static final String BINS = "bins";

    /** What fio makes of {@code --name=global}. */
    private static final String NAME_OF_GLOBAL = "/global options/name";

    /** What a bounded job determines. */
    private static final List<String> FIGURES = List.of("/read/short_ios", "/read/drop_ios", "/write/short_ios", "/eta");

    private FioShape() {}

    /**
     * Compares two reports of the same job.
     *
     * @param mixed whether chance decides how many operations are reads
     */
    static void assertSame(String fioReport, String ourReport, boolean mixed) throws IOException {
        JsonNode fio = read(fioReport);
        JsonNode ours = read(ourReport);
        assertSameShape("", fio, ours);
        for (int i = 0; i < fio.path("jobs").size(); i++) {
            String job = "/jobs/" + i;
            FIGURES.forEach(figure -> assertThat(ours.at(job + figure)).as(job + figure).isEqualTo(fio.at(job + figure)));
            for (String latency : List.of("/clat_ns/N", "/lat_ns/N")) {
                assertThat(ours.at(job + "/read" + latency).asLong() + ours.at(job + "/write" + latency).asLong()).as(job + latency)
                        .isEqualTo(fio.at(job + "/read" + latency).asLong() + fio.at(job + "/write" + latency).asLong());
                if (!mixed) {
                    assertThat(ours.at(job + "/read" + latency)).as(job + latency).isEqualTo(fio.at(job + "/read" + latency));
                }
            }
            // fio leaves out what has no value, such as group_reporting. Each has a folder of its own.
            fio.at(job + "/job options").properties().stream().filter(option -> !option.getKey().equals("directory"))
                    .forEach(option -> assertThat(ours.at(job + "/job options/" + option.getKey())).as(option.getKey()).isEqualTo(option.getValue()));
        }
    }

    private static JsonNode read(String report) throws IOException {
        return new ObjectMapper().readTree(report.substring(report.indexOf('{')));
    }

    /** Every key of fio's, whatever is in it, is ours as well and of the same type. */
    private static void assertSameShape(String path, JsonNode expected, JsonNode actual) {
        assertThat(actual.getNodeType()).as(path).isEqualTo(expected.getNodeType());
        assertThat(actual.isIntegralNumber()).as(path + " is an integer").isEqualTo(expected.isIntegralNumber());
        expected.properties().stream().filter(entry -> !(path + "/" + entry.getKey()).equals(NAME_OF_GLOBAL)).forEach(entry -> {
            assertThat(actual.has(entry.getKey())).as(path + "/" + entry.getKey() + " is there").isTrue();
            if (!entry.getKey().equals(BINS)) {
                assertSameShape(path + "/" + entry.getKey(), entry.getValue(), actual.get(entry.getKey()));
            }
        });
        assertThat(actual.isArray() ? actual.size() : 0).as(path + " has as many elements").isEqualTo(expected.isArray() ? expected.size() : 0);
        for (int i = 0; expected.isArray() && i < expected.size(); i++) {
            assertSameShape(path + "/" + i, expected.get(i), actual.get(i));
        }
    }
}
