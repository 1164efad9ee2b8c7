package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KneeControllerTest {

    private final SteadyDevice device = new SteadyDevice(new KneeController(ControllerOptions.forQueueDepth(256)), 32);
    private final Controller controller = device.controller;

    @Test
    void theBaselineIsTakenAtADepthOfFour() {
        assertThat(controller.limit()).isEqualTo(4);
        assertThat(controller.phase()).isEqualTo(Phase.BASELINE);
        device.run(2);
        assertThat(controller.limit()).isEqualTo(64);
        assertThat(controller.phase()).isEqualTo(Phase.PROBING);
        assertThat(device.reasons()).containsExactly(Reason.BASELINE_TAKEN);
    }

    @Test
    void theKneeIsFoundFromAboveAndHeld() {
        device.run(60);
        assertThat(controller.limit()).isEqualTo(32);
        assertThat(controller.phase()).isEqualTo(Phase.STEADY);
        device.run(1000);
        assertThat(controller.limit()).isBetween(30, 40);
        assertThat(device.reasons()).contains(Reason.SAME_FOR_LESS, Reason.SETTLED, Reason.DOUBTING, Reason.HELD);
    }

    @Test
    void theKneeIsFoundFromBelow() {
        device.channels = 200;
        device.run(100);
        assertThat(controller.limit()).isBetween(190, 256);
        assertThat(device.reasons()).contains(Reason.LOOKING_UP, Reason.THROUGHPUT_ROSE);
    }

    @Test
    void aKneeAtTheMaximumIsReached() {
        SteadyDevice small = new SteadyDevice(new KneeController(ControllerOptions.forQueueDepth(32)), 32);
        small.run(100);
        assertThat(small.controller.limit()).isBetween(31, 32);
    }

    @Test
    void aLimitThatCanOnlyBeOneIsHeldInSilence() {
        SteadyDevice one = new SteadyDevice(new KneeController(ControllerOptions.forQueueDepth(1)), 32);
        one.run(5000);
        assertThat(one.controller.limit()).isEqualTo(1);
        assertThat(one.controller.phase()).isEqualTo(Phase.CONVERGED);
        assertThat(one.decisions).hasSizeLessThan(6);
    }

    @Test
    void aTargetThatTheKneeMeetsChangesNothing() {
        controller.targetP99Nanos(150_000);
        device.run(200);
        assertThat(controller.limit()).isBetween(30, 48);
    }

    @Test
    void aTargetKeepsTheLimitWhereLatencyMeetsIt() {
        // With eight channels, 32 in flight wait 400 us each; but half of the throughput is lost below 8.
        device.channels = 8;
        controller.targetP99Nanos(130_000);
        device.run(300);
        assertThat(controller.limit()).isBetween(8, 10);
    }

    @Test
    void aTargetThatNoDepthMeetsIsCalledInfeasibleAndThroughputKept() {
        controller.targetP99Nanos(50_000);
        device.run(200);
        assertThat(device.reasons()).contains(Reason.LATENCY_HIGH, Reason.TARGET_INFEASIBLE);
        assertThat(controller.limit()).isBetween(30, 48);
    }

    @Test
    void latencyThatDepthIsNotToBlameForLeavesTheLimitWhereItWas() {
        device.run(60);
        device.serviceNanos *= 12;
        device.channels *= 12;
        device.run(300);
        assertThat(device.reasons()).contains(Reason.DEPTH_NOT_TO_BLAME);
        assertThat(controller.limit()).isGreaterThan(200);
    }

    @Test
    void aTrialWhoseLatencyIsHighAtAnyDepthIsJudgedByThroughput() {
        device.run(60);
        // Just over ten times the baseline, and as high at any depth, since channels are plenty.
        device.serviceNanos *= 10.5;
        device.channels *= 40;
        device.run(400);
        assertThat(controller.limit()).isGreaterThan(200);
    }

    @Test
    void aDeviceThatLosesChannelsIsFollowedDownAndUpAgain() {
        device.run(100);
        device.channels = 16;
        device.run(60);
        assertThat(controller.limit()).isBetween(16, 24);
        assertThat(device.reasons()).contains(Reason.DEVICE_SLOWER);
        device.channels = 64;
        device.run(200);
        assertThat(controller.limit()).isBetween(60, 90);
    }

    @Test
    void aDeviceThatBecomesFasterIsNoticedByItsLatency() {
        device.run(60);
        device.serviceNanos /= 1.2;
        device.run(10);
        assertThat(device.reasons()).contains(Reason.DEVICE_FASTER);
    }

    @Test
    void aSearchStartsAgainAfterAPauseAndAHeldLimitIsHeldOn() {
        device.run(4);
        device.limited = false;
        device.run(20);
        assertThat(controller.phase()).isEqualTo(Phase.PROBING);
        device.limited = true;
        device.run(1);
        assertThat(device.reasons()).endsWith(Reason.LOAD_RETURNED);
        device.run(80);
        device.limited = false;
        int decisions = device.decisions.size();
        device.run(20);
        device.limited = true;
        device.run(5);
        assertThat(device.decisions).hasSize(decisions);
    }

    @Test
    void everyCompletionIsSampledOnASlowDeviceAndOneInEightOnAFastOne() {
        assertThat(controller.sampleEvery()).isEqualTo(1);
        device.run(100);
        assertThat(controller.sampleEvery()).isEqualTo(8);
        SteadyDevice slow = new SteadyDevice(new KneeController(ControllerOptions.forQueueDepth(256)), 32);
        slow.serviceNanos = 5e6;
        slow.run(1000);
        assertThat(slow.controller.sampleEvery()).isEqualTo(1);
    }

    @Test
    void settersClampAtOnceAndTheNextTickSaysSo() {
        device.run(100);
        controller.maxInFlight(16);
        assertThat(controller.limit()).isEqualTo(16);
        device.run(1);
        assertThat(device.reasons()).endsWith(Reason.BOUNDS_CHANGED);
        assertThat(device.decisions.getLast().previousLimit()).isBetween(30, 40);
        controller.maxInFlight(100);
        device.run(50);
        assertThat(controller.limit()).isBetween(30, 48);
        assertThatThrownBy(() -> controller.minInFlight(101)).hasMessage("minInFlight=101; must be 1 to 100");
        assertThatThrownBy(() -> controller.maxInFlight(0)).hasMessage("maxInFlight=0; must be 4 to 1048576");
    }

    @Test
    void aClockThatIsSetBackCostsNoMoreThanTheMeasurementUnderWay() {
        device.run(5);
        device.now -= 1_000_000_000_000L;
        device.run(1);
        device.run(100);
        assertThat(controller.limit()).isBetween(30, 40);
        assertThat(controller.phase()).isEqualTo(Phase.STEADY);
    }

    @Test
    void aTickInTheSameMomentIsIgnoredAndNothingElse() {
        for (int i = 0; i < 100; i++) {
            device.run(1);
            assertThat(controller.tick(device.now, 1_000_000, 1, 1, 1)).isNull();
        }
        assertThat(controller.limit()).isBetween(30, 40);
    }

    @Test
    void aTargetThatNotEvenTheMinimumMeetsIsGivenUpWhileTheLimitIsHeldThere() {
        device.channels = 4;
        controller.targetP99Nanos(120_000);
        device.run(200);
        assertThat(controller.limit()).isEqualTo(4);
        device.channels = 64;
        device.serviceNanos = 200_000;
        device.run(400);
        assertThat(device.reasons()).contains(Reason.TARGET_INFEASIBLE);
        assertThat(controller.limit()).isBetween(60, 90);
    }

    @Test
    void oneBadWindowCostsAtMostOneStepOfAFifth() {
        for (long completions : new long[] {0, 1, 3_200, 32_000}) {
            for (long latency : new long[] {-1, 0, 1, 5_000_000, Long.MAX_VALUE}) {
                SteadyDevice steady = new SteadyDevice(new KneeController(ControllerOptions.forQueueDepth(256)), 32);
                steady.run(75);
                int before = steady.controller.limit();
                int least = before;
                steady.tick(completions, latency, SteadyDevice.TICK);
                for (int i = 0; i < 20; i++) {
                    least = Math.min(least, steady.controller.limit());
                    steady.run(1);
                }
                assertThat(least).as("%d completions of %d ns", completions, latency)
                        .isGreaterThanOrEqualTo((int) (before * 0.8));
            }
        }
    }

    @Test
    void theStateReadsAsALine() {
        device.run(100);
        assertThat(controller.toString())
                .startsWith("knee STEADY limit ")
                .contains("HOLD", "/s", "in flight", "p99", "guard", "uncrowded 100 us");
    }
}
