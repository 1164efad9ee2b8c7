package io.auraio.bench;

import java.io.PrintStream;

/**
 * Where a run prints.
 *
 * @param out the report
 * @param err everything else
 * @param terminal whether {@code err} is a terminal, on which a line can be written over
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {
    /** A line that is no part of the report. */
    void note(String line) {
        err.println(line);
    }
}
