package io.auraio.bench;

import java.util.ArrayList;
import java.util.List;

/** The simple commands of a few lines of shell: enough for what pages show, without expansions. */
final class ShellWords {
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private StringBuilder word;

    private ShellWords() {}

    /** Each command as its words, without redirections' operators, comments and quotes. */
    static List<List<String>> commands(String text) {
        ShellWords shell = new ShellWords();
        shell.read(text.replaceAll("\\\\\n", " "));
        return shell.commands;
    }

    private void read(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote != 0 || !isSpecial(c)) {
                append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                word = word == null ? new StringBuilder() : word;
            } else if (c == '#' && word != null) {
                append(c);
            } else if (c == '#') {
                i = endOfLine(text, i) - 1;
            } else {
                endWord();
                if (c != ' ' && c != '\t' && c != '<' && c != '>') {
                    endCommand();
                }
            }
        }
        endWord();
        endCommand();
    }

    private static boolean isSpecial(char c) {
        return " \t\n|&;()<>#'\"".indexOf(c) >= 0;
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private void append(char c) {
        word = word == null ? new StringBuilder() : word;
        word.append(c);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private void endCommand() {
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
