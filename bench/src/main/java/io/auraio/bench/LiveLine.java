package io.auraio.bench;

import static io.auraio.bench.report.FioNumbers.format;

import io.auraio.bench.report.FioNumbers;
import java.io.PrintStream;

/**
 * What is seen while a job runs: on a terminal one line that is written over and over, elsewhere a plain line each second.
 *
 * <p>Used by one thread.
 */
final class LiveLine {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String BACK_AND_ERASE = "\r\u001b[K";

    private static final int COLUMNS = 80;

    private final PrintStream out;
    private final boolean terminal;
    private final RunOptions.Eta eta;
    private Progress last = new Progress(0, 0, 0, 0, 0, "", 0);
    private String rates = "";

    LiveLine(PrintStream out, boolean terminal, RunOptions.Eta eta) {
        this.out = out;
        this.terminal = terminal;
        this.eta = eta;
    }

    /** How long to wait from one {@link #show} to the next. */
    long intervalMillis() {
        return terminal ? 250 : 1000;
    }

    /** Shows how far the job is; {@code leftSeconds} is how long it has still to go, negative where nobody knows. */
    void show(Progress now, long leftSeconds) {
        if (eta == RunOptions.Eta.NEVER) {
            return;
        }
        double seconds = (now.elapsedNanos() - last.elapsedNanos()) / NANOS_PER_SECOND;
        if (seconds > 0) {
            rates = format("%s IOPS, %s/s", FioNumbers.count((now.operations() - last.operations()) / seconds),
                    FioNumbers.bytes((now.bytes() - last.bytes()) / seconds));
            last = now;
        }
        String line = format("%s left, %s, depth %d/%d, P99 %s, %s", leftSeconds < 0 ? "?" : FioNumbers.duration(leftSeconds),
                rates, now.inFlight(), now.limit(), latency(now.p99Nanos()), now.phase());
        if (terminal) {
            // A line that wraps could not be written over.
            out.print(BACK_AND_ERASE + line.substring(0, Math.min(line.length(), COLUMNS - 1)));
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** Leaves the terminal's line empty for what comes next. */
    void end() {
        if (terminal && eta != RunOptions.Eta.NEVER) {
            out.print(BACK_AND_ERASE);
            out.flush();
        }
    }

    private static String latency(long nanos) {
        if (nanos == 0) {
            return "-";
        }
        double micros = nanos / 1e3;
        return micros < 10_000 ? format("%.0fus", micros) : format("%.1fms", micros / 1e3);
    }
}
