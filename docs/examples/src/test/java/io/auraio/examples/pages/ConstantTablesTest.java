package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConstantTablesTest {
    private static List<String> complaints(String head, String row) {
        return ConstantTables.complaints(Page.of("docs/page.md", "# Page\n\n" + head + "\n|---|---|\n" + row + "\n"));
    }

    private static List<String> option(String row) {
        return complaints("| `EngineOptions` | default |", row);
    }

    @Test
    void defaultsOfABuilderAreRight() {
        assertThat(option("| `queueDepth` | 256 |\n| `drainTimeout` | 30 s |\n| `adaptive` | on |\n| `tuning` | `ENGINE` |\n| `targetP99` | none |")).isEmpty();
    }

    @Test
    void constantsOfARecordAreRight() {
        assertThat(complaints("| `KneeConstants` | value |", """
                | `wantedError` | 0.8 % |
                | `capNanos` | 5 s |
                | `baselineCompletions` | 20 in all |""")).isEmpty();
    }

    @Test
    void staticFieldIsRight() {
        assertThat(complaints("| `ControllerOptions` | value |", "| `DEFAULT_TICK_NANOS` | 10 ms |")).isEmpty();
    }

    @Test
    void explanationMayFollow() {
        assertThat(option("| `ringCount` | 0: one for each CPU |\n| `errorHandler` | logs |")).isEmpty();
    }

    @Test
    void wrongValueIsFoundAndTheRightOneNamed() {
        assertThat(option("| `drainTimeout` | 10 s |")).containsExactly("docs/page.md:5: `drainTimeout` of EngineOptions is 30 s, and here \"10 s\";"
                + " begin the cell with the value and its unit, an explanation may follow");
    }

    @Test
    void unknownNameIsFoundAndThoseThatThereAreNamed() {
        assertThat(option("| `queueLength` | 256 |")).singleElement().asString()
                .startsWith("docs/page.md:5: EngineOptions has no `queueLength`; it has ").contains("queueDepth");
    }

    @Test
    void unknownTypeIsFound() {
        assertThat(complaints("| `EngineSettings` | default |", "| `queueDepth` | 256 |")).containsExactly(
                "docs/page.md:3: `EngineSettings` at the head of a table is no type of the library");
    }

    @Test
    void constantOfAnEnumThatDoesNotExistIsFound() {
        assertThat(complaints("| `Phase` | what happens |", "| `BASELINE` | a |\n| `PROBING`, `BACKOF` | b |")).containsExactly(
                "docs/page.md:6: Phase has no `BACKOF`; it has BACKOFF, BASELINE, CONVERGED, PROBING, SETTLING, STEADY");
    }

    @Test
    void rowWithoutANameIsFound() {
        assertThat(option("| queueDepth | 256 |")).containsExactly("docs/page.md:5: a row of EngineOptions begins with the name of one constant in backticks");
    }

    @Test
    void tableOfDefaultsWithoutATypeIsFound() {
        assertThat(complaints("| option | default |", "| `queueDepth` | 256 |")).singleElement().asString()
                .startsWith("docs/page.md:3: a table of constants that is not held against the code; head the first column with the type");
    }

    @Test
    void otherTablesAreLeftAlone() {
        assertThat(complaints("| in C | in Java |", "| `queueDepth` | 17 |")).isEmpty();
    }
}
