package io.auraio.examples.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;

/** The project's artifacts that pages tell readers to depend on are those that the build makes, in its version. */
final class MavenCoordinates {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern PROJECT = Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final Pattern DEPENDENCY =
            Pattern.compile("<groupId>io\\.auraio</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*(?:<version>([^<]+)</version>)?");

    private final Map<String, String> versions;

    /** With the version of each artifact. */
    MavenCoordinates(Map<String, String> versions) {
        this.versions = versions;
    }

    static MavenCoordinates ofTheProject() throws IOException {
        String parent = Files.readString(Page.ROOT.resolve("pom.xml"));
        String version = first(VERSION, parent);
        Map<String, String> versions = new TreeMap<>();
        Matcher modules = MODULE.matcher(parent);
        while (modules.find()) {
            versions.put(first(PROJECT, Files.readString(Page.ROOT.resolve(modules.group(1)).resolve("pom.xml"))), version);
        }
        return new MavenCoordinates(versions);
    }

    List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        for (FencedCodeBlock block : page.parts(FencedCodeBlock.class)) {
            Matcher dependency = DEPENDENCY.matcher(block.getLiteral());
            while (block.getInfo().equals("xml") && dependency.find()) {
                String artifact = dependency.group(1);
                String version = versions.get(artifact);
                if (version == null) {
                    complaints.add(page.complaint(block, "there is no artifact " + artifact + "; there are " + String.join(", ", versions.keySet())));
                } else if (dependency.group(2) != null && !dependency.group(2).equals(version)) {
                    complaints.add(page.complaint(block, artifact + " is " + version + ", and here " + dependency.group(2)));
                }
            }
        }
        return complaints;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in a pom");
        }
        return matcher.group(1);
    }
}
