package io.auraio.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool in a JVM of its own, for what cannot be done to the one that the tests run in. */
final class ChildRun {
    private ChildRun() {}

    static Process start(Class<?> mainClass, String... options) throws IOException {
        return new ProcessBuilder(command(mainClass, options)).start();
    }

    /** What {@link #start} starts. */
    static List<String> command(Class<?> mainClass, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), mainClass.getName()));
        command.addAll(List.of(options));
        return command;
    }

    /** Reads until a line holds {@code text}; the lines that were read. */
    static List<String> readUntil(BufferedReader reader, String text) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        while ((line = reader.readLine()) != null) {
            lines.add(line);
            if (line.contains(text)) {
                return lines;
            }
        }
        throw new AssertionError("no line with '" + text + "' in " + lines);
    }

    /** Surefire puts what has a module on the module path and the rest on the class path; the child gets it all on the class path. */
    private static String classPath() {
        return Stream.of(System.getProperty("jdk.module.path", ""), System.getProperty("java.class.path", ""), Path.of("target/test-classes").toAbsolutePath().toString())
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
