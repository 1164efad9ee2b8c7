package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.EngineStats;
import io.auraio.Throughput;
import io.auraio.adaptive.LatencyHistogram;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows of driving an engine, of its setters and of its figures. */
@Timeout(60)
class GuideDrivingKernelTest {

    private static final EngineOptions CALLER_DRIVEN = EngineOptions.builder().driving(Driving.CALLER).build();

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void createFile() throws Exception {
        path = Files.write(folder.resolve("data"), new byte[1 << 20]);
    }

    @Test
    void oneThreadSubmitsAndReaps() throws Exception {
        AtomicInteger done = new AtomicInteger();
        try (Engine engine = Engine.open(CALLER_DRIVEN); AsyncFile file = engine.open(path)) {
            file.read(ByteBuffer.allocateDirect(4096), 0, (request, result) -> done.incrementAndGet());
            while (done.get() == 0) {
                engine.await(Duration.ofSeconds(1)); // submits, waits for one completion at least, runs callbacks
            }
            assertThat(engine.poll()).as("does not wait").isZero();
        }
    }

    @Test
    void threadThatRunsTheEngineServesOthers() throws Exception {
        CountDownLatch done = new CountDownLatch(100);
        try (Engine engine = Engine.open(CALLER_DRIVEN); AsyncFile file = engine.open(path)) {
            Thread.ofPlatform().start(engine::run); // drives it until another thread closes it
            for (int i = 0; i < 100; i++) {
                while (file.read(ByteBuffer.allocateDirect(512), i * 512L, (request, result) -> done.countDown()) == Engine.AGAIN) {
                    Thread.onSpinWait();
                }
            }
            done.await();
        }
    }

    @Test
    void callbackStopsTheRun() throws Exception {
        AtomicInteger done = new AtomicInteger();
        try (Engine engine = Engine.open(CALLER_DRIVEN); AsyncFile file = engine.open(path)) {
            file.read(ByteBuffer.allocateDirect(4096), 0, (request, result) -> {
                done.incrementAndGet();
                engine.stop();
            });
            engine.run();
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void driverWaitsForManyFutures() throws Exception {
        try (Engine engine = Engine.open(CALLER_DRIVEN); AsyncFile file = engine.open(path)) {
            CompletableFuture<?>[] reads = IntStream.range(0, 256)
                    .mapToObj(i -> file.readAsync(ByteBuffer.allocateDirect(4096), i * 4096L))
                    .toArray(CompletableFuture[]::new);
            engine.join(CompletableFuture.allOf(reads));
            assertThat(engine.stats().bytesRead()).isEqualTo(1 << 20);
        }
    }

    @Test
    void settersTakeEffectWhileTheEngineRuns() throws Exception {
        try (Engine engine = Engine.open(CALLER_DRIVEN)) {
            engine.targetP99(Duration.ofMillis(1)); // Duration.ZERO: no target
            engine.minInFlight(8);
            engine.batchThreshold(1);
            assertThat(engine.stats().rings().getFirst().batchThreshold()).isOne();
            assertThat(engine.stats().tuners().getFirst().limit()).isEqualTo(8);
            engine.tuneBatchThreshold(); // as it was
            assertThatThrownBy(() -> engine.minInFlight(0)).hasMessage("minInFlight=0; 1 to 256 is right");
        }
    }

    @Test
    void figuresAreTakenBetweenTwoMoments() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            EngineStats before = engine.stats();
            for (int i = 0; i < 64; i++) {
                file.readAsync(ByteBuffer.allocateDirect(4096), i * 4096L).join();
            }
            EngineStats after = engine.stats();
            Throughput rates = after.throughputSince(before);
            LatencyHistogram.Snapshot latency = after.latency().minus(before.latency());
            long p99Micros = latency.percentile(99) / 1000;
            assertThat(rates.bytesRead()).isPositive();
            assertThat(after.bytesRead() - before.bytesRead()).isEqualTo(64 * 4096);
            assertThat(latency.count()).isPositive();
            assertThat(p99Micros).isNotNegative();
        }
    }
}
