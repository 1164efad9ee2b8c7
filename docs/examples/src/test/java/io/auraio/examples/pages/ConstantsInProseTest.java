package io.auraio.examples.pages;

import static io.auraio.examples.pages.Prose.bytes;
import static io.auraio.examples.pages.Prose.change;
import static io.auraio.examples.pages.Prose.constant;
import static io.auraio.examples.pages.Prose.digits;
import static io.auraio.examples.pages.Prose.page;
import static io.auraio.examples.pages.Prose.percent;
import static io.auraio.examples.pages.Prose.ticks;
import static io.auraio.examples.pages.Prose.time;
import static io.auraio.examples.pages.Prose.word;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Constants that pages quote in sentences are the code's. Who quotes another one adds its phrase here; in a table {@link ConstantTables} sees it without. */
class ConstantsInProseTest {

    @Test
    void controllersPhases() {
        Prose page = page("docs/controller.md");
        page.says("ticks it about every %s", time("ControllerOptions.DEFAULT_TICK_NANOS", "ms"));
        page.says("at a depth of %s, for %s ticks and %s completions",
                digits("KneeConstants.baselineDepth"), word("KneeConstants.baselineWindows"), digits("KneeConstants.baselineCompletions"));
        page.says("%s in which the queue of before drains", ticks("KneeConstants.settlingTicks", "ms"));
        page.says("the limit is held; for %s it is STEADY", ticks("KneeConstants.convergedTicks", "s"));
        page.says("all of them up to %s operations a second, one in %s above", digits("KneeConstants.sampleAllBelow"), word("KneeConstants.sampleEvery"));
    }

    @Test
    void controllersMeasurements() {
        page("docs/controller.md").says("standard error of its throughput is at most %s, or for %s with %s operations, or for %s",
                percent("KneeConstants.wantedError"), time("KneeConstants.shortMeasurementNanos", "ms"),
                digits("KneeConstants.shortMeasurementCompletions"), time("KneeConstants.longestMeasurementNanos", "s"));
    }

    @Test
    void controllersSearches() {
        Prose page = page("docs/controller.md");
        page.says("at least %s of the added depth comes back as throughput, are %s while at least %s does",
                word("KneeConstants.slowStartEfficiency"), change("KneeConstants.upFactor"), word("ControllerOptions.DEFAULT_LEAST_EFFICIENCY"));
        page.says("by twice its standard error, %s times and %s at most",
                digits("KneeConstants.mostComparisons"), time("KneeConstants.longestComparisonNanos", "s"));
        page.says("one step of %s up and one of %s down", change("KneeConstants.doubtFactor"), change("KneeConstants.backoffFactor"));
        page.says("rises by %s or falls by %s", percent("KneeConstants.worse"), percent("KneeConstants.better"));
    }

    @Test
    void controllersLatencyGuard() {
        Prose page = page("docs/controller.md");
        page.says("More samples over the guard than %s", word("KneeConstants.allowedShare"));
        page.says("the limit goes to %s, or to %s where %s is over",
                digits("KneeConstants.backoffFactor"), digits("KneeConstants.severeFactor"), word("KneeConstants.crowdedShare"));
        page.says("or %s times the baseline's P99", word("KneeConstants.guardFactor"));
        page.says("avoided for %s to %s", time("KneeConstants.capNanos", "s").replace(" s", ""), time("KneeConstants.longestCapNanos", "s"));
    }

    @Test
    void pathOfARead() {
        Prose page = page("docs/architecture.md");
        page.says("copy up to %s CQEs", digits("Completions.BATCH"));
        page.says("one in %s, or more where the controller asks", word("Tuner.SAMPLE_EVERY"));
        page.says("every %s: tick the controller", time("Tuner.TICK_NANOS", "ms"));
    }

    @Test
    void registrations() {
        page("docs/registering.md").says("a slab (%s, or one larger buffer)", bytes("SizeClass.MIN_SLAB_BYTES", "MiB"));
        page("docs/registering.md").says("buffers of more than %s go the plain way there", bytes("SlabRegistrations.MOST_PINNED_BY_DRIVERS", "MiB"));
        page("docs/registering.md").says("registers up to %s at a time", bytes("Registry.MAX_MEMORY_BYTES", "GiB"));
        page("docs/errors.md").says("the table has %s places", constant("RingTables.FILES"));
        page("docs/errors.md").says("all %s places", constant("RingTables.BUFFERS"));
    }

    @Test
    void statistics() {
        Prose page = page("docs/observability.md");
        page.says("its last %s decisions", digits("TunerStats.MAX_DECISIONS"));
        page.says("one request in %s", word("Tuner.SAMPLE_EVERY"));
    }

    @Test
    void otherValueIsFound() {
        Prose page = Prose.of(Page.of("docs/page.md", "# Page\n\nIt ticks\n*every* 20 ms.\n"));
        page.says("It ticks every %s", "20 ms");
        assertThatThrownBy(() -> page.says("ticks every %s", time("ControllerOptions.DEFAULT_TICK_NANOS", "ms"))).isInstanceOf(AssertionError.class)
                .hasMessageContaining("docs/page.md with its constants as they are in the code").hasMessageContaining("ticks every 10 ms");
    }

    @Test
    void constantThatDoesNotExistIsFound() {
        assertThatThrownBy(() -> constant("KneeConstants.guard")).isInstanceOf(AssertionError.class).hasMessageContaining("the constant KneeConstants.guard");
    }
}
