package io.auraio.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** fio itself, to compare with. */
final class Fio {
    private static final Path FIO = Path.of("/usr/bin/fio");

    private Fio() {}

    /** Runs a job in a folder; the report as JSON. */
    static String run(Path folder, List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(FIO), "needs " + FIO + " to compare with: apt-get install fio");
        List<String> command = new ArrayList<>(List.of(FIO.toString(), "--output-format=json+"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return report;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Name and size of each file in a folder, but for what fio keeps for itself. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.filter(file -> !file.toString().endsWith("verify.state")).sorted().toList()) {
                found.add(file.getFileName() + " " + Files.size(file));
            }
            return found;
        }
    }
}
