package io.auraio.bench;

import io.auraio.TunerStats;
import io.auraio.adaptive.Decision;
import io.auraio.adaptive.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the phases that the controller goes through. The engine keeps only its latest decisions, so it is to be asked several times a second.
 *
 * <p>Used by one thread.
 */
final class DepthRecorder {
    private final long startNanos;
    private final List<DepthChange> changes = new ArrayList<>();
    private Phase phase;
    private long lastDecisionNanos;

    /** {@code start} is what the controller says when the job begins, at {@code startNanos}. */
    DepthRecorder(TunerStats start, long startNanos) {
        this.startNanos = startNanos;
        this.lastDecisionNanos = startNanos;
        enter(0, start.phase(), start.limit(), "start");
    }

    /** Takes in what was decided since the last time. */
    void update(TunerStats stats) {
        for (Decision decision : stats.decisions()) {
            if (decision.timeNanos() - lastDecisionNanos > 0) {
                lastDecisionNanos = decision.timeNanos();
                if (decision.phase() != phase) {
                    enter(decision.timeNanos() - startNanos, decision.phase(), decision.limit(), decision.reason().text());
                }
            }
        }
    }

    /** The whole way, with {@code end} as its end, and how often the kernel was entered on it. */
    DepthTrace trace(TunerStats end, long enters) {
        update(end);
        return new DepthTrace(changes, end.limit(), end.phase().name(), enters);
    }

    private void enter(long elapsedNanos, Phase entered, int limit, String reason) {
        phase = entered;
        changes.add(new DepthChange(elapsedNanos, entered.name(), limit, reason));
    }
}
