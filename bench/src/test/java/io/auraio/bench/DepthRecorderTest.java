package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.TunerStats;
import io.auraio.adaptive.Decision;
import io.auraio.adaptive.Phase;
import io.auraio.adaptive.Reason;
import io.auraio.bench.report.DepthStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DepthRecorderTest {
    private static final long START = 1_000;

    private static TunerStats stats(Phase phase, int limit, Decision... decisions) {
        return new TunerStats("engine", limit, 0, phase, Map.of(), List.of(decisions));
    }

    private static Decision decision(long timeNanos, Phase phase, int limit, Reason reason) {
        return new Decision(timeNanos, phase, limit, reason, 1234, 5678, limit, 0);
    }

    @Test
    void eachDecisionIsKeptOnce() {
        Decision probing = decision(START + 100, Phase.PROBING, 64, Reason.BASELINE_TAKEN);
        Decision higher = decision(START + 110, Phase.PROBING, 65, Reason.THROUGHPUT_ROSE);
        Decision steady = decision(START + 120, Phase.STEADY, 65, Reason.THROUGHPUT_FLAT);
        DepthRecorder recorder = new DepthRecorder(stats(Phase.BASELINE, 64), START);
        recorder.update(stats(Phase.PROBING, 65, probing, higher));
        // The controller's log holds its latest decisions again and again.
        recorder.update(stats(Phase.STEADY, 65, probing, higher, steady));
        assertThat(recorder.steps()).containsExactly(
                new DepthStep(0, "BASELINE", 64, "start", 0, 0),
                new DepthStep(100, "PROBING", 64, "baseline latency known", 1234, 5678),
                new DepthStep(110, "PROBING", 65, "throughput rose with the limit", 1234, 5678),
                new DepthStep(120, "STEADY", 65, "throughput no longer rises with the limit", 1234, 5678));
    }

    @Test
    void ofARunOfDaysTheBeginningAndTheEndAreKept() {
        DepthRecorder recorder = new DepthRecorder(stats(Phase.PROBING, 1), START);
        for (int i = 1; i <= 10_000; i++) {
            recorder.update(stats(Phase.PROBING, i, decision(START + i, Phase.PROBING, i, Reason.THROUGHPUT_ROSE)));
        }
        List<DepthStep> steps = recorder.steps();
        assertThat(steps).hasSize(4096);
        assertThat(steps.get(2047).limit()).isEqualTo(2047);
        assertThat(steps.get(2048).limit()).isEqualTo(7953);
        assertThat(steps.getLast().limit()).isEqualTo(10_000);
    }
}
