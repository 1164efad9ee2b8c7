package io.auraio.bench.peers;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * A Java contender in a JVM of its own, so that no other's profile is in its way. It stays, warm and idle, between its runs.
 *
 * <p>The child reads a line with a number of nanoseconds for each run and answers with a line of operations, nanoseconds and CPU nanoseconds.
 */
final class JvmRival implements Rival {
    private final String name;
    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    JvmRival(String name, Workload workload) throws IOException {
        this.name = name;
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JvmRival.class.getName(),
                        name,
                        workload.path().toString(),
                        Long.toString(workload.sizeBytes()),
                        Boolean.toString(workload.direct()),
                        Boolean.toString(workload.writes()),
                        Integer.toString(workload.depth()),
                        Integer.toString(workload.blockBytes())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintStream(process.getOutputStream(), true);
        answers = process.inputReader();
    }

    @Override
    public Sample run(double seconds) throws IOException {
        commands.println((long) (seconds * 1e9));
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("contender=" + name + " ended; its error is above");
        }
        String[] fields = line.split(" ");
        return new Sample(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    @Override
    public void close() throws InterruptedException {
        commands.close();
        process.waitFor();
    }

    /**
     * The child.
     *
     * @param arguments the contender's name and the workload, as above
     */
    public static void main(String[] arguments) {
        int status = 0;
        try {
            obey(arguments);
        } catch (Exception e) {
            e.printStackTrace();
            status = 1;
        }
        // A library may leave threads behind that would keep the process alive, and the table waiting.
        System.exit(status);
    }

    private static void obey(String[] arguments) throws Exception {
        Workload workload = new Workload(
                Path.of(arguments[1]),
                Long.parseLong(arguments[2]),
                Boolean.parseBoolean(arguments[3]),
                Boolean.parseBoolean(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]));
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        try (Contender contender = Contenders.byName(arguments[0]).open(workload)) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                long cpuBefore = process.getProcessCpuTime();
                long before = System.nanoTime();
                long operations = contender.run(Stop.after(Long.parseLong(line)));
                long nanos = System.nanoTime() - before;
                System.out.println(operations + " " + nanos + " " + (process.getProcessCpuTime() - cpuBefore));
            }
        }
    }
}
