package io.auraio.examples.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;

/** Every block of code says what it is, so that nothing that should be checked goes by as text. */
final class CodeBlocks {
    /** The first two are checked further: Java by {@link JavaQuotes}, commands by bench's tests. */
    private static final Set<String> LANGUAGES = Set.of("java", "sh", "text", "json", "yaml", "xml", "ini", "properties", "promql", "c", "dockerfile");

    private CodeBlocks() {}

    static List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        for (FencedCodeBlock block : page.parts(FencedCodeBlock.class)) {
            if (!LANGUAGES.contains(block.getInfo())) {
                complaints.add(page.complaint(block, "a block of \"" + block.getInfo() + "\"; begin it with ``` and one of "
                        + String.join(", ", LANGUAGES.stream().sorted().toList()) + ": sh for commands, text for output and diagrams"));
            }
        }
        for (IndentedCodeBlock block : page.parts(IndentedCodeBlock.class)) {
            complaints.add(page.complaint(block, "a block of code by indentation; put it between ``` lines and say what it is, such as ```java"));
        }
        return complaints;
    }
}
