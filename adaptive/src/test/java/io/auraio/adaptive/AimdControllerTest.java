package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AimdControllerTest {

    private final SteadyDevice device = new SteadyDevice(new AimdController(ControllerOptions.forQueueDepth(256)), 256);
    private final Controller controller = device.controller;

    @Test
    void throughputThatRisesTakesTheLimitToTheKneeAndHoldsIt() {
        device.channels = 120;
        device.run(200);
        assertThat(controller.limit()).isBetween(114, 150);
        assertThat(controller.phase()).isEqualTo(Phase.STEADY);
        device.run(600);
        assertThat(controller.phase()).isEqualTo(Phase.CONVERGED);
        assertThat(device.reasons()).contains(
                Reason.BASELINE_TAKEN, Reason.THROUGHPUT_ROSE, Reason.THROUGHPUT_FLAT, Reason.HELD);
    }

    @Test
    void aKneeAtTheMaximumIsReached() {
        SteadyDevice small = new SteadyDevice(new AimdController(ControllerOptions.forQueueDepth(32)), 32);
        small.run(200);
        assertThat(small.controller.limit()).isBetween(30, 32);
        assertThat(small.controller.phase()).isEqualTo(Phase.STEADY);
    }

    @Test
    void latencyOverTenTimesTheBaselineBacksOffToFourFifths() {
        device.run(20);
        int before = controller.limit();
        device.serviceNanos *= 11;
        device.run(2);
        assertThat(controller.phase()).isEqualTo(Phase.BACKOFF);
        assertThat(controller.limit()).isBetween((int) (before * 0.8), (int) ((before + 1) * 0.8));
        device.serviceNanos /= 11;
        device.run(1);
        assertThat(controller.phase()).isEqualTo(Phase.SETTLING);
        device.run(10);
        assertThat(controller.phase()).isEqualTo(Phase.STEADY);
    }

    @Test
    void oneWindowOverTheGuardIsForgiven() {
        device.run(20);
        device.tick(6400, 11 * 100_000, SteadyDevice.TICK);
        device.run(1);
        device.tick(6400, 11 * 100_000, SteadyDevice.TICK);
        assertThat(controller.phase()).isEqualTo(Phase.PROBING);
    }

    @Test
    void aTargetReplacesTheGuard() {
        device.run(20);
        controller.targetP99Nanos(200_000);
        device.serviceNanos *= 3;
        device.run(2);
        assertThat(controller.phase()).isEqualTo(Phase.BACKOFF);
    }

    @Test
    void anApplicationThatDoesNotFillTheLimitMovesNothing() {
        device.run(20);
        int before = controller.limit();
        device.limited = false;
        device.run(300);
        assertThat(controller.limit()).isEqualTo(before);
        assertThat(controller.phase()).isEqualTo(Phase.PROBING);
    }

    @Test
    void idlingWaitsInBaseline() {
        for (int i = 0; i < 1000; i++) {
            assertThat(controller.tick(device.now += SteadyDevice.TICK, 0, 0, 0, 0)).isNull();
        }
        assertThat(controller.phase()).isEqualTo(Phase.BASELINE);
    }

    @Test
    void timeThatStandsStillOrGoesBackIsHarmless() {
        device.run(20);
        int before = controller.limit();
        assertThat(controller.tick(device.now, 1_000_000, 1, 1, 1)).isNull();
        assertThat(controller.tick(device.now - SteadyDevice.TICK, 1_000_000, 1, 1, 1)).isNull();
        assertThat(controller.tick(device.now, -5, -5, -5, -5)).isNull();
        controller.sample(0, device.now);
        assertThat(controller.limit()).isEqualTo(before);
    }

    @Test
    void settersClampAtOnceAndTheNextTickSaysSo() {
        controller.maxInFlight(32);
        assertThat(controller.limit()).isEqualTo(32);
        device.run(1);
        assertThat(device.decisions).singleElement().satisfies(decision -> {
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
        SteadyDevice small = new SteadyDevice(new AimdController(ControllerOptions.forQueueDepth(32)), 100);
        small.run(200);
        small.controller.maxInFlight(256);
        assertThat(small.controller.phase()).isEqualTo(Phase.PROBING);
        small.run(200);
        assertThat(small.controller.limit()).isBetween(95, 130);
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
