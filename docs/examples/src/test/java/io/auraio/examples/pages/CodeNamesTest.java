package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeNamesTest {
    private static List<String> complaints(String code) {
        return new CodeNames(Set.of("SomeTest", "DecisionEvent", "Bffio")).complaints(Page.of("docs/page.md", "# Page\n\nso `" + code + "` is\n"));
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
    void classesAndEventsByTheirFullNamesExist() {
        assertThat(complaints("java io.auraio.bench.Bffio; jfr print --events io.auraio.Decision,io.auraio.Decisions run.jfr")).containsExactly(
                "docs/page.md:3: there is no class or event io.auraio.Decisions");
        assertThat(new CodeNames(Set.of()).complaints(Page.of("docs/page.md", "```sh\njava io.auraio.None\n```\n"))).containsExactly(
                "docs/page.md:1: there is no class or event io.auraio.None");
    }

    @Test
    void testThatDoesNotExistIsFound() {
        assertThat(complaints("OtherTest")).containsExactly("docs/page.md:3: there is no OtherTest.java");
    }
}
