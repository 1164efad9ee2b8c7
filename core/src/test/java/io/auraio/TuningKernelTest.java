package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.auraio.adaptive.Phase;
import io.auraio.adaptive.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose limit a file's requests count for. */
@Timeout(60)
class TuningKernelTest {

    private static EngineOptions.Builder rings(int count) {
        return EngineOptions.builder().ringCount(count);
    }

    private static List<String> scopes(Engine engine) {
        return engine.stats().tuners().stream().map(TunerStats::scope).toList();
    }

    @Test
    void oneControllerTunesTheEngine() throws Exception {
        try (Engine engine = Engine.open(rings(2).build()); AsyncFile file = engine.open(TestFile.empty("tuning"))) {
            assertThat(file.fsync((r, result) -> {})).isNotNegative();
            engine.drain(Duration.ofSeconds(30));
            assertThat(scopes(engine)).containsExactly("engine");
            assertThat(engine.stats().tuners().getFirst().phase()).isEqualTo(Phase.BASELINE);
        }
    }

    @Test
    void controllerLogsChangesOfItsBoundsWhereThereWereAny() throws Exception {
        try (Engine engine = Engine.open(rings(1).build()); AsyncFile file = engine.open(TestFile.empty("tuning-bounds"))) {
            while (engine.stats().tuners().getFirst().decisions().isEmpty()) {
                file.fsyncAsync().join();
            }
            assertThat(engine.stats().tuners().getFirst().decisions().getFirst().reason()).isEqualTo(Reason.BASELINE_TAKEN);
            engine.targetP99(Duration.ofSeconds(1));
            while (!engine.stats().tuners().getFirst().decisionCounts().containsKey(Reason.BOUNDS_CHANGED)) {
                file.fsyncAsync().join();
            }
        }
    }

    @Test
    void eachRingHasItsOwnWhereAsked() throws Exception {
        try (Engine engine = Engine.open(rings(2).tuning(Tuning.RING).build())) {
            assertThat(scopes(engine)).containsExactly("ring 0", "ring 1");
        }
    }

    @Test
    void limitThatIsNotTunedIsEachRingsQueue() throws Exception {
        try (Engine engine = Engine.open(rings(2).adaptive(false).queueDepth(32).build())) {
            assertThat(engine.stats().tuners()).extracting(TunerStats::scope, TunerStats::limit).containsExactly(
                    tuple("ring 0", 32), tuple("ring 1", 32));
        }
    }

    @Test
    void filesOfOneDeviceShareAndThoseOfAnotherDoNot() throws Exception {
        Path memory = TestFile.create(Path.of("/dev/shm"), "tuning", 1);
        try (Engine engine = Engine.open(rings(2).tuning(Tuning.DEVICE).build());
                AsyncFile first = engine.open(TestFile.empty("tuning-1"));
                AsyncFile second = engine.open(TestFile.empty("tuning-2"));
                AsyncFile elsewhere = engine.open(memory)) {
            assertThat(scopes(engine)).hasSize(2).allSatisfy(scope -> assertThat(scope).matches("device \\d+:\\d+"));
            assertThat(first.descriptor().lane(0)).isSameAs(second.descriptor().lane(0)).isNotSameAs(elsewhere.descriptor().lane(0));
        }
    }

    @Test
    void fileWithALimitOfItsOwnIsNotHeldUpByAnotherAndTakesItAlongWhenClosed() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).tuning(Tuning.FILE).initialInFlight(4).build();
        try (Engine engine = Engine.open(options)) {
            AsyncFile busy = engine.open(TestFile.empty("tuning-busy"));
            AsyncFile quiet = engine.open(TestFile.empty("tuning-quiet"));
            List<Long> requests = Stream.generate(() -> busy.fdatasync((r, result) -> {})).limit(5).toList();
            assertThat(requests.subList(0, 4)).doesNotContain(Engine.AGAIN);
            assertThat(requests.get(4)).isEqualTo(Engine.AGAIN);
            assertThat(quiet.fdatasync((r, result) -> {})).isNotNegative();
            assertThat(engine.stats().tuners()).extracting(TunerStats::inFlight).containsExactly(4, 1);
            // Closed with its requests in flight: its limit goes when they are done.
            busy.close();
            assertThat(scopes(engine)).containsExactly("file " + busy.path(), "file " + quiet.path());
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(scopes(engine)).containsExactly("file " + quiet.path());
            quiet.close();
            assertThat(engine.stats().tuners()).isEmpty();
        }
    }

    @Test
    void settersReachTheControllersThatThereAreAndThoseToCome() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).tuning(Tuning.FILE).build();
        try (Engine engine = Engine.open(options); AsyncFile before = engine.open(TestFile.empty("tuning-before"))) {
            assertThat(before.descriptor().lane(0).limit()).isEqualTo(4);
            engine.minInFlight(16);
            assertThat(before.descriptor().lane(0).limit()).isEqualTo(16);
            try (AsyncFile after = engine.open(TestFile.empty("tuning-after"))) {
                assertThat(after.descriptor().lane(0).limit()).isEqualTo(16);
            }
            assertThatThrownBy(() -> engine.minInFlight(257)).isInstanceOf(IllegalArgumentException.class).hasMessage("minInFlight=257; 1 to 256 is right");
            assertThatThrownBy(() -> engine.targetP99(Duration.ofHours(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("targetP99=PT2H; from 0 (no target) to one hour is right");
        }
    }
}
