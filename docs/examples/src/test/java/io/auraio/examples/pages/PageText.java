package io.auraio.examples.pages;

import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The words of a part of a page, without its markup. */
final class PageText {
    private PageText() {}

    static String of(Node part) {
        StringBuilder text = new StringBuilder();
        append(part, text);
        return text.toString().strip();
    }

    private static void append(Node node, StringBuilder text) {
        switch (node) {
            case Text words -> text.append(words.getLiteral());
            case Code code -> text.append(code.getLiteral());
            case FencedCodeBlock block -> text.append(block.getLiteral());
            case SoftLineBreak _, HardLineBreak _ -> text.append(' ');
            default -> { }
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            append(child, text);
        }
        if (node instanceof Block || node instanceof TableCell) {
            text.append(' ');
        }
    }
}
