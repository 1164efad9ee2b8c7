package io.auraio.bench.report;

import static io.auraio.bench.report.FioNumbers.format;

import java.util.ArrayList;
import java.util.List;

/** The lines of a job that fio has not: where the controller went, where it ended, and the answer to a target. */
final class DepthText {
    /** Enough for a page; where there were more, the middle is left out. */
    private static final int MOST_LINES = 24;

    private final JobReport job;
    private final EngineReport engine;

    DepthText(JobReport job) {
        this.job = job;
        engine = job.engine();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(format("  depth        : final=%d, phase=%s, enters=%d (%.1f I/Os each)", engine.finalDepth(), engine.finalPhase(), engine.enters(),
                engine.enters() == 0 ? 0.0 : (double) job.operations() / engine.enters()));
        if (engine.rings().size() > 1) {
            for (RingReport ring : engine.rings()) {
                lines.add(format("     ring %-3d: limit=%-5d %-9s ios=%d, P99=%dus", ring.ring(), ring.limit(), ring.phase(), ring.operations(),
                        ring.p99Nanos() / 1000));
            }
        }
        List<DepthStep> entries = phaseEntries();
        int leftOut = Math.max(0, entries.size() - MOST_LINES);
        for (int i = 0; i < entries.size(); i++) {
            if (leftOut > 0 && i == MOST_LINES / 2) {
                lines.add(format("     ... %d more", leftOut));
                i += leftOut;
            }
            DepthStep step = entries.get(i);
            lines.add(format("     %8.3fs %-9s limit=%-5d %s", step.elapsedNanos() / 1e9, step.phase(), step.limit(), step.reason()));
        }
        engine.target().ifPresent(target -> lines.add("  target-p99   : " + target.line()));
        return lines;
    }

    /** The steps that entered another phase; the others would fill pages and are in the JSON. */
    private List<DepthStep> phaseEntries() {
        List<DepthStep> entries = new ArrayList<>();
        for (DepthStep step : engine.steps()) {
            if (entries.isEmpty() || !entries.getLast().phase().equals(step.phase())) {
                entries.add(step);
            }
        }
        return entries;
    }
}
