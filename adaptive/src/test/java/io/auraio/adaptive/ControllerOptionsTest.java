package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ControllerOptionsTest {

    private static final ControllerOptions OPTIONS = ControllerOptions.forQueueDepth(256);

    @Test
    void aQueueOf256StartsAt64() {
        assertThat(OPTIONS).isEqualTo(new ControllerOptions(64, 4, 256, 0, .1, 10_000_000));
    }

    @Test
    void aQueueOfOneIsAllowed() {
        assertThat(ControllerOptions.forQueueDepth(1)).isEqualTo(new ControllerOptions(1, 1, 1, 0, .1, 10_000_000));
    }

    @Test
    void eachValueOutOfRangeIsNamedWithItsRange() {
        refused(() -> ControllerOptions.forQueueDepth(0), "queueDepth=0; must be 1 to 1048576");
        refused(() -> new ControllerOptions(1, 1, 0, 0, .1, 10_000_000), "maxInFlight=0; must be 1 to 1048576");
        refused(() -> OPTIONS.withMinInFlight(0), "minInFlight=0; must be 1 to 256");
        refused(() -> OPTIONS.withMinInFlight(257), "minInFlight=257; must be 1 to 256");
        refused(() -> OPTIONS.withInitialInFlight(3), "initialInFlight=3; must be 4 to 256");
        refused(() -> OPTIONS.withInitialInFlight(257), "initialInFlight=257; must be 4 to 256");
        refused(() -> OPTIONS.withTargetP99Nanos(-1), "targetP99Nanos=-1; must be 0 to 3600000000000");
        refused(() -> OPTIONS.withLeastEfficiency(0.009), "leastEfficiency=0.009; must be 0.01 to 0.5");
        refused(() -> OPTIONS.withLeastEfficiency(0.6), "leastEfficiency=0.6; must be 0.01 to 0.5");
        refused(() -> OPTIONS.withLeastEfficiency(Double.NaN), "leastEfficiency=NaN; must be 0.01 to 0.5");
        refused(() -> OPTIONS.withTickNanos(0), "tickNanos=0; must be 100000 to 1000000000");
        refused(() -> OPTIONS.withTickNanos(-1), "tickNanos=-1; must be 100000 to 1000000000");
    }

    @Test
    void raisingTheMinimumRaisesTheLimitToStartFrom() {
        assertThat(OPTIONS.withMinInFlight(100).initialInFlight()).isEqualTo(100);
    }

    private static void refused(Runnable construction, String message) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
