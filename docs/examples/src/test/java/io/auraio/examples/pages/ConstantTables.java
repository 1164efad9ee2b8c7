package io.auraio.examples.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Code;
import org.commonmark.node.Node;

/**
 * Tables of constants and options hold what the code holds. Such a table has the type's name in backticks at the head of its first column, a constant or
 * option in backticks in each row of it, and, where the second column is headed "value" or "default", there its value:
 *
 * <pre>{@code
 * | `EngineOptions` | default | meaning |
 * |---|---|---|
 * | `queueDepth` | 256 | ... |
 * | `drainTimeout` | 30 s | ... |
 * }</pre>
 */
final class ConstantTables {
    private static final Set<String> VALUE_HEADS = Set.of("value", "default");
    private static final String FORM = "head the first column with the type, such as `EngineOptions`, and the second with \"default\" or \"value\"";

    private ConstantTables() {}

    static List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        for (TableBlock table : page.parts(TableBlock.class)) {
            List<TableRow> rows = Page.parts(table, TableRow.class);
            String head = PageText.of(rows.getFirst().getFirstChild());
            String second = PageText.of(rows.getFirst().getFirstChild().getNext());
            Optional<CodeType> type = onlyCode(rows.getFirst().getFirstChild()).flatMap(CodeType::find);
            if (type.isPresent()) {
                for (TableRow row : rows.subList(1, rows.size())) {
                    check(page, head, type.get(), row, VALUE_HEADS.contains(second), complaints);
                }
            } else if (onlyCode(rows.getFirst().getFirstChild()).isPresent()) {
                complaints.add(page.complaint(table, "`" + head + "` at the head of a table is no type of the library"));
            } else if (second.equals("default") || head.equals("constant")) {
                complaints.add(page.complaint(table, "a table of constants that is not held against the code; " + FORM));
            }
        }
        return complaints;
    }

    private static void check(Page page, String head, CodeType type, TableRow row, boolean hasValues, List<String> complaints) {
        TableCell first = (TableCell) row.getFirstChild();
        List<Code> names = Page.parts(first, Code.class);
        if (names.isEmpty() || hasValues && onlyCode(first).isEmpty()) {
            String what = hasValues ? "one constant" : "constants";
            complaints.add(page.complaint(row, "a row of " + head + " begins with the name of " + what + " in backticks"));
            return;
        }
        Map<String, Object> values = type.isEnum() ? Map.of() : type.values();
        for (Code code : names) {
            String name = code.getLiteral();
            if (!type.members().contains(name)) {
                complaints.add(page.complaint(row, head + " has no `" + name + "`; it has " + String.join(", ", type.members())));
            } else if (hasValues && values.containsKey(name) && !WrittenValue.says(PageText.of(first.getNext()), name, values.get(name))) {
                complaints.add(page.complaint(row, "`" + name + "` of " + head + " is " + WrittenValue.right(name, values.get(name))
                        + ", and here \"" + PageText.of(first.getNext()) + "\"; begin the cell with the value and its unit, an explanation may follow"));
            }
        }
    }

    /** What the cell says, where that is one word in backticks and nothing else. */
    private static Optional<String> onlyCode(Node cell) {
        return cell.getFirstChild() instanceof Code code && code.getNext() == null ? Optional.of(code.getLiteral()) : Optional.empty();
    }
}
