package io.auraio.bench.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** fio with its io_uring engine, started anew for each run. */
final class FioRival implements Rival {

    /** Positions in the terse report, version 3, of fio's manual: of the reads, of the writes, and of the process' shares of a CPU. */
    private static final int READ_IOPS = 7;

    private static final int READ_RUNTIME_MILLIS = 8;
    private static final int WRITE_IOPS = 48;
    private static final int WRITE_RUNTIME_MILLIS = 49;
    private static final int USER_CPU = 87;
    private static final int SYSTEM_CPU = 88;

    private static final Map<String, List<String>> EXTRA = Map.of(
            "fio", List.of(),
            "fio-batched", List.of("--iodepth_batch_submit=32", "--iodepth_batch_complete_min=1", "--iodepth_batch_complete_max=32"));

    private final String name;
    private final Workload workload;

    FioRival(String name, Workload workload) {
        this.name = name;
        this.workload = workload;
    }

    static boolean isKnown(String name) {
        return EXTRA.containsKey(name);
    }

    @Override
    public Sample run(double seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=" + name,
                "--filename=" + workload.path(),
                "--size=" + workload.sizeBytes(),
                "--ioengine=io_uring",
                "--rw=" + (workload.writes() ? "randwrite" : "randread"),
                "--bs=" + workload.blockBytes(),
                "--direct=" + (workload.direct() ? 1 : 0),
                "--iodepth=" + workload.depth(),
                "--time_based",
                "--norandommap",
                "--runtime=" + (long) (seconds * 1000) + "ms",
                // It would throw the cache away that the others read from.
                "--invalidate=0",
                "--output-format=terse"));
        command.addAll(EXTRA.get(name));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String report = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException("fio ended with status " + process.exitValue() + ": " + report);
        }
        String[] fields = report.split(";");
        double millis = Double.parseDouble(fields[workload.writes() ? WRITE_RUNTIME_MILLIS : READ_RUNTIME_MILLIS]);
        double iops = Double.parseDouble(fields[workload.writes() ? WRITE_IOPS : READ_IOPS]);
        return new Sample((long) (iops * millis / 1e3), (long) (millis * 1e6), (long) ((percent(fields[USER_CPU]) + percent(fields[SYSTEM_CPU])) / 100 * millis * 1e6));
    }

    private static double percent(String field) {
        return Double.parseDouble(field.replace("%", ""));
    }

    @Override
    public void close() {
        // Nothing stays between its runs.
    }
}
