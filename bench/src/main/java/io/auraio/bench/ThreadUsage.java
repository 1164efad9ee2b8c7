package io.auraio.bench;

import io.auraio.bench.report.CpuUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the calling thread has used up since it began.
 *
 * <p>Of the thread and not of the process: several jobs run in one, and the JVM's compiler threads are not what a job measures. Source: /proc/thread-self/stat,
 * status and schedstat, proc(5).
 */
final class ThreadUsage {
    /** USER_HZ, the unit of CPU times in stat: 100 a second on x86-64 and arm64. */
    private static final long TICK_NANOS = 10_000_000;

    private static final Path THREAD = Path.of("/proc/thread-self");

    // Positions in stat, counted from the field after the command, which is number 3 in proc(5).
    private static final int MINFLT = 10 - 3;
    private static final int MAJFLT = 12 - 3;
    private static final int UTIME = 14 - 3;
    private static final int STIME = 15 - 3;

    private ThreadUsage() {}

    /** Until now. */
    static CpuUse now() throws IOException {
        String stat = Files.readString(THREAD.resolve("stat"));
        // The command stands in parentheses and may hold anything, parentheses too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long user = Long.parseLong(fields[UTIME]) * TICK_NANOS;
        long system = Long.parseLong(fields[STIME]) * TICK_NANOS;
        long exact = cpuNanos();
        if (exact > 0 && user + system > 0) {
            user = (long) ((double) exact * user / (user + system));
            system = exact - user;
        }
        return new CpuUse(user, system, contextSwitches(), Long.parseLong(fields[MAJFLT]), Long.parseLong(fields[MINFLT]));
    }

    /** What was used between two looks. */
    static CpuUse between(CpuUse earlier, CpuUse later) {
        // The split of the exact time follows the ticks, so that one of its parts can seem to go back by a tick.
        return new CpuUse(Math.max(0, later.userNanos() - earlier.userNanos()), Math.max(0, later.systemNanos() - earlier.systemNanos()),
                later.contextSwitches() - earlier.contextSwitches(), later.majorFaults() - earlier.majorFaults(), later.minorFaults() - earlier.minorFaults());
    }

    /** The whole CPU time to the nanosecond; 0 where the kernel was built without scheduler statistics. */
    private static long cpuNanos() throws IOException {
        Path schedstat = THREAD.resolve("schedstat");
        return Files.exists(schedstat) ? Long.parseLong(Files.readString(schedstat).split(" ")[0]) : 0;
    }

    private static long contextSwitches() throws IOException {
        return Files.readAllLines(THREAD.resolve("status")).stream()
                .filter(line -> line.contains("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }
}
