package io.auraio.bench.compare;

import io.auraio.bench.report.FioNumbers;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures bffio beside fio, and judges.
 *
 * <p>Exit status: 0 where bffio is not behind, 1 where it is, 2 where the command line is wrong, 3 where a tool failed.
 */
@Command(
        name = "compare",
        usageHelpWidth = 110,
        sortOptions = false,
        header = "Runs fio and bffio on the same jobs in turn and compares medians. Exit status 1: bffio is behind.",
        customSynopsis = {
            "compare [options] --filename=<path>           random reads and writes at several depths",
            "       compare [options] -- <fio's options or job files>   whatever both tools take",
        },
        mixinStandardHelpOptions = false)
public final class Compare implements Callable<Integer> {
    /** Set by the script that starts the tool. */
    private static final String ROOT_PROPERTY = "bffio.root";

    private static final int BEHIND = 1;
    private static final int FAILED = 3;

    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--filename", paramLabel = "<path>", description = "File or device that the suite works on. It is written to, unless --kinds only reads.")
    private String file;

    @Option(names = "--kinds", split = ",", paramLabel = "<rw:bs>", defaultValue = "randread:4k,randread:64k,randwrite:4k",
            description = "The suite's kinds of work; default ${DEFAULT-VALUE}.")
    private List<String> kinds;

    @Option(names = "--depths", split = ",", paramLabel = "<count>", defaultValue = "1,32,128",
            description = "fio's depths, each the most that bffio may take; default ${DEFAULT-VALUE}.")
    private List<Integer> depths;

    @Option(names = "--buffered", description = "Through the page cache instead of O_DIRECT.")
    private boolean buffered;

    @Option(names = "--runtime", paramLabel = "<seconds>", defaultValue = "5",
            description = "Length of a run; default ${DEFAULT-VALUE}. 0: until the job is done.")
    private int runtimeSeconds;

    @Option(names = "--ramp-time", paramLabel = "<seconds>", defaultValue = "4",
            description = "Before anything is counted, in which bffio finds its depth and the JIT compiles; default ${DEFAULT-VALUE}.")
    private int rampSeconds;

    @Option(names = "--rounds", paramLabel = "<count>", defaultValue = "5", description = "Pairs of runs; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--threshold", paramLabel = "<ratio>", defaultValue = "0.98",
            description = "The least bffio's IOPS may be of fio's; default ${DEFAULT-VALUE}.")
    private double threshold;

    @Option(names = "--cpu-threshold", paramLabel = "<ratio>", description = "The most bffio's CPU time for an operation may be of fio's; default: any.")
    private Double cpuThreshold;

    @Option(names = "--p99-threshold", paramLabel = "<ratio>", description = "The most bffio's P99 may be of fio's; default: any.")
    private Double p99Threshold;

    @Option(names = "--start-apart",
            description = "Add a run of twice the length to each, and tell from the difference what an operation costs without the start.")
    private boolean startApart;

    @Option(names = "--taskset", paramLabel = "<cpus>", description = "Pin both tools to these CPUs: taskset -c.")
    private String cpus;

    @Option(names = "--fio", split = " ", paramLabel = "<command>", defaultValue = "fio --ioengine=io_uring",
            description = "fio, and the options that it alone gets; default '${DEFAULT-VALUE}'.")
    private List<String> fio;

    @Option(names = "--bffio", split = " ", paramLabel = "<command>",
            description = "bffio, and the options that it alone gets, such as 'bench/bffio --controller=fixed'; default the one beside this tool.")
    private List<String> bffio = List.of(System.getProperty(ROOT_PROPERTY, ".") + "/bench/bffio");

    @Option(names = "--html", paramLabel = "<file>", description = "Write the tables as a page, too.")
    private Path html;

    @Option(names = "--help", usageHelp = true, description = "Print this and stop.")
    private boolean help;

    @Parameters(paramLabel = "<fio's options or job files>",
            description = "After --: a workload of your own instead of the suite, run as it is, without --runtime and --ramp-time.")
    private List<String> own = new ArrayList<>();

    Compare(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the tool and ends the JVM with its exit status.
     *
     * @param arguments the options, as {@code --help} lists them
     */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new Compare(out, err))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler((e, _) -> {
                    err.println("compare: " + e.getMessage() + "; compare --help lists the options");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Workload> workloads;
        try {
            workloads = workloads();
        } catch (IllegalArgumentException e) {
            err.println("compare: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        Thresholds thresholds = new Thresholds(threshold, optional(cpuThreshold), optional(p99Threshold));
        Rounds inTurn = new Rounds(tool("fio", fio), tool("bffio", bffio), rounds, this::length, startApart, err::println);
        List<Comparison> comparisons = new ArrayList<>();
        try {
            for (Workload workload : workloads) {
                comparisons.add(inTurn.compare(workload));
            }
            if (html != null) {
                Files.writeString(html, ComparisonHtml.page(comparisons, thresholds, about()));
            }
        } catch (IOException e) {
            err.println("compare: " + e.getMessage());
            return FAILED;
        }
        out.println(about());
        ComparisonText.lines(comparisons, thresholds).forEach(out::println);
        return comparisons.stream().allMatch(comparison -> thresholds.missedBy(comparison).isEmpty()) ? 0 : BEHIND;
    }

    private List<Workload> workloads() {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds=" + rounds + ": at least 1");
        }
        if (runtimeSeconds < 0 || rampSeconds < 0) {
            throw new IllegalArgumentException("--runtime=" + runtimeSeconds + ", --ramp-time=" + rampSeconds + ": not below 0");
        }
        if (startApart && !isTimed()) {
            throw new IllegalArgumentException("--start-apart: needs runs whose length can be doubled: the suite, and a --runtime");
        }
        if (own.isEmpty() == (file == null)) {
            throw new IllegalArgumentException("give either --filename for the suite, or after -- a workload of your own");
        }
        return file != null ? Suite.of(file, kinds, depths, !buffered) : List.of(new Workload(String.join(" ", own), own));
    }

    /** The options that make a run so many times as long. */
    private List<String> length(int times) {
        return !isTimed() ? List.of() : List.of("--time_based=1", "--runtime=" + runtimeSeconds * times + "s", "--ramp_time=" + rampSeconds + "s");
    }

    private boolean isTimed() {
        return own.isEmpty() && runtimeSeconds > 0;
    }

    private Tool tool(String name, List<String> command) {
        List<String> pin = cpus == null ? List.of() : List.of("taskset", "-c", cpus);
        return new Tool(name, Stream.concat(pin.stream(), command.stream()).toList());
    }

    private String about() {
        return FioNumbers.format("medians of %d pairs%s%s; fio: %s; bffio: %s", rounds, !isTimed() ? "" : " of " + runtimeSeconds + " s after "
                + rampSeconds + " s", cpus == null ? "" : ", pinned to CPU " + cpus, String.join(" ", fio), String.join(" ", bffio));
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
