package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AimdControllerTest {

    private static final long TICK = 10_000_000;
    private static final long SERVICE = 100_000;

    private final List<Decision> decisions = new ArrayList<>();
    private Controller controller = new AimdController(ControllerOptions.forQueueDepth(256));
    private long now;

    /** A device without noise: {@code channels} operations at a time, each of 100 us; what is over the channels waits. */
    private void run(int ticks, int channels, double latencyFactor, boolean limited) {
        for (int i = 0; i < ticks; i++) {
            double busy = Math.min(channels, controller.limit());
            long completions = (long) (busy * TICK / SERVICE);
            long latency = (long) (latencyFactor * SERVICE * controller.limit() / busy);
            now += TICK;
            for (int n = 0; n < completions / controller.sampleEvery(); n++) {
                controller.sample(now, now - latency);
            }
            Decision decision = controller.tick(
                    now, completions, completions * 4096, controller.limit() * TICK, limited ? TICK : TICK / 10);
            if (decision != null) {
                decisions.add(decision);
            }
        }
    }

    @Test
    void throughputThatRisesTakesTheLimitToTheKneeAndHoldsIt() {
        run(200, 120, 1, true);
        assertThat(controller.limit()).isBetween(114, 150);
        assertThat(controller.phase()).isEqualTo(Phase.STEADY);
        run(600, 120, 1, true);
        assertThat(controller.phase()).isEqualTo(Phase.CONVERGED);
        assertThat(decisions).extracting(Decision::reason).contains(
                Reason.BASELINE_TAKEN, Reason.THROUGHPUT_ROSE, Reason.THROUGHPUT_FLAT, Reason.HELD);
    }

    @Test
    void aKneeAtTheMaximumIsReached() {
        controller = new AimdController(ControllerOptions.forQueueDepth(32));
        run(200, 32, 1, true);
        assertThat(controller.limit()).isBetween(30, 32);
        assertThat(controller.phase()).isEqualTo(Phase.STEADY);
    }

    @Test
    void latencyTenTimesTheBaselineBacksOffToFourFifths() {
        run(20, 256, 1, true);
        int before = controller.limit();
        run(2, 256, 11, true);
        assertThat(controller.phase()).isEqualTo(Phase.BACKOFF);
        assertThat(controller.limit()).isBetween((int) (before * 0.8), (int) ((before + 1) * 0.8));
        run(1, 256, 1, true);
        assertThat(controller.phase()).isEqualTo(Phase.SETTLING);
        run(10, 256, 1, true);
        assertThat(controller.phase()).isEqualTo(Phase.STEADY);
    }

    @Test
    void oneWindowOverTheGuardIsForgiven() {
        run(20, 256, 1, true);
        run(1, 256, 11, true);
        run(1, 256, 1, true);
        run(1, 256, 11, true);
        assertThat(controller.phase()).isEqualTo(Phase.PROBING);
    }

    @Test
    void aTargetReplacesTheGuard() {
        run(20, 256, 1, true);
        controller.targetP99Nanos(2 * SERVICE);
        run(2, 256, 3, true);
        assertThat(controller.phase()).isEqualTo(Phase.BACKOFF);
    }

    @Test
    void anApplicationThatDoesNotFillTheLimitMovesNothing() {
        run(20, 256, 1, true);
        int before = controller.limit();
        run(300, 256, 1, false);
        assertThat(controller.limit()).isEqualTo(before);
        assertThat(controller.phase()).isEqualTo(Phase.PROBING);
    }

    @Test
    void idlingWaitsInBaseline() {
        for (int i = 0; i < 1000; i++) {
            now += TICK;
            assertThat(controller.tick(now, 0, 0, 0, 0)).isNull();
        }
        assertThat(controller.phase()).isEqualTo(Phase.BASELINE);
    }

    @Test
    void timeThatStandsStillOrGoesBackIsHarmless() {
        run(20, 256, 1, true);
        int before = controller.limit();
        assertThat(controller.tick(now, 1_000_000, 1, 1, 1)).isNull();
        assertThat(controller.tick(now - TICK, 1_000_000, 1, 1, 1)).isNull();
        assertThat(controller.tick(now, -5, -5, -5, -5)).isNull();
        controller.sample(0, now);
        assertThat(controller.limit()).isEqualTo(before);
    }

    @Test
    void settersClampAtOnceAndTheNextTickSaysSo() {
        controller.maxInFlight(32);
        assertThat(controller.limit()).isEqualTo(32);
        run(2, 256, 1, true);
        assertThat(decisions).singleElement().satisfies(decision -> {
            assertThat(decision.reason()).isEqualTo(Reason.BOUNDS_CHANGED);
            assertThat(decision.previousLimit()).isEqualTo(64);
            assertThat(decision.limit()).isEqualTo(32);
        });
        assertThatThrownBy(() -> controller.minInFlight(33)).hasMessage("minInFlight=33; must be 1 to 32");
        assertThatThrownBy(() -> controller.maxInFlight(3)).hasMessage("maxInFlight=3; must be 4 to 1048576");
        assertThatThrownBy(() -> controller.targetP99Nanos(-1))
                .hasMessage("targetP99Nanos=-1; must be 0 to 3600000000000");
    }

    @Test
    void aHigherMaximumLetsAHeldLimitGo() {
        controller = new AimdController(ControllerOptions.forQueueDepth(32));
        run(200, 100, 1, true);
        controller.maxInFlight(256);
        assertThat(controller.phase()).isEqualTo(Phase.PROBING);
        run(200, 100, 1, true);
        assertThat(controller.limit()).isBetween(95, 130);
    }

    @Test
    void aDecisionReadsAsALineOfALog() {
        Decision decision =
                new Decision(1_250_000_000, Phase.PROBING, 56, Reason.THROUGHPUT_ROSE, 81_234, 812_000, 40, 39.8);
        assertThat(decision).hasToString("1.250 s PROBING 40 -> 56, throughput rose with the limit"
                + " (81234/s, 39.8 in flight, p99 812 us)");
        assertThat(decision.meanLatencyNanos()).isBetween(489_000L, 491_000L);
    }
}
