package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That each figure is what happened, to the last one. */
@Timeout(60)
class StatsKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static EngineOptions.Builder caller() {
        return EngineOptions.builder().driving(Driving.CALLER).adaptive(false);
    }

    private static void read(Engine engine, AsyncFile file, Buffer buffer, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            assertThat(file.read(buffer, 0, (request, result) -> {})).isNotNegative();
        }
        assertThat(engine.drain(LONG)).isTrue();
    }

    @Test
    void readsWritesAndOthersAreToldApart() throws Exception {
        try (Engine engine = Engine.open(caller().build());
                AsyncFile file = engine.open(TestFile.create("stats", 1), StandardOpenOption.READ, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            read(engine, file, buffer, 5);
            file.write(buffer, 0, (request, result) -> {});
            file.fsync((request, result) -> {});
            assertThat(engine.drain(LONG)).isTrue();
            RingStats ring = engine.stats().rings().getFirst();
            assertThat(ring.reads()).isEqualTo(5);
            assertThat(ring.writes()).isEqualTo(1);
            assertThat(ring.completed()).isEqualTo(ring.submitted()).isEqualTo(7);
            assertThat(ring.bytesRead()).isEqualTo(5L * TestFile.BLOCK);
            assertThat(ring.bytesWritten()).isEqualTo(TestFile.BLOCK);
            assertThat(ring.lostCompletions()).isZero();
        }
    }

    @Test
    void peakIsTheMostThatWasInFlightAndAllowedWhatMayBe() throws Exception {
        try (Engine engine = Engine.open(caller().queueDepth(32).build());
                AsyncFile file = engine.open(TestFile.create("stats", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            read(engine, file, buffer, 3);
            read(engine, file, buffer, 1);
            EngineStats stats = engine.stats();
            assertThat(stats.peakInFlight()).isEqualTo(3);
            assertThat(stats.inFlight()).isZero();
            assertThat(stats.allowed()).isEqualTo(32);
        }
    }

    @Test
    void entriesOfABatchAreCountedWithTheCallThatSubmittedThem() throws Exception {
        try (Engine engine = Engine.open(caller().build());
                AsyncFile file = engine.open(TestFile.create("stats", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            read(engine, file, buffer, 4);
            RingStats ring = engine.stats().rings().getFirst();
            // The poll that wakes a sleeping driver may be among them.
            assertThat(ring.entries()).isBetween(4L, 5L);
            assertThat(ring.enters()).isGreaterThanOrEqualTo(ring.batches());
            assertThat(ring.batches()).isPositive();
            assertThat(ring.batchSize()).isEqualTo((double) ring.entries() / ring.batches());
            assertThat(ring.requestsPerEnter()).isEqualTo(4.0 / ring.enters());
        }
    }

    @Test
    void throughputIsOfTheTimeBetween() throws Exception {
        try (Engine engine = Engine.open(caller().build());
                AsyncFile file = engine.open(TestFile.create("stats", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            EngineStats before = engine.stats();
            read(engine, file, buffer, 10);
            EngineStats after = engine.stats();
            double seconds = (after.uptimeNanos() - before.uptimeNanos()) / 1e9;
            assertThat(after.throughputSince(before)).isEqualTo(new Throughput(10 / seconds, 10 * TestFile.BLOCK / seconds, 0));
            assertThat(after.throughput().operations()).isPositive();
            assertThat(before.throughputSince(after)).as("of no time").isEqualTo(new Throughput(0, 0, 0));
        }
    }

    @Test
    void whoWaitsForRoomIsCountedAndNotOnceCancelled() throws Exception {
        try (Engine engine = Engine.open(caller().queueDepth(4).build());
                AsyncFile file = engine.open(TestFile.create("stats", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            for (int i = 0; i < 4; i++) {
                file.read(buffer, 0, (request, result) -> {});
            }
            CompletableFuture<Void> waits = file.fsyncAsync();
            CompletableFuture<Void> cancelled = file.fsyncAsync();
            assertThat(engine.stats().waiting()).isEqualTo(2);
            cancelled.cancel(false);
            assertThat(engine.stats().waiting()).isEqualTo(1);
            while (engine.stats().waiting() > 0) {
                engine.poll();
            }
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(waits).succeedsWithin(LONG);
        }
    }

    @Test
    void openFilesAreThoseWhoseDescriptorsAreThere() throws Exception {
        try (Engine engine = Engine.open(caller().build())) {
            AsyncFile file = engine.open(TestFile.empty("stats"));
            assertThat(engine.stats().openFiles()).isEqualTo(1);
            file.fsync((request, result) -> {});
            file.close();
            assertThat(engine.stats().openFiles()).as("a request is out").isEqualTo(1);
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(engine.stats().openFiles()).isZero();
        }
    }

    @Test
    void statisticsOutliveTheEngine() throws Exception {
        Engine engine = Engine.open(caller().build());
        try (AsyncFile file = engine.open(TestFile.create("stats", 1)); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            read(engine, file, buffer, 2);
        }
        engine.close();
        assertThat(engine.stats().completed()).isEqualTo(2);
        assertThat(engine.stats().openFiles()).isZero();
    }
}
