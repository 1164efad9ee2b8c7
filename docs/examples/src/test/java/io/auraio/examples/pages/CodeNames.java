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

/** Names of code in backticks exist: {@code `Engine.open(options)`} where Engine is a type of the library, and tests such as {@code `ArchitectureTest`}. */
final class CodeNames {
    private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w+)[.#](\\w+)\\b.*", Pattern.DOTALL);
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
        return complaints;
    }
}
