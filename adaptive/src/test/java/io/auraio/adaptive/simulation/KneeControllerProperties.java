package io.auraio.adaptive.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.KneeController;
import io.auraio.adaptive.LatencyHistogram;
import io.auraio.adaptive.Phase;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/**
 * What holds for the controller on any device of a kind. The seed is fixed: a property of a statistic fails once in a while by chance,
 * and a build must not.
 */
class KneeControllerProperties {

    private static KneeController controller() {
        return new KneeController(ControllerOptions.forQueueDepth(256));
    }

    /** Mean limit from one second to another. */
    private static double meanLimit(Simulation simulation, double from, double to) {
        double sum = 0;
        for (int i = Timeline.tickAt(from); i < Timeline.tickAt(to); i++) {
            sum += simulation.timeline.limit(i);
        }
        return sum / (Timeline.tickAt(to) - Timeline.tickAt(from));
    }

    @Property(tries = 40, seed = "1")
    void onAnyConcaveCurveThroughputIsNearTheBestAndDepthNearTheKnee(
            @ForAll @DoubleRange(min = 4, max = 150) double saturation,
            @ForAll @DoubleRange(min = 1.2, max = 8) double sharpness,
            @ForAll @IntRange(min = 1, max = 1000) int seed) {
        ConcaveDevices.Curve curve = new ConcaveDevices.Curve(saturation, sharpness, saturation / 60_000);
        Simulation simulation = new Simulation(ConcaveDevices.device(curve, seed, .3), controller());
        simulation.run(12);
        int to = simulation.timeline.size();
        assertThat(simulation.timeline.throughput(to / 2, to)).isGreaterThanOrEqualTo(.83 * curve.best(256));
        assertThat(simulation.timeline.meanInFlight(to / 2, to)).isLessThanOrEqualTo(2.5 * curve.knee(4, 256));
    }

    @Property(tries = 15, seed = "1")
    void latencyFortyTimesAsHighLowersTheLimitWithinTwelveTicks(
            @ForAll @IntRange(min = 8, max = 48) int channels, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        ChannelDevice device = new ChannelDevice(seed, channels, 100);
        KneeController controller = controller();
        Simulation simulation = new Simulation(device, controller);
        while (simulation.seconds() < 5 && controller.phase() != Phase.CONVERGED && controller.phase() != Phase.STEADY) {
            simulation.run(.01);
        }
        // The detector's reference of 15 ticks is in hand before anything happens.
        simulation.run(.3);
        int before = controller.limit();
        device.serviceMicros(4000);
        simulation.run(.12);
        assertThat(simulation.decisions.getLast().limit()).isEqualTo(controller.limit());
        assertThat(simulation.decisions).anySatisfy(decision -> {
            assertThat(decision.timeNanos()).isGreaterThan(simulation.now() - 120_000_000);
            assertThat(decision.limit()).isLessThan(before);
        });
    }

    @Property(tries = 6, seed = "1")
    void aLongerCableCostsAtMostThirtyPercentOfTheBest(
            @ForAll @DoubleRange(min = .5, max = 3) double delayMillis, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        // With the delay, the same throughput takes so many more in flight: 50,000 a second times the delay.
        CurveDevice device = new CurveDevice(seed, n -> 50_000.0 * Math.min(n, 10) / 10, .3, false);
        Simulation simulation = new Simulation(device, controller());
        simulation.run(5);
        device.extraMicros(delayMillis * 1000);
        simulation.run(25);
        int to = simulation.timeline.size();
        assertThat(simulation.timeline.throughput(to - 300, to)).isGreaterThanOrEqualTo(.7 * 50_000);
    }

    @Property(tries = 6, seed = "1")
    void aTargetThatADepthCanMeetIsMetAtNearlyTheThroughputOfThatDepth(
            @ForAll @DoubleRange(min = 4, max = 60) double saturation,
            @ForAll @DoubleRange(min = 2, max = 4) double timesUncrowded,
            @ForAll @IntRange(min = 1, max = 1000) int seed) {
        ConcaveDevices.Curve curve = new ConcaveDevices.Curve(saturation, 3, saturation / 40_000);
        long target = (long) (timesUncrowded * 1.2e9 * curve.latencySeconds());
        Optimum best = Optimum.of(ignored -> ConcaveDevices.device(curve, seed, .5), 1).under(target);
        Simulation simulation = new Simulation(
                ConcaveDevices.device(curve, seed, .5),
                new KneeController(ControllerOptions.forQueueDepth(256).withTargetP99Nanos(target)));
        simulation.run(4);
        LatencyHistogram.Snapshot before = simulation.latencies();
        simulation.run(6);
        int to = simulation.timeline.size();
        assertThat(simulation.latencies().minus(before).percentile(99)).isLessThanOrEqualTo((long) (1.1 * target));
        assertThat(simulation.timeline.throughput(400, to)).isGreaterThanOrEqualTo(.85 * best.throughput());
    }

