package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.TunerStats;
import io.auraio.adaptive.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetMeterTest {
    private static final long MILLI = 1_000_000L;

    private final TargetMeter meter = new TargetMeter(32, 0);

    /** Intervals of 20 ms at a limit, with 1,000 operations each. */
    private void intervals(int from, int count, int limit, long latencyNanos) {
        for (int i = from; i < from + count; i++) {
            for (int n = 0; n < 1000; n++) {
                meter.completed(latencyNanos);
            }
            meter.tick((i + 1) * 20 * MILLI, new TunerStats("engine", limit, 0, Phase.PROBING, Map.of(), List.of()));
        }
    }

    @Test
    void ofTwoLimitsMeasuredInTurnEachGetsItsOwn() {
        int at = 0;
        for (int turn = 0; turn < 5; turn++) {
            intervals(at, 3, 32, MILLI / 2);
            intervals(at + 3, 3, 64, 2 * MILLI);
            at += 6;
        }
        assertThat(meter.held.answer(MILLI, 64).line()).startsWith("concurrency 32: 50.0k IOPS, P99 ").endsWith("target 1.000 ms met");
        assertThat(meter.held.answer(3 * MILLI, 64).met()).isTrue();
        assertThat(meter.held.answer(MILLI / 10, 64).line()).startsWith("target 0.100 ms cannot be met; best seen: concurrency 32: 50.0k IOPS");
    }

    @Test
    void itIsDueEveryTwentyMilliseconds() {
        assertThat(meter.isTickDue(19 * MILLI)).isFalse();
        assertThat(meter.isTickDue(20 * MILLI)).isTrue();
        intervals(0, 1, 32, 1);
        assertThat(meter.isTickDue(39 * MILLI)).isFalse();
    }
}
