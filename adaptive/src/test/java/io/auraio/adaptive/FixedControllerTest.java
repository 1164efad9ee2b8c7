package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixedControllerTest {

    private final Controller controller = new FixedController(ControllerOptions.forQueueDepth(256));

    @Test
    void nothingThatHappensMovesTheLimit() {
        for (int i = 1; i <= 1000; i++) {
            controller.sample(i * 10_000_000L, 0);
            assertThat(controller.tick(i * 10_000_000L, i, i, i, i)).isNull();
        }
        assertThat(controller.limit()).isEqualTo(64);
        assertThat(controller.phase()).isEqualTo(Phase.CONVERGED);
        assertThat(controller.sampleEvery()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theBoundsClampItAtOnce() {
        controller.maxInFlight(32);
        assertThat(controller.limit()).isEqualTo(32);
        controller.minInFlight(20);
        controller.maxInFlight(20);
        assertThat(controller.limit()).isEqualTo(20);
        assertThat(controller).hasToString("fixed limit 20");
    }
}
