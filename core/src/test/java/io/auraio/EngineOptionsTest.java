package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.adaptive.ControllerOptions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EngineOptionsTest {

    @Test
    void defaultsAreTheOriginals() {
        EngineOptions options = EngineOptions.builder().build();
        assertThat(options.queueDepth()).isEqualTo(256);
        assertThat(options.ringCount()).isZero();
        assertThat(options.rings()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(options.minInFlight()).isEqualTo(4);
        assertThat(options.targetP99()).isZero();
        assertThat(options.bufferAlignment()).isEqualTo(4096);
        assertThat(options.adaptive()).isTrue();
        assertThat(options.driving()).isEqualTo(Driving.ENGINE);
        assertThat(options.controller(1)).isEqualTo(new ControllerOptions(64, 4, 256, 0, 10_000_000));
    }

    @Test
    void sharedControllerMayUseAllThatItsRingsHold() {
        assertThat(EngineOptions.builder().build().controller(3)).isEqualTo(new ControllerOptions(64, 4, 768, 0, 10_000_000));
    }

    @Test
    void moreAndDeeperRingsThanAControllerCanFillAreNoError() {
        EngineOptions options = EngineOptions.builder().queueDepth(32768).ringCount(1024).build();
        assertThat(options.controller(options.rings()).maxInFlight()).isEqualTo(ControllerOptions.GREATEST_LIMIT);
    }

    @Test
    void shallowQueueLowersTheDefaultMinimum() {
        assertThat(EngineOptions.builder().queueDepth(1).build().controller(1)).isEqualTo(new ControllerOptions(1, 1, 1, 0, 10_000_000));
    }

    @Test
    void callerDrivenEngineHasOneRing() {
        assertThat(EngineOptions.builder().driving(Driving.CALLER).build().rings()).isOne();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(EngineOptions.builder().queueDepth(0), "queueDepth=0; 1 to 32768 is right"),
                Arguments.of(EngineOptions.builder().queueDepth(32769), "queueDepth=32769; 1 to 32768 is right"),
                Arguments.of(EngineOptions.builder().ringCount(-1), "ringCount=-1; 0 to 1024 is right"),
                Arguments.of(EngineOptions.builder().minInFlight(257), "minInFlight=257; 1 to 256 is right"),
                Arguments.of(EngineOptions.builder().initialInFlight(3), "initialInFlight=3; 4 to 256 is right"),
                Arguments.of(EngineOptions.builder().targetP99(Duration.ofNanos(-1)), "targetP99=PT-0.000000001S; from 0 (no target) to one hour is right"),
                Arguments.of(EngineOptions.builder().bufferAlignment(1000), "bufferAlignment=1000; a power of two from 512 to 2097152 is right"),
                Arguments.of(EngineOptions.builder().drainTimeout(Duration.ZERO), "drainTimeout=PT0S; over zero and up to one day is right"),
                Arguments.of(
                        EngineOptions.builder().driving(Driving.CALLER).ringCount(2),
                        "ringCount=2 with driving=CALLER; one thread drives one ring: 0 or 1 is right, or an engine for each thread"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void valueOutOfRangeIsRefusedByNameAndRange(EngineOptions.Builder builder, String message) {
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void nullIsRefusedByName() {
        assertThatThrownBy(() -> EngineOptions.builder().driving(null).build()).isInstanceOf(NullPointerException.class).hasMessage("driving");
    }
}
