package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeNamesTest {
    private static List<String> complaints(String code) {
        return new CodeNames(Set.of("SomeTest")).complaints(Page.of("docs/page.md", "# Page\n\nso `" + code + "` is\n"));
    }

    @Test
    void membersTestsAndOthersCodeAreRight() {
        assertThat(List.of("Engine.open()", "Engine.AGAIN", "EngineOptions.builder().ringCount(2)", "SomeTest", "FileChannel.write", "Models.java"))
                .allSatisfy(code -> assertThat(complaints(code)).isEmpty());
    }

    @Test
    void memberThatDoesNotExistIsFound() {
        assertThat(complaints("Engine.start(options)")).containsExactly("docs/page.md:3: `Engine.start(options)`: Engine has no start");
    }

    @Test
    void testThatDoesNotExistIsFound() {
        assertThat(complaints("OtherTest")).containsExactly("docs/page.md:3: there is no OtherTest.java");
    }
}
