package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MavenCoordinatesTest {
    private static List<String> complaints(String artifact, String version) {
        return new MavenCoordinates(Map.of("auraio", "1.2")).complaints(Page.of("docs/page.md", """
                ```xml
                <dependency>
                  <groupId>io.auraio</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                </dependency>
                ```
                """.formatted(artifact, version)));
    }

    @Test
    void artifactOfTheBuildIsRight() {
        assertThat(complaints("auraio", "1.2")).isEmpty();
    }

    @Test
    void otherVersionIsFound() {
        assertThat(complaints("auraio", "1.1")).containsExactly("docs/page.md:1: auraio is 1.2, and here 1.1");
    }

    @Test
    void otherArtifactIsFound() {
        assertThat(complaints("auraio-core", "1.2")).containsExactly("docs/page.md:1: there is no artifact auraio-core; there are auraio");
    }

    @Test
    void artifactsOfTheProjectAreKnown() throws IOException {
        assertThat(MavenCoordinates.ofTheProject().complaints(Page.of("docs/page.md", """
                ```xml
                <groupId>io.auraio</groupId>
                <artifactId>auraio-none</artifactId>
                ```
                """))).singleElement().asString().contains("there are auraio, auraio-adaptive, auraio-bench, auraio-bufferpool, ");
    }
}
