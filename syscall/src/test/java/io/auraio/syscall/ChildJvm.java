package io.auraio.syscall;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a JVM of its own, under limits that this one could not bear. */
final class ChildJvm {
    private ChildJvm() {
    }

    /** What the program prints. {@code wrapper} is the command in front of java, skipping the test where it is not there. */
    static String run(List<String> wrapper, List<String> options, Class<?> program, String... arguments) throws Exception {
        for (String word : wrapper) {
            if (word.equals("setpriv") || word.equals("prlimit") || word.equals("strace")) {
                assumeTrue(Files.isExecutable(Path.of("/usr/bin", word)), "no " + word);
            }
        }
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", folderOf(Uring.class) + ":" + folderOf(program), program.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("child", ".txt");
        try {
            Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            if (!child.waitFor(60, TimeUnit.SECONDS)) {
                child.destroyForcibly();
                throw new AssertionError("did not end within 60 s: " + command);
            }
            return Files.readString(output).strip();
        } finally {
            Files.delete(output);
        }
    }

    private static Path folderOf(Class<?> type) throws Exception {
        Path file = Path.of(type.getResource("/" + type.getName().replace('.', '/') + ".class").toURI());
        return file.resolve("../".repeat(type.getName().split("\\.").length)).normalize();
    }
}
