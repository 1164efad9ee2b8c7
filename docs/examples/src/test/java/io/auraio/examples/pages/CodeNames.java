package io.auraio.examples.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;

/** Names of code exist: {@code `Engine.open(options)`} where Engine is a type of the library, tests such as {@code `ArchitectureTest`}, and full names. */
final class CodeNames {
    private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w+)[.#](\\w+)\\b.*", Pattern.DOTALL);
    /** A class by its full name, or an event of the flight recorder, whose class ends in Event. */
    private static final Pattern FULL_NAME = Pattern.compile("\\bio\\.auraio(?:\\.[a-z]\\w*)*\\.([A-Z]\\w*)");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w+(Test|Properties)");

    private final Set<String> classesOfTheTree;

    CodeNames(Set<String> classesOfTheTree) {
        this.classesOfTheTree = classesOfTheTree;
    }

    /** With every Java file of the project. */
    static CodeNames ofTheProject() throws IOException {
        try (Stream<Path> files = Files.walk(Page.ROOT)) {
            return new CodeNames(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet()));
        }
    }

    List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        for (Code code : page.parts(Code.class)) {
            String text = code.getLiteral();
            checkFullNames(page, code, text, complaints);
            Matcher member = MEMBER.matcher(text);
            if (TEST.matcher(text).matches() && !classesOfTheTree.contains(text)) {
                complaints.add(page.complaint(code, "there is no " + text + ".java"));
            } else if (member.matches() && !member.group(2).equals("java")) {
                Optional<CodeType> type = CodeType.find(member.group(1));
                if (type.isPresent() && !type.get().has(member.group(2))) {
                    complaints.add(page.complaint(code, "`" + text + "`: " + member.group(1) + " has no " + member.group(2)));
                }
            }
        }
        for (FencedCodeBlock block : page.parts(FencedCodeBlock.class)) {
            checkFullNames(page, block, block.getLiteral(), complaints);
        }
        return complaints;
    }

    private void checkFullNames(Page page, Node part, String text, List<String> complaints) {
        FULL_NAME.matcher(text).results()
                .filter(name -> !classesOfTheTree.contains(name.group(1)) && !classesOfTheTree.contains(name.group(1) + "Event"))
                .forEach(name -> complaints.add(page.complaint(part, "there is no class or event " + name.group())));
    }
}
