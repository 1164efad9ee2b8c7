package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.auraio.adaptive.Decision;
import io.auraio.adaptive.Phase;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flight recording shows. */
@Timeout(120)
class EventsKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static List<RecordedEvent> events(Recording recording, String name) throws IOException {
        Path dump = Files.createTempFile(TestFile.FOLDER, "events", ".jfr");
        dump.toFile().deleteOnExit();
        recording.dump(dump);
        return RecordingFile.readAllEvents(dump).stream().filter(event -> event.getEventType().getName().equals("io.auraio." + name)).toList();
    }

    private static Engine caller() throws IOException {
        return Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
    }

    private static void readOnce(Engine engine, AsyncFile file, Buffer buffer) throws InterruptedException {
        assertThat(file.read(buffer, 0, (request, result) -> {})).isNotNegative();
        assertThat(engine.drain(LONG)).isTrue();
    }

    @Test
    void enginesAndFilesAreSeenComingAndGoing() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("io.auraio.Engine");
            recording.enable("io.auraio.File").with("throttle", "off");
            recording.start();
            Engine engine = caller();
            Path path = TestFile.empty("events");
            engine.open(path).close();
            engine.close();
            assertThat(events(recording, "Engine").stream().filter(event -> event.getLong("engine") == engine.id()))
                    .extracting(event -> event.getBoolean("opened"), event -> event.getInt("rings"), event -> event.getString("driving"))
                    .containsExactly(tuple(true, 1, "CALLER"), tuple(false, 1, "CALLER"));
            assertThat(events(recording, "File").stream().filter(event -> event.getLong("engine") == engine.id()))
                    .allMatch(event -> event.getString("path").equals(path.toString()))
                    .extracting(event -> event.getBoolean("opened"))
                    .containsExactly(true, false);
        }
    }

    @Test
    void decisionIsSeenWithItsReason() throws Exception {
        try (Recording recording = new Recording();
                Engine engine = caller();
                AsyncFile file = engine.open(TestFile.create("events", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            recording.enable("io.auraio.Decision");
            recording.start();
            while (engine.stats().tuners().getFirst().decisions().isEmpty()) {
                readOnce(engine, file, buffer);
            }
            Decision decision = engine.stats().tuners().getFirst().decisions().getFirst();
            RecordedEvent first = events(recording, "Decision").stream().filter(event -> event.getLong("engine") == engine.id()).findFirst().orElseThrow();
            assertThat(first.getString("scope")).isEqualTo("engine");
            assertThat(first.getString("reason")).isEqualTo(decision.reason().text());
            assertThat(first.getInt("limit")).isEqualTo(decision.limit());
            assertThat(first.getDuration("p99")).isEqualTo(Duration.ofNanos(decision.p99Nanos()));
        }
    }

    @Test
    void slowOperationIsSeenWithItsFileAndAQuickOneIsNot() throws Exception {
        Path path = TestFile.create("events-slow", 1);
        try (Recording recording = new Recording(); Engine engine = caller(); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            recording.enable("io.auraio.SlowOperation").with("latency", "1 ns");
            recording.start();
            // The driver looks at the settings now and then.
            while (events(recording, "SlowOperation").isEmpty()) {
                readOnce(engine, file, buffer);
            }
            RecordedEvent slow = events(recording, "SlowOperation").getFirst();
            assertThat(slow.getString("operation")).isEqualTo("read");
            assertThat(slow.getString("file")).isEqualTo(path.toString());
            assertThat(slow.getInt("result")).isEqualTo(TestFile.BLOCK);
            assertThat(slow.getDuration("took")).isPositive();
        }
        try (Recording recording = new Recording(); Engine engine = caller(); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            recording.enable("io.auraio.SlowOperation").with("latency", "1000 s");
            recording.start();
            for (int i = 0; i < 100; i++) {
                readOnce(engine, file, buffer);
            }
            assertThat(events(recording, "SlowOperation")).isEmpty();
        }
    }

    @Test
    void statisticsOfEachOpenEngineComeWithThePeriod() throws Exception {
        try (Recording recording = new Recording(); Engine engine = caller(); AsyncFile file = engine.open(TestFile.create("events", 1)); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            recording.enable("io.auraio.Statistics").with("period", "endChunk");
            recording.start();
            Optional<RecordedEvent> seen = Optional.empty();
            // The driver looks for a recorder now and then.
            while (seen.isEmpty()) {
                readOnce(engine, file, buffer);
                seen = events(recording, "Statistics").stream()
                        .filter(event -> event.getLong("engine") == engine.id() && event.getLong("completed") > 0)
                        .findFirst();
            }
            RecordedEvent statistics = seen.get();
            assertThat(statistics.getLong("bytesRead")).isEqualTo(statistics.getLong("completed") * TestFile.BLOCK);
            assertThat(statistics.getInt("peakInFlight")).isEqualTo(1);
        }
    }

    @Test
    void spillOverflowAndPhaseChangeAreSeen() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("io.auraio.PhaseChange");
            recording.enable("io.auraio.Spill");
            recording.enable("io.auraio.Overflow");
            recording.start();
            SpillEvent.emit(-1, 0, 3, 60);
            OverflowEvent.emit(-1, 0, 512, 2);
            PhaseChangeEvent.emit(-1, "engine", Phase.BASELINE, Phase.PROBING, 64);
            PhaseChangeEvent.emit(-1, "engine", Phase.PROBING, Phase.PROBING, 80);
            assertThat(events(recording, "Spill")).extracting(event -> event.getInt("toRing")).containsExactly(3);
            assertThat(events(recording, "Overflow")).extracting(event -> event.getLong("lost")).containsExactly(2L);
            assertThat(events(recording, "PhaseChange")).filteredOn(event -> event.getLong("engine") == -1)
                    .extracting(event -> event.getString("from"), event -> event.getString("to"))
                    .containsExactly(tuple("BASELINE", "PROBING"));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {
        DecisionEvent.class, PhaseChangeEvent.class, SpillEvent.class, OverflowEvent.class, SlowOperationEvent.class, EngineEvent.class, FileEvent.class, StatisticsEvent.class
    })
    void everyEventAndFieldHasALabel(Class<? extends Event> event) {
        assertThat(event.getAnnotation(Name.class).value()).startsWith("io.auraio.");
        assertThat(event.getAnnotation(Category.class).value()).containsExactly("AuraIO");
        assertThat(List.of(event.getDeclaredFields())).filteredOn(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                .allMatch(field -> field.isAnnotationPresent(Label.class));
    }

    @ParameterizedTest
    @ValueSource(classes = {SpillEvent.class, OverflowEvent.class, SlowOperationEvent.class, FileEvent.class})
    void eventsThatMayBeFrequentAreBoundedUnlessARecordingWantsAll(Class<? extends Event> event) {
        assertThat(EventType.getEventType(event).getSettingDescriptors()).filteredOn(setting -> setting.getName().equals("throttle"))
                .extracting(SettingDescriptor::getDefaultValue).containsExactly("100/s");
    }

    @Test
    void settingsAreReadWithTheirUnitsAndTheLeastCounts() {
        assertThat(LatencySetting.parse("20 ms")).isEqualTo(20_000_000);
        assertThat(LatencySetting.parse("500us")).isEqualTo(500_000);
        assertThat(LatencySetting.parse("1 s")).isEqualTo(1_000_000_000);
        assertThat(LatencySetting.parse("soon")).as("the default").isEqualTo(20_000_000);
        assertThat(new LatencySetting().combine(Set.of("1 s", "5 ms"))).isEqualTo("5 ms");
    }
}
