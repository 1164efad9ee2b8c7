package io.auraio.bench;

import io.auraio.TunerStats;
import io.auraio.adaptive.Decision;
import io.auraio.bench.report.DepthStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the decisions of a controller. The engine keeps only its latest, so it is to be asked several times a second.
 *
 * <p>Used by one thread.
 */
final class DepthRecorder {
    /** Of a run of days the beginning and the end are kept, so many of each. */
    private static final int MOST_AT_EACH_END = 2048;

    private final long startNanos;
    private final List<DepthStep> steps = new ArrayList<>();
    private long lastDecisionNanos;

    /** {@code start} is what the controller says when the job begins, at {@code startNanos}. */
    DepthRecorder(TunerStats start, long startNanos) {
        this.startNanos = startNanos;
        lastDecisionNanos = startNanos;
        steps.add(new DepthStep(0, start.phase().name(), start.limit(), "start", 0, 0));
    }

    /** Takes in what was decided since the last time. */
    void update(TunerStats stats) {
        for (Decision decision : stats.decisions()) {
            if (decision.timeNanos() - lastDecisionNanos > 0) {
                lastDecisionNanos = decision.timeNanos();
                add(decision);
            }
        }
    }

    /** All of them until now, oldest first. */
    List<DepthStep> steps() {
        return List.copyOf(steps);
    }

    private void add(Decision decision) {
        if (steps.size() == 2 * MOST_AT_EACH_END) {
            steps.remove(MOST_AT_EACH_END);
        }
        steps.add(new DepthStep(decision.timeNanos() - startNanos, decision.phase().name(), decision.limit(), decision.reason().text(),
                decision.throughput(), decision.p99Nanos()));
    }
}
