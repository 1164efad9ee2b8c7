package io.auraio.bench;

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
            Optional<RunPlan> plan = new JobCommandLine().parse(arguments, console.out(), console::note);
            return plan.isEmpty() || plan.get().options().parseOnly() ? 0 : run(plan.get());
        } catch (Refusal e) {
            console.note("bffio: " + e.getMessage());
            return e.exitStatus();
        }
    }

    private int run(RunPlan plan) throws Refusal {
        try (ReportOutput out = ReportOutput.open(plan.options(), console.out())) {
            return new JobRunner(console, stop, made, check).run(plan, out);
        }
    }
}
