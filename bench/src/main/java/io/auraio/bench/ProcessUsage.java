package io.auraio.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has used up since it began: all of its threads, the JVM's own as well.
 *
 * <p>Source: /proc/self/stat and /proc/self/task/*&#47;status, proc(5). Resolution: 10 ms of CPU time.
 *
 * @param userNanos CPU time in user mode
 * @param systemNanos CPU time in the kernel
 * @param contextSwitches of the threads that are alive
 * @param majorFaults page faults that had to wait for a disk
 * @param minorFaults the others
 */
record ProcessUsage(long userNanos, long systemNanos, long contextSwitches, long majorFaults, long minorFaults) {
    /** USER_HZ, the unit of CPU times in /proc: 100 a second on x86-64 and arm64. */
    private static final long TICK_NANOS = 10_000_000;

    // Positions in /proc/self/stat, counted from the field after the command, which is number 3 in proc(5).
    private static final int MINFLT = 10 - 3;
    private static final int MAJFLT = 12 - 3;
    private static final int UTIME = 14 - 3;
    private static final int STIME = 15 - 3;

    static ProcessUsage now() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The command stands in parentheses and may hold anything, parentheses too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessUsage(
                Long.parseLong(fields[UTIME]) * TICK_NANOS,
                Long.parseLong(fields[STIME]) * TICK_NANOS,
                contextSwitchesOfAllThreads(),
                Long.parseLong(fields[MAJFLT]),
                Long.parseLong(fields[MINFLT]));
    }

    /** What was used between {@code earlier} and this. */
    ProcessUsage since(ProcessUsage earlier) {
        return new ProcessUsage(
                userNanos - earlier.userNanos,
                systemNanos - earlier.systemNanos,
                // A thread that ended takes its count with it.
                Math.max(0, contextSwitches - earlier.contextSwitches),
                majorFaults - earlier.majorFaults,
                minorFaults - earlier.minorFaults);
    }

    private static long contextSwitchesOfAllThreads() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                sum += contextSwitches(thread.resolve("status"));
            }
        }
        return sum;
    }

    private static long contextSwitches(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.contains("voluntary_ctxt_switches:"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .sum();
        } catch (IOException e) {
            return 0; // the thread ended after it was listed
        }
    }
}
