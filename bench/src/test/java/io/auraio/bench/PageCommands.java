package io.auraio.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** The commands that a page shows: those of its sh blocks, and those in backticks that begin with a file of the project. */
final class PageCommands extends AbstractVisitor {
    /** Found at {@code place}, its page and line. */
    record Command(String place, List<String> words) {}

    private final Path root;
    private final String page;
    private final List<Command> commands = new ArrayList<>();

    private PageCommands(Path root, String page) {
        this.root = root;
        this.page = page;
    }

    static List<Command> of(Path root, String page, String markdown) {
        PageCommands found = new PageCommands(root, page);
        Parser.builder().extensions(List.of(TablesExtension.create())).includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build()
                .parse(markdown).accept(found);
        return found.commands;
    }

    @Override
    public void visit(FencedCodeBlock block) {
        if (block.getInfo().equals("sh")) {
            add(block, block.getLiteral());
        }
    }

    @Override
    public void visit(Code code) {
        List<List<String>> words = ShellWords.commands(code.getLiteral());
        if (!words.isEmpty() && isInTree(withoutPrefix(words.getFirst()))) {
            add(code, code.getLiteral());
        }
    }

    /** The command itself, without variables that are set for it and without what runs it. */
    static List<String> withoutPrefix(List<String> words) {
        int first = 0;
        while (first < words.size() && (words.get(first).matches("[A-Z_]+=.*|sudo|time|exec"))) {
            first++;
        }
        return words.subList(first, words.size());
    }

    private boolean isInTree(List<String> words) {
        int slash = words.isEmpty() ? -1 : words.getFirst().indexOf('/');
        return slash > 0 && Files.isDirectory(root.resolve(words.getFirst().substring(0, slash)));
    }

    private void add(Node node, String text) {
        String place = page + ":" + (node.getSourceSpans().getFirst().getLineIndex() + 1);
        for (List<String> words : ShellWords.commands(text)) {
            List<String> command = withoutPrefix(words);
            if (!command.isEmpty()) {
                commands.add(new Command(place, command));
            }
        }
    }
}
