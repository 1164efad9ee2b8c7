package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say what is so. Each complaint names page and line, and what to do. */
class PagesTest {
    private static Sources sources;
    private static CodeNames codeNames;
    private static MavenCoordinates coordinates;

    @BeforeAll
    static void readSources() throws IOException {
        sources = Sources.ofExamples();
        codeNames = CodeNames.ofTheProject();
        coordinates = MavenCoordinates.ofTheProject();
    }

    static List<Page> pages() throws IOException {
        return Page.all();
    }

    @Test
    void allPagesAreLookedAt() throws IOException {
        assertThat(pages()).extracting(Page::name).contains("README.md", "docs/architecture.md", "bench/jobs/README.md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockOfCodeSaysWhatItIs(Page page) {
        assertThat(CodeBlocks.complaints(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaIsQuotedFromFilesThatTheBuildCompiles(Page page) {
        assertThat(new JavaQuotes(sources).complaints(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Page page) {
        assertThat(new Links(Page.ROOT).complaints(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void tablesOfConstantsHoldWhatTheCodeHolds(Page page) {
        assertThat(ConstantTables.complaints(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namedMembersAndTestsExist(Page page) {
        assertThat(codeNames.complaints(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void dependenciesAreWhatTheBuildMakes(Page page) {
        assertThat(coordinates.complaints(page)).isEmpty();
    }
}
