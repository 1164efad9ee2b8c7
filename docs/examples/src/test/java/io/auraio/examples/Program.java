package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An example as its users run it: in a JVM of its own, with the module path that the build gives its tests. */
final class Program {

    private Program() {}

    /** What a program that has ended left. */
    record Ended(int status, String output, String errors) {

        /** The lines that it printed, where it ended well. */
        List<String> lines() {
            assertThat(errors).isEmpty();
            assertThat(status).isZero();
            return output.lines().toList();
        }
    }

    /** Runs it to its end. */
    static Ended run(Class<?> program, Object... arguments) throws IOException {
        return end(start(command(program, arguments)));
    }

    /** Runs it to its end, started by a shell that first runs a command of its own, such as one that sets a limit. */
    static Ended runAfter(String shellCommand, Class<?> program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shellCommand + " && exec \"$@\"", "sh"));
        command.addAll(command(program, arguments));
        return end(start(command));
    }

    static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).start();
    }

    private static Ended end(Process process) throws IOException {
        // Both are short: the one fits into its pipe while the other is read.
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
        try {
            return new Ended(process.waitFor(), output, errors);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(program(process), e);
        }
    }

    private static String program(Process process) {
        return process.info().commandLine().orElse("a program") + " did not end";
    }

    static List<String> command(Class<?> program, Object... arguments) {
        Module module = program.getModule();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=io.auraio.syscall," + module.getName(),
                "--module-path",
                modulePath(),
                "--module",
                module.getName() + "/" + program.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    /** The classes of this build, and nothing of what only its tests need. */
    private static String modulePath() {
        return String.join(File.pathSeparator, Stream.of(System.getProperty("jdk.module.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("auraio") || entry.endsWith("classes"))
                .toList());
    }
}
