package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void linesAndOperatorsDivideCommands() {
        assertThat(ShellWords.commands("a b && c | d; e &\nf\n\ng"))
                .containsExactly(List.of("a", "b"), List.of("c"), List.of("d"), List.of("e"), List.of("f"), List.of("g"));
    }

    @Test
    void backslashContinuesALine() {
        assertThat(ShellWords.commands("a \\\n    b")).containsExactly(List.of("a", "b"));
    }

    @Test
    void quotesKeepWordsTogether() {
        assertThat(ShellWords.commands("a --b='c d' \"e | f\" ''")).containsExactly(List.of("a", "--b=c d", "e | f", ""));
    }

    @Test
    void commentsAreLeftOut() {
        assertThat(ShellWords.commands("# a\nb # c\nd#e")).containsExactly(List.of("b"), List.of("d#e"));
    }
}
