package io.auraio.bench;

import io.auraio.Engine;
import io.auraio.bench.report.DiskUse;
import io.auraio.bench.report.FioNumbers;
import io.auraio.bench.report.RunReport;
import io.auraio.bench.report.TextReport;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tool's entry: a command line in, a report or one line of error out.
 *
 * <p>Exit status: 0, or 2 where the command line is wrong, or 1 where anything else is; 128 and the signal's number where it was stopped by one, after
 * the report of what was done until then.
 */
public final class Bffio {
    /** Set by the script that starts the tool, which can ask; the JDK cannot tell standard error alone. */
    private static final String TERMINAL_PROPERTY = "bffio.terminal";

    private final Console console;
    private final StopSignal stop;
    private final MadeFiles made;
    private final BlockCheck check;

    /** {@code check} looks at what is read; null: nobody does. */
    Bffio(Console console, StopSignal stop, MadeFiles made, BlockCheck check) {
        this.console = console;
        this.stop = stop;
        this.made = made;
        this.check = check;
    }

    /**
     * Runs the tool and ends the JVM with its exit status.
     *
     * @param arguments the options, as {@code --help} lists them
     */
    public static void main(String[] arguments) {
        StopSignal stop = new StopSignal();
        MadeFiles made = new MadeFiles();
        Shutdown shutdown = Shutdown.install(stop, made);
        Console console = new Console(System.out, System.err, Boolean.getBoolean(TERMINAL_PROPERTY));
        int status;
        try {
            status = new Bffio(console, stop, made, null).run(arguments);
        } finally {
            shutdown.runEnded();
        }
        System.exit(status);
    }

    /** Does what the command line says; what was made on the way is removed before it returns. */
    int run(String... arguments) {
        try (made) {
            Optional<JobSpec> spec = new JobCommandLine().parse(arguments, console.out());
            return spec.isEmpty() ? 0 : run(spec.get());
        } catch (Refusal e) {
            console.note("bffio: " + e.getMessage());
            return e.exitStatus();
        }
    }

    private int run(JobSpec spec) throws Refusal {
        JobResult result;
        List<DiskUse> disks;
        // The engine first: where io_uring is refused there is no point in making a file.
        try (Engine engine = JobEngine.open(spec)) {
            JobFile file = new JobFiles(made, stop, console::note).prepare(spec);
            console.out().println(header(spec));
            console.out().println("bffio-" + Engine.version());
            console.out().println("Starting 1 thread");
            DiskStats disksBefore = DiskStats.of(List.of(file.path()));
            result = new JobRunner(console, stop).run(engine, spec, file, check);
            disks = disksBefore.untilNow();
        }
        if (stop.isRaised()) {
            console.note(spec.name() + ": stopped; this is what was done until then");
        }
        console.out().println();
        RunReport report = new RunReport(Engine.version(), ZonedDateTime.now(), Map.of(), List.of(result.report()), false, disks);
        new TextReport(report).lines().forEach(console.out()::println);
        if (result.failure().isPresent()) {
            throw Refusal.failure(spec.name() + ": " + result.failure().get().describe(result.file().path()));
        }
        return 0;
    }

    /** The line that names the job before it begins. */
    private static String header(JobSpec spec) {
        String block = FioNumbers.bytes(spec.blockBytes());
        String range = block + "-" + block;
        return FioNumbers.format("%s: (g=0): rw=%s, bs=(R) %s, (W) %s, (T) %s, ioengine=auraio, iodepth=%d",
                spec.name(), spec.pattern().fioName(), range, range, range, spec.ioDepth());
    }
}