    @Property(tries = 10, seed = "1")
    void twiceTheChannelsGetAtLeastAFifthMore(
            @ForAll @IntRange(min = 6, max = 60) int channels, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        Simulation small = new Simulation(new ChannelDevice(seed, channels, 400), controller());
        Simulation large = new Simulation(new ChannelDevice(seed, 2 * channels, 400), controller());
        small.run(6);
        large.run(6);
        assertThat(meanLimit(large, 3, 6)).isGreaterThanOrEqualTo(1.2 * meanLimit(small, 3, 6));
    }

    @Property(tries = 10, seed = "1")
    void theSameDeviceInSlowerTimeGetsTheSameLimit(
            @ForAll @IntRange(min = 6, max = 100) int channels,
            @ForAll @DoubleRange(min = 2, max = 10) double slower,
            @ForAll @IntRange(min = 1, max = 1000) int seed) {
        Simulation fast = new Simulation(new ChannelDevice(seed, channels, 300), controller());
        Simulation slow = new Simulation(new ChannelDevice(seed, channels, 300 * slower), controller());
        fast.run(6);
        slow.run(20);
        assertThat(meanLimit(slow, 15, 20) / meanLimit(fast, 3, 6)).isBetween(1 / 1.5, 1.5);
    }

    @Property(tries = 10, seed = "1")
    void threeTimesTheCapacityIsFoundWithinTwelveSeconds(
            @ForAll @IntRange(min = 6, max = 40) int channels, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        ChannelDevice device = new ChannelDevice(seed, 3 * channels, 300);
        device.channelsLeft(0, channels);
        Simulation simulation = new Simulation(device, controller());
        simulation.run(8);
        device.channelsLeft(simulation.now(), 3 * channels);
        simulation.run(12);
        int to = simulation.timeline.size();
        assertThat(simulation.timeline.throughput(to - 100, to)).isGreaterThanOrEqualTo(.9 * 3 * channels / 300e-6);
    }

    @Property(tries = 10, seed = "1")
    void aMaximumNearTheKneeIsUsed(
            @ForAll @IntRange(min = 16, max = 64) int maximum, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        Simulation simulation = new Simulation(
                new ChannelDevice(seed, maximum, 200), new KneeController(ControllerOptions.forQueueDepth(maximum)));
        simulation.run(5);
        int to = simulation.timeline.size();
        double atMaximum = Optimum.measure(new ChannelDevice(seed, maximum, 200), maximum, 2).throughput();
        assertThat(simulation.timeline.throughput(to / 2, to)).isGreaterThanOrEqualTo(.93 * atMaximum);
    }

    @Property(tries = 10, seed = "1")
    void aDriverThatTicksLateFindsTheSameKnee(
            @ForAll @DoubleRange(min = 1, max = 60) double upToMillis, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        KneeController controller = controller();
        Simulation simulation = new Simulation(new ChannelDevice(seed, 24, 200), controller);
        simulation.tickLate(upToMillis, seed);
        simulation.run(6);
        // 24 channels and the way there: the knee is near 25, and 1.6 knees are what the models allow.
        assertThat(simulation.decisions).filteredOn(decision -> decision.phase() == Phase.STEADY)
                .isNotEmpty()
                .allSatisfy(decision -> assertThat(decision.limit()).isBetween(22, 40));
    }

    @Property(tries = 10, seed = "1")
    void aPauseOfAnyLengthChangesNothing(
            @ForAll @DoubleRange(min = .01, max = 20) double seconds, @ForAll @IntRange(min = 1, max = 1000) int seed) {
        KneeController controller = controller();
        Simulation simulation = new Simulation(new ChannelDevice(seed, 24, 200), controller);
        simulation.run(3);
        simulation.pause();
        simulation.run(.02);
        int limit = controller.limit();
        Phase phase = controller.phase();
        int decisions = simulation.decisions.size();
        simulation.run(seconds);
        assertThat(controller.limit()).isEqualTo(limit);
        assertThat(controller.phase()).isEqualTo(phase);
        assertThat(simulation.decisions).hasSize(decisions);
    }
}
