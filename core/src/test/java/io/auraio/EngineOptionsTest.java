package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.adaptive.ControllerOptions;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
        assertThat(options.leastEfficiency()).isEqualTo(.1);
        assertThat(options.bufferAlignment()).isEqualTo(4096);
        assertThat(options.adaptive()).isTrue();
        assertThat(options.driving()).isEqualTo(Driving.ENGINE);
        assertThat(options.ringSelection()).isEqualTo(RingSelection.ADAPTIVE);
        assertThat(options.backend()).isEqualTo(Backend.IO_URING);
        assertThat(options.initialInFlight()).as("a quarter of the queue's depth").isZero();
        assertThat(options.sqPoll()).isFalse();
        assertThat(options.sqPollIdleMillis()).isEqualTo(1000);
        assertThat(options.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.backlog()).isEqualTo(65536);
        assertThat(options.controller(1)).isEqualTo(new ControllerOptions(64, 4, 256, 0, .1, 10_000_000));
    }

    @Test
    void sharedControllerMayUseAllThatItsRingsHold() {
        assertThat(EngineOptions.builder().build().controller(3)).isEqualTo(new ControllerOptions(64, 4, 768, 0, .1, 10_000_000));
    }

    @Test
    void moreAndDeeperRingsThanAControllerCanFillAreNoError() {
        EngineOptions options = EngineOptions.builder().queueDepth(32768).ringCount(1024).build();
        assertThat(options.controller(options.rings()).maxInFlight()).isEqualTo(ControllerOptions.GREATEST_LIMIT);
    }

    @Test
    void shallowQueueLowersTheDefaultMinimum() {
        assertThat(EngineOptions.builder().queueDepth(1).build().controller(1)).isEqualTo(new ControllerOptions(1, 1, 1, 0, .1, 10_000_000));
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
                Arguments.of(EngineOptions.builder().ringCount(1025), "ringCount=1025; 0 to 1024 is right"),
                Arguments.of(EngineOptions.builder().minInFlight(0), "minInFlight=0; 1 to 256 is right"),
                Arguments.of(EngineOptions.builder().minInFlight(257), "minInFlight=257; 1 to 256 is right"),
                Arguments.of(EngineOptions.builder().initialInFlight(3), "initialInFlight=3; 4 to 256 is right"),
                Arguments.of(EngineOptions.builder().initialInFlight(257), "initialInFlight=257; 4 to 256 is right"),
                Arguments.of(EngineOptions.builder().leastEfficiency(0), "leastEfficiency=0.0; 0.01 to 0.5 is right"),
                Arguments.of(EngineOptions.builder().leastEfficiency(0.51), "leastEfficiency=0.51; 0.01 to 0.5 is right"),
                Arguments.of(EngineOptions.builder().leastEfficiency(Double.NaN), "leastEfficiency=NaN; 0.01 to 0.5 is right"),
                Arguments.of(EngineOptions.builder().targetP99(Duration.ofHours(2)), "targetP99=PT2H; from 0 (no target) to one hour is right"),
                Arguments.of(EngineOptions.builder().targetP99(Duration.ofNanos(-1)), "targetP99=PT-0.000000001S; from 0 (no target) to one hour is right"),
                Arguments.of(EngineOptions.builder().bufferAlignment(1000), "bufferAlignment=1000; a power of two from 512 to 2097152 is right"),
                Arguments.of(EngineOptions.builder().bufferAlignment(256), "bufferAlignment=256; a power of two from 512 to 2097152 is right"),
                Arguments.of(EngineOptions.builder().bufferAlignment(4 << 20), "bufferAlignment=4194304; a power of two from 512 to 2097152 is right"),
                Arguments.of(EngineOptions.builder().backlog(-1), "backlog=-1; 0 to 16777216 is right"),
                Arguments.of(EngineOptions.builder().backlog((1 << 24) + 1), "backlog=16777217; 0 to 16777216 is right"),
                Arguments.of(EngineOptions.builder().sqPollIdleMillis(0), "sqPollIdleMillis=0; 1 to 3600000 is right"),
                Arguments.of(EngineOptions.builder().sqPollIdleMillis(3600001), "sqPollIdleMillis=3600001; 1 to 3600000 is right"),
                Arguments.of(EngineOptions.builder().sqPoll(true).queueDepth(8193), "queueDepth=8193 with sqPoll=true; 1 to 8192 is right"),
                Arguments.of(
                        EngineOptions.builder().sqPoll(true).backend(Backend.THREADS),
                        "sqPoll=true with backend=THREADS; backend=IO_URING or AUTO is right, or sqPoll=false"),
                Arguments.of(EngineOptions.builder().drainTimeout(Duration.ofDays(2)), "drainTimeout=PT48H; over zero and up to one day is right"),
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

    static Stream<Arguments> missing() {
        return Stream.of(
                Arguments.of(EngineOptions.builder().targetP99(null), "targetP99"),
                Arguments.of(EngineOptions.builder().algorithm(null), "algorithm"),
                Arguments.of(EngineOptions.builder().tuning(null), "tuning"),
                Arguments.of(EngineOptions.builder().ringSelection(null), "ringSelection"),
                Arguments.of(EngineOptions.builder().driving(null), "driving"),
                Arguments.of(EngineOptions.builder().backend(null), "backend"),
                Arguments.of(EngineOptions.builder().drainTimeout(null), "drainTimeout"),
                Arguments.of(EngineOptions.builder().stageExecutor(null), "stageExecutor"),
                Arguments.of(EngineOptions.builder().errorHandler(null), "errorHandler"));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void nullIsRefusedByName(EngineOptions.Builder builder, String option) {
        assertThatThrownBy(builder::build).isInstanceOf(NullPointerException.class).hasMessage(option);
    }

    @Test
    void everySetterSetsItsOption() {
        Executor executor = Runnable::run;
        Consumer<Throwable> handler = e -> {};
        EngineOptions options = EngineOptions.builder()
                .queueDepth(64)
                .ringCount(3)
                .initialInFlight(20)
                .minInFlight(2)
                .targetP99(Duration.ofMillis(5))
                .leastEfficiency(.03)
                .bufferAlignment(8192)
                .hugePages(true)
                .registerBuffers(false)
                .adaptive(false)
                .algorithm(Algorithm.AIMD)
                .tuning(Tuning.DEVICE)
                .ringSelection(RingSelection.ROUND_ROBIN)
                .driving(Driving.ENGINE)
                .backend(Backend.AUTO)
                .sqPoll(true)
                .sqPollIdleMillis(5)
                .drainTimeout(Duration.ofSeconds(1))
                .backlog(10)
                .stageExecutor(executor)
                .errorHandler(handler)
                .build();
        assertThat(options).isEqualTo(new EngineOptions(
                64, 3, 20, 2, Duration.ofMillis(5), .03, 8192, true, false, false, Algorithm.AIMD, Tuning.DEVICE,
                RingSelection.ROUND_ROBIN, Driving.ENGINE, Backend.AUTO, true, 5, Duration.ofSeconds(1), 10, executor, handler));
    }
}
