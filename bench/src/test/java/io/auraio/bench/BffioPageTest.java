package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page on bffio names every option that there is. */
class BffioPageTest {
    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("../docs/bffio.md"));
    }

    @Test
    void everyOptionOfAJobIsInItsTable() {
        for (JobOption option : JobOption.values()) {
            String names = "`" + String.join("`, `", option.names()) + "`";
            String label = option.valueLabel().replace("|", "\\|");
            String help = option.help().replace("|", "\\|");
            assertThat(page).contains("| " + names + " | `" + label + "` | " + help + " |");
        }
    }

    @Test
    void everyOptionOfARunIsInItsTable() {
        for (RunOption option : RunOption.values()) {
            assertThat(page).contains("| `--" + option.fioName() + "` | `" + option.valueLabel().replace("|", "\\|") + "` | " + option.help() + " |");
        }
    }

    @Test
    void everyOptionThatIsIgnoredIsNamed() {
        for (String name : IgnoredOptions.names()) {
            assertThat(page).contains("`" + name + "`");
        }
    }
}
