package io.auraio.bench;

import static io.auraio.bench.FioNumbers.format;

import java.util.ArrayList;
import java.util.List;

/** The section of a report that fio has not: where the controller went and where it ended. */
final class DepthText {
    /** Enough for a page; where there were more, the middle is left out. */
    private static final int MOST_LINES = 24;

    private final JobResult result;

    DepthText(JobResult result) {
        this.result = result;
    }

    List<String> lines() {
        DepthTrace trace = result.trace();
        List<String> lines = new ArrayList<>();
        lines.add(format("  depth        : final=%d, phase=%s, enters=%d (%.1f I/Os each)", trace.finalLimit(), trace.finalPhase(), trace.enters(),
                trace.enters() == 0 ? 0.0 : (double) result.operations() / trace.enters()));
        int leftOut = Math.max(0, trace.changes().size() - MOST_LINES);
        for (int i = 0; i < trace.changes().size(); i++) {
            if (leftOut > 0 && i == MOST_LINES / 2) {
                lines.add(format("     ... %d more", leftOut));
                i += leftOut;
            }
            DepthChange change = trace.changes().get(i);
            lines.add(format("     %8.3fs %-9s limit=%-5d %s", change.elapsedNanos() / 1e9, change.phase(), change.limit(), change.reason()));
        }
        result.spec().targetP99Nanos().ifPresent(target -> lines.add(target(target)));
        return lines;
    }

    private String target(long targetNanos) {
        IoTotals totals = result.totals().get(result.spec().pattern().direction());
        if (totals == null || totals.operations() == 0) {
            return format("  target-p99   : %.0fus, nothing measured", targetNanos / 1e3);
        }
        long p99 = totals.latencyNanos().getValueAtPercentile(99);
        return format("  target-p99   : %.0fus, %s: P99=%.0fus over the whole run", targetNanos / 1e3, p99 <= targetNanos ? "met" : "not met", p99 / 1e3);
    }
}
