package io.auraio.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tool that takes fio's options and writes fio's JSON.
 *
 * @param name how messages call it
 * @param command what starts it, and the options that it alone gets
 */
record Tool(String name, List<String> command) {
    /** Runs its arguments and writes the CPU time of all that it waited for; the shell's own is on the first line. */
    private static final String TIMED = "\"$@\"; status=$?; times > \"$COMPARE_TIMES\"; exit $status";

    Tool {
        command = List.copyOf(command);
    }

    /**
     * Runs the tool once, to its end.
     *
     * @param arguments what it is to do, and for how long
     * @throws IOException if it cannot be started, fails, or does not write JSON: with the end of what it said
     */
    Sample run(List<String> arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bffio-compare");
        Path json = folder.resolve("json");
        Path times = folder.resolve("times");
        Path said = folder.resolve("said");
        try {
            List<String> whole = new ArrayList<>(List.of("bash", "-c", TIMED, "compare"));
            whole.addAll(command);
            whole.addAll(arguments);
            whole.addAll(List.of("--output-format=json", "--output=" + json));
            ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().put("COMPARE_TIMES", times.toString());
            builder.environment().put("LC_ALL", "C");
            int status = waitFor(builder.start());
            if (status != 0 || !Files.exists(json)) {
                throw new IOException(name + ": exit status " + status + "\n" + String.join(" ", whole.subList(4, whole.size())) + "\n" + lastLines(said));
            }
            FioJson read = parse(json);
            if (read.operations() == 0) {
                throw new IOException(name + ": did nothing\n" + lastLines(said));
            }
            return new Sample(read.operations(), read.operationsPerSecond(), read.p99Nanos(), read.jobCpuNanos(), cpuNanos(Files.readAllLines(times).get(1)));
        } finally {
            for (Path path : List.of(json, times, said, folder)) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** {@code 0m1.234s 0m0.567s}: user and system time. */
    static double cpuNanos(String times) {
        double seconds = 0;
        for (String time : times.strip().split(" ")) {
            int minutes = time.indexOf('m');
            seconds += 60 * Double.parseDouble(time.substring(0, minutes)) + Double.parseDouble(time.substring(minutes + 1, time.length() - 1));
        }
        return seconds * 1e9;
    }

    /** Waits; a tool must not go on writing to a file when nobody is left who asked for it. */
    private static int waitFor(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            throw e;
        }
    }

    private FioJson parse(Path json) throws IOException {
        try {
            return FioJson.parse(Files.readString(json));
        } catch (IllegalArgumentException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private static String lastLines(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
