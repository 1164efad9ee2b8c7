package io.auraio.adaptive.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.KneeController;
import org.junit.jupiter.api.Test;

/** The simulation is the ruler that the controller is measured with; this measures the ruler. */
class SimulationTest {

    @Test
    void thirtyTwoChannelsOfEightyMicrosecondsGiveFourHundredThousandASecond() {
        Optimum.Point point = Optimum.measure(new ChannelDevice(1, 32, 80), 64, 1);
        assertThat(point.throughput()).isCloseTo(400_000, within(4_000.0));
    }

    @Test
    void aLoneOperationTakesItsServiceTimeAndTheWayThere() {
        Optimum.Point point = Optimum.measure(new ChannelDevice(1, 32, 80), 1, 1);
        assertThat(point.throughput()).isCloseTo(1e6 / 90, within(150.0));
    }

    @Test
    void aTokenBucketGivesItsRateAndNoMore() {
        assertThat(Optimum.measure(new BucketDevice(1, 500, 1000), 64, 20).throughput()).isCloseTo(500, within(2.0));
    }

    @Test
    void aCurveDeviceFollowsItsCurve() {
        ConcaveDevices.Curve curve = new ConcaveDevices.Curve(20, 2, 1e-3);
        for (int depth : new int[] {1, 10, 50, 256}) {
            Optimum.Point point = Optimum.measure(ConcaveDevices.device(curve, 1, .5), depth, 5);
            assertThat(point.throughput() / curve.applyAsDouble(depth)).isCloseTo(1, within(.02));
        }
    }

    @Test
    void theKneesAreWhereTheModelsSayTheyAre() {
        assertThat(Models.nvme("").then(Stretch.unchanged(1, Goals.NONE)).optima().getFirst().knee())
                .isBetween(33.0, 38.0);
        assertThat(Models.soft("").then(Stretch.unchanged(1, Goals.NONE)).optima().getFirst().knee())
                .isBetween(60.0, 72.0);
        assertThat(Models.hdd("").then(Stretch.unchanged(1, Goals.NONE)).optima().getFirst().knee())
                .isBetween(22.0, 26.0);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(decisions(5)).isEqualTo(decisions(5)).isNotEqualTo(decisions(6));
    }

    private static Object decisions(long seed) {
        Simulation simulation =
                new Simulation(new DieDevice(seed, 8, 60), new KneeController(ControllerOptions.forQueueDepth(256)));
        simulation.run(3);
        return simulation.decisions;
    }
}
