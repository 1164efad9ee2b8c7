package io.auraio.bench;

import java.util.List;

/**
 * How the depth moved in a job.
 *
 * @param changes the phases entered, oldest first
 * @param finalLimit how many operations were allowed in flight at the end
 * @param finalPhase the phase at the end
 * @param enters how often the kernel was entered: io_uring_enter(2)
 */
record DepthTrace(List<DepthChange> changes, int finalLimit, String finalPhase, long enters) {
    /** The trace of a job that ended before anything was measured. */
    static final DepthTrace NONE = new DepthTrace(List.of(), 0, "NONE", 0);

    DepthTrace {
        changes = List.copyOf(changes);
    }
}
