package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeBlocksTest {
    @Test
    void blocksThatSayWhatTheyAreAreRight() {
        assertThat(CodeBlocks.complaints(Page.of("docs/page.md", "```sh\nls\n```\n\n- so:\n\n  ```text\n  out\n  ```\n"))).isEmpty();
    }

    @Test
    void blockWithoutALanguageIsFound() {
        assertThat(CodeBlocks.complaints(Page.of("docs/page.md", "one\n\n```\nls\n```\n"))).singleElement().asString()
                .startsWith("docs/page.md:3: a block of \"\"; begin it with ``` and one of c, dockerfile, ini, java,");
    }

    @Test
    void unknownLanguageIsFound() {
        assertThat(CodeBlocks.complaints(Page.of("docs/page.md", "```jav\nint i;\n```\n"))).hasSize(1);
    }

    @Test
    void indentedBlockIsFound() {
        assertThat(CodeBlocks.complaints(Page.of("docs/page.md", "one\n\n    int i;\n"))).containsExactly(
                "docs/page.md:3: a block of code by indentation; put it between ``` lines and say what it is, such as ```java");
    }
}
