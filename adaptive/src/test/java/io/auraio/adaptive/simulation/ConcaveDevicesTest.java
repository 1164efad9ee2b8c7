package io.auraio.adaptive.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.KneeController;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcaveDevicesTest {

    @Test
    void nineOfTenRandomConcaveDevicesRunNearTheirBestAndNoneFarFromIt() {
        List<ConcaveDevices.Curve> curves = ConcaveDevices.random(150, 7);
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            ConcaveDevices.Curve curve = curves.get(i);
            Simulation simulation = new Simulation(
                    ConcaveDevices.device(curve, i, .5), new KneeController(ControllerOptions.forQueueDepth(256)));
            simulation.run(10);
            int to = simulation.timeline.size();
            double throughput = simulation.timeline.throughput(to / 2, to) / curve.best(256);
            double depth = simulation.timeline.meanInFlight(to / 2, to) / curve.knee(4, 256);
            assertThat(throughput).as("%s", curve).isGreaterThan(.75);
            if (throughput < .90 || depth > 2.5) {
                missed.add(curve + ": throughput " + throughput + ", depth " + depth);
            }
        }
        assertThat(missed).hasSizeLessThanOrEqualTo(15);
    }
}
