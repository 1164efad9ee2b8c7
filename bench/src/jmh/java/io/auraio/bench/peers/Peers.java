package io.auraio.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The engine beside what people use instead, on one file in one run: fio, the JDK's channels, other libraries. Each has a process of its own and a
 * warm-up; then they take turns, and the table gives medians.
 */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares ways to read or write blocks at random places of a file: IOPS and CPU time an operation, medians of rounds in turn.")
public final class Peers implements Callable<Integer> {

    @Parameters(arity = "1..*", description = "contenders, such as fio engine jdk-async; ratios are to the first")
    private List<String> names;

    @Option(names = "--filename", required = true, description = "the file; its size decides what is read")
    private Path path;

    @Option(names = "--depth", defaultValue = "32", description = "operations in flight, or threads; default ${DEFAULT-VALUE}")
    private int depth;

    @Option(names = "--bs", defaultValue = "4096", description = "bytes of an operation; default ${DEFAULT-VALUE}")
    private int blockBytes;

    @Option(names = "--direct", description = "past the page cache (O_DIRECT)")
    private boolean direct;

    @Option(names = "--write", description = "writes, which destroys the file's contents; otherwise reads")
    private boolean writes;

    @Option(names = "--drop-caches", description = "empties the page cache before each run (as root)")
    private boolean dropCaches;

    @Option(names = "--seconds", defaultValue = "5", description = "length of a run; default ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "4", description = "seconds of a first run that does not count; default ${DEFAULT-VALUE}")
    private double warmupSeconds;

    @Option(names = "--rounds", defaultValue = "5", description = "runs of each; default ${DEFAULT-VALUE}")
    private int rounds;

    private Peers() {}

    /**
     * Runs it.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Peers()).execute(arguments));
    }

    /**
     * Runs every contender in turn and prints the table.
     *
     * @return 0, or 1 where none of them could run
     * @throws Exception where one of them fails
     */
    @Override
    public Integer call() throws Exception {
        Workload workload = new Workload(path, Files.size(path), direct, writes, depth, blockBytes);
        Map<String, Rival> rivals = new LinkedHashMap<>();
        SequencedMap<String, List<Sample>> samples = new LinkedHashMap<>();
        try {
            for (String name : names) {
                Rival rival = FioRival.isKnown(name) ? new FioRival(name, workload) : new JvmRival(name, workload);
                rivals.put(name, rival);
                if (canRun(name, rival)) {
                    samples.put(name, new ArrayList<>());
                }
            }
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, List<Sample>> runs : samples.entrySet()) {
                    emptyCacheIfAsked();
                    runs.getValue().add(rivals.get(runs.getKey()).run(seconds));
                }
            }
        } finally {
            for (Rival rival : rivals.values()) {
                rival.close();
            }
        }
        if (samples.isEmpty()) {
            return 1;
        }
        print(samples);
        return 0;
    }

    /** The warm-up; a contender that fails in it, such as a library that cannot do this on this device, is left out. */
    private boolean canRun(String name, Rival rival) throws Exception {
        try {
            rival.run(warmupSeconds);
            return true;
        } catch (IOException e) {
            System.out.println(name + " does not run: " + e.getMessage());
            return false;
        }
    }

    private void emptyCacheIfAsked() throws IOException {
        if (dropCaches) {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
        }
    }

    private void print(SequencedMap<String, List<Sample>> samples) {
        System.out.printf("%-24s %10s %21s %7s %10s %7s%n", "", "IOPS", "least to greatest", "ratio", "CPU us/op", "ratio");
        double baseIops = median(samples.firstEntry().getValue(), Sample::iops);
        double baseCpu = median(samples.firstEntry().getValue(), Sample::cpuMicrosPerOperation);
        samples.forEach((name, runs) -> {
            double iops = median(runs, Sample::iops);
            double cpu = median(runs, Sample::cpuMicrosPerOperation);
            double least = runs.stream().mapToDouble(Sample::iops).min().orElseThrow();
            double greatest = runs.stream().mapToDouble(Sample::iops).max().orElseThrow();
            System.out.printf(
                    "%-24s %,10.0f %,10.0f %,10.0f %7.3f %10.2f %7.3f%n", name, iops, least, greatest, iops / baseIops, cpu, cpu / baseCpu);
        });
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
