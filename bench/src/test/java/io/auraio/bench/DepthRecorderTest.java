package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.TunerStats;
import io.auraio.adaptive.Decision;
import io.auraio.adaptive.Phase;
import io.auraio.adaptive.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepthRecorderTest {
    private static final long START = 1_000;

    private static TunerStats stats(Phase phase, int limit, Decision... decisions) {
        return new TunerStats("engine", limit, 0, phase, List.of(decisions));
    }

    private static Decision decision(long timeNanos, Phase phase, int limit, Reason reason) {
        return new Decision(timeNanos, phase, limit, reason, 0, 0, limit, 0);
    }

    @Test
    void eachPhaseIsKeptOnceWithTheLimitAtWhichItBegan() {
        Decision probing = decision(START + 100, Phase.PROBING, 64, Reason.BASELINE_TAKEN);
        Decision higher = decision(START + 110, Phase.PROBING, 65, Reason.THROUGHPUT_ROSE);
        Decision steady = decision(START + 120, Phase.STEADY, 65, Reason.THROUGHPUT_FLAT);
        DepthRecorder recorder = new DepthRecorder(stats(Phase.BASELINE, 64), START);
        recorder.update(stats(Phase.PROBING, 65, probing, higher));
        // The controller's log holds its latest decisions again and again.
        recorder.update(stats(Phase.STEADY, 65, probing, higher, steady));
        assertThat(recorder.trace(stats(Phase.STEADY, 65, higher, steady), 77)).isEqualTo(new DepthTrace(
                List.of(new DepthChange(0, "BASELINE", 64, "start"),
                        new DepthChange(100, "PROBING", 64, "baseline latency known"),
                        new DepthChange(120, "STEADY", 65, "throughput no longer rises with the limit")),
                65, "STEADY", 77));
    }
}
