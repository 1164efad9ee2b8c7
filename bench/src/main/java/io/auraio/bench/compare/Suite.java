package io.auraio.bench.compare;

import io.auraio.bench.report.FioNumbers;
import java.util.ArrayList;
import java.util.List;

/** The workloads by which bffio is measured when none are given: random reads and writes at several depths. */
final class Suite {
    private Suite() {}

    /**
     * One workload for each kind and depth.
     *
     * @param file what they work on; it is written to if a kind writes
     * @param kinds each as fio's pattern, a colon and fio's block size: {@code randread:4k}
     * @param depths fio's iodepth, and the most that bffio may take
     * @param direct whether they pass by the page cache
     * @throws IllegalArgumentException if a kind is none
     */
    static List<Workload> of(String file, List<String> kinds, List<Integer> depths, boolean direct) {
        List<Workload> workloads = new ArrayList<>();
        for (String kind : kinds) {
            String[] parts = kind.split(":");
            if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw new IllegalArgumentException("--kinds=" + kind + ": a pattern, a colon and a block size, for example randread:4k");
            }
            for (int depth : depths) {
                workloads.add(new Workload(FioNumbers.format("%s %s depth %d", parts[0], parts[1], depth),
                        List.of("--name=compare", "--filename=" + file, "--rw=" + parts[0], "--bs=" + parts[1], "--iodepth=" + depth,
                                "--direct=" + (direct ? 1 : 0))));
            }
        }
        return workloads;
    }
}
