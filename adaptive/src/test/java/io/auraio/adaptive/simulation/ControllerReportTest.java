package io.auraio.adaptive.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerReportTest {

    /** The models that take least; the others are written by the same run. */
    @ParameterizedTest
    @ValueSource(strings = {"hdd", "net", "net500"})
    void thePageHoldsWhatTheReportMeasuresToday(String name) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "controller.md"));
        for (Model<?> model : Models.ALL) {
            if (model.name().equals(name)) {
                for (ReportRow row : ReportRow.of(model, ControllerReport.SEEDS)) {
                    assertThat(page)
                            .as("docs/controller.md is out of date: run ControllerReport")
                            .contains(ReportTable.line(row));
                }
            }
        }
    }
}
