package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.adaptive.Phase;
import io.auraio.bench.report.TargetAnswer;
import org.HdrHistogram.IntCountsHistogram;
import org.junit.jupiter.api.Test;

class HeldLimitsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final HeldLimits limits = new HeldLimits();

    private void seen(int limit, Phase phase, long nanos, int operations, long latencyNanos) {
        IntCountsHistogram latency = IntervalLatency.newHistogram();
        latency.recordValueWithCount(latencyNanos, operations);
        limits.add(limit, phase, nanos, latency);
    }

    @Test
    void theLimitThatWasHeldIsTheAnswerAndTheSearchDoesNotCount() {
        seen(200, Phase.PROBING, 3 * SECOND, 200_000, 4 * MILLI);
        seen(37, Phase.CONVERGED, 2 * SECOND, 160_000, 960_000);
        TargetAnswer answer = limits.answer(MILLI, 200);
        assertThat(answer.met()).isTrue();
        assertThat(answer.concurrency()).isEqualTo(37);
        assertThat(answer.line()).isEqualTo("concurrency 37: 80.0k IOPS, P99 0.963 ms, target 1.000 ms met");
    }

    @Test
    void whereTheHeldLimitIsJustOverTheTargetOneThatMetItForLongEnoughIsNamed() {
        seen(40, Phase.STEADY, 5 * SECOND, 500_000, 1_100_000);
        seen(30, Phase.PROBING, SECOND, 90_000, 900_000);
        seen(20, Phase.PROBING, SECOND, 80_000, 500_000);
        seen(35, Phase.PROBING, SECOND / 10, 9_900, 900_000);
        assertThat(limits.answer(MILLI, 40).line()).startsWith("concurrency 30: 90.0k IOPS, P99 0.9").endsWith("target 1.000 ms met");
    }

    @Test
    void aTargetThatNoLimitMetIsToldWithTheBestSeen() {
        seen(40, Phase.STEADY, 5 * SECOND, 500_000, 3 * MILLI);
        seen(4, Phase.STEADY, SECOND, 50_000, 2 * MILLI);
        // Too few operations for a P99: chance.
        seen(1, Phase.BASELINE, SECOND / 10, 100, MILLI / 2);
        assertThat(limits.answer(MILLI, 40).line())
                .isEqualTo("target 1.000 ms cannot be met; best seen: concurrency 4: 50.0k IOPS, P99 2.007 ms");
    }

    @Test
    void aTargetThatWasMetForAMomentOnlyIsNotCalledMet() {
        seen(40, Phase.STEADY, 50 * SECOND, 500_000, 3 * MILLI);
        seen(4, Phase.PROBING, SECOND, 50_000, MILLI / 2);
        TargetAnswer answer = limits.answer(MILLI, 40);
        assertThat(answer.met()).isFalse();
        assertThat(answer.line()).isEqualTo("target 1.000 ms met in passing only: concurrency 4: 50.0k IOPS, P99 0.502 ms");
    }

    @Test
    void whereNothingWasMeasuredTheAnswerSaysSo() {
        assertThat(limits.answer(MILLI, 64).line()).isEqualTo("target 1.000 ms: nothing was measured");
    }

    @Test
    void aRunThatWasNothingButSearchIsAnsweredByAllOfIt() {
        IntCountsHistogram latency = IntervalLatency.newHistogram();
        latency.recordValueWithCount(MILLI / 2, 50_000);
        limits.moved(SECOND / 2, latency);
        assertThat(limits.answer(MILLI, 24).line()).isEqualTo("concurrency 24: 100k IOPS, P99 0.502 ms, target 1.000 ms met");
        seen(20, Phase.STEADY, SECOND, 60_000, MILLI / 4);
        assertThat(limits.answer(MILLI, 24).line()).startsWith("concurrency 20: 60.0k IOPS, P99 0.25");
    }

    @Test
    void aSlowDeviceIsAnsweredFromWhatThereIs() {
        seen(4, Phase.STEADY, SECOND, 100, MILLI / 2);
        assertThat(limits.answer(MILLI, 4).line()).startsWith("concurrency 4: 100 IOPS, P99 0.5");
    }

    @Test
    void thousandsOfLimitsDoNotFillTheMemory() {
        seen(5000, Phase.STEADY, SECOND, 1000, MILLI);
        for (int limit = 1; limit < 2000; limit++) {
            seen(limit, Phase.PROBING, SECOND / 10, 1000, 2 * MILLI);
        }
        assertThat(limits.answer(2 * MILLI, 1).concurrency()).isEqualTo(5000);
    }
}
