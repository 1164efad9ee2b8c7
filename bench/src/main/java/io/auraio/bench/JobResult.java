package io.auraio.bench;

import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * All that a job's report is made from.
 *
 * @param spec what was to be done
 * @param file what it was done to
 * @param ended when it ended
 * @param runtimeNanos from the first submission to the last completion
 * @param totals what was done in each direction; a direction in which nothing was done may be missing
 * @param depths how many operations were in flight at each submission
 * @param usage what the process used up meanwhile
 * @param trace how the depth moved
 * @param failure the operation that ended the job early; empty: none did
 */
record JobResult(
        JobSpec spec,
        JobFile file,
        ZonedDateTime ended,
        long runtimeNanos,
        Map<Direction, IoTotals> totals,
        DepthCounts depths,
        ProcessUsage usage,
        DepthTrace trace,
        Optional<IoFailure> failure) {
    JobResult {
        totals = Map.copyOf(totals);
    }

    /** Operations in all directions. */
    long operations() {
        return totals.values().stream().mapToLong(IoTotals::operations).sum();
    }
}
