package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("docs/other.md"), "# Other\n\n## What `open()` does, and why\n\n## Twice\n\n## Twice\n");
        Files.writeString(root.resolve("docs/board.json"), "{}");
    }

    private List<String> complaints(String markdown) {
        return new Links(root).complaints(Page.of("docs/page.md", "# Page\n\n" + markdown));
    }

    @Test
    void filesFoldersAndHeadingsAreFound() {
        assertThat(complaints("""
                [a](other.md) [b](other.md#what-open-does-and-why) [c](other.md#twice-1) [d](#page) [e](board.json) [f](../docs) ![g](board.json)
                [h](https://example.org/x#y) `[i](nowhere.md)` [j][ref]

                [ref]: other.md
                """)).isEmpty();
    }

    @Test
    void missingPageIsNamed() {
        assertThat(complaints("[a](nowhere.md)")).containsExactly(
                "docs/page.md:3: link to nowhere.md: there is no docs/nowhere.md; add the link together with the page");
    }

    @Test
    void missingImageIsNamed() {
        assertThat(complaints("![a](board.svg)")).containsExactly("docs/page.md:3: link to board.svg: there is no docs/board.svg");
    }

    @Test
    void missingHeadingIsNamedWithThoseThatThereAre() {
        assertThat(complaints("[a](other.md#thrice)")).containsExactly(
                "docs/page.md:3: link to other.md#thrice: docs/other.md has no such heading; it has #other, #what-open-does-and-why, #twice, #twice-1");
    }

    @Test
    void missingHeadingOfThePageItselfIsNamed() {
        assertThat(complaints("[a](#Page)")).containsExactly("docs/page.md:3: link to #Page: docs/page.md has no such heading; it has #page");
    }

    @Test
    void targetOfAReferenceIsLookedAt() {
        assertThat(complaints("[a][ref]\n\n[ref]: nowhere.md\n")).hasSize(1);
    }

    @Test
    void linkOutOfTheProjectIsFound() {
        assertThat(complaints("[a](../../elsewhere.md) [b](/docs/other.md)")).hasSize(2).allMatch(complaint -> complaint.contains("leads out of the project"));
    }

    @Test
    void linkAsHtmlIsFound() {
        assertThat(complaints("so <a href=\"nowhere.md\">it</a> is")).containsExactly(
                "docs/page.md:3: a link as HTML; write [text](target) or ![text](image)");
    }

    @Test
    void placeInAFileThatIsNoPageIsFound() {
        assertThat(complaints("[a](board.json#L1)")).singleElement().asString().contains("names a place in a file that is no page");
    }

    @Test
    void whatTheBuildMakesIsNotThereForAReader() throws IOException {
        Files.createDirectories(root.resolve("docs/target"));
        Files.writeString(root.resolve("docs/target/report.html"), "");
        assertThat(complaints("[a](target/report.html)")).singleElement().asString().contains("the build makes that file");
    }
}
