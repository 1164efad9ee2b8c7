package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaQuotesTest {
    private static final JavaQuotes QUOTES = new JavaQuotes(new Sources(List.of(new Sources.Source("Some.java", """
            class Some {
                void read() {
                    open();

                    if (ready) {
                        close();
                    }
                }
            }
            """.lines().toList()))));

    private static List<String> complaints(String java) {
        return QUOTES.complaints(Page.of("docs/page.md", "# Page\n\n```java\n" + java + "```\n"));
    }

    @Test
    void linesOfAFileMoveToTheLeftEdge() {
        assertThat(complaints("open();\n\nif (ready) {\n    close();\n}\n")).isEmpty();
    }

    @Test
    void blockInAListIsAQuotationAsWell() {
        assertThat(QUOTES.complaints(Page.of("docs/page.md", "- so:\n\n  ```java\n  if (ready) {\n      close();\n  ```\n"))).isEmpty();
    }

    @Test
    void otherLanguagesAreLeftAlone() {
        assertThat(QUOTES.complaints(Page.of("docs/page.md", "```c\nopen(2);\n```\n"))).isEmpty();
    }

    @Test
    void changedLineIsFoundWithBothItsForms() {
        assertThat(complaints("open();\n\nif (isReady) {\n")).singleElement().asString().isEqualTo("""
                docs/page.md:3: this Java is in no file under docs/examples/src. Write it there, in a program or a test, and copy whole lines of it, one after \
                another; it comes nearest to Some.java:5, where
                    the page has if (isReady) {
                    the file has if (ready) {""");
    }

    @Test
    void omittedLineIsFound() {
        assertThat(complaints("open();\nif (ready) {\n")).hasSize(1);
    }

    @Test
    void otherIndentationIsFound() {
        assertThat(complaints("if (ready) {\nclose();\n}\n")).hasSize(1);
    }

    @Test
    void quotationThatRunsOverTheEndOfTheFileIsFound() {
        assertThat(complaints("        }\n    }\n}\nclass Other {}\n")).singleElement().asString()
                .endsWith("the page has class Other {}\n    the file has ended");
    }

    @Test
    void lineFurtherLeftThanTheFilesIsFound() {
        assertThat(complaints("    close();\n}\n}\n")).singleElement().asString().contains("Some.java:8");
    }

    @Test
    void partOfALineIsNoQuotation() {
        assertThat(complaints("open()\n")).singleElement().asString().endsWith("no file there has its first line:\n    open()");
    }

    @Test
    void emptyBlockIsFound() {
        assertThat(complaints("")).containsExactly("docs/page.md:3: an empty block of Java");
    }
}
