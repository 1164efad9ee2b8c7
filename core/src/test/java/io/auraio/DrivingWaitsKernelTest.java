package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that drives a caller-driven engine drives it while it waits, whatever it waits for. */
@Timeout(60)
class DrivingWaitsKernelTest {

    private static final EngineOptions CALLER = EngineOptions.builder().driving(Driving.CALLER).build();

    @Test
    void stagesDriveHoweverFarFromTheRequest() throws Exception {
        try (Engine engine = Engine.open(CALLER); AsyncFile file = engine.open(TestFile.create("waits-stages", 1))) {
            engine.poll();
            assertThat(file.readAsync(ByteBuffer.allocate(512), 0).thenApply(n -> n + 1).thenApplyAsync(n -> n + 1).join()).isEqualTo(514);
            assertThat(file.readAsync(ByteBuffer.allocate(512), 0)
                    .thenCompose(n -> file.readAsync(ByteBuffer.allocate(n), 0))
                    .thenCombine(file.fsyncAsync(), (n, synced) -> n)
                    .copy()
                    .get()).isEqualTo(512);
            assertThat(file.fsyncAsync().thenRun(() -> {}).get(30, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void answersOfTheExecutorDriveToo() throws Exception {
        Path path = TestFile.create("waits-values", 2);
        try (Engine engine = Engine.open(CALLER)) {
            engine.poll();
            AsyncFile file = engine.openAsync(path).join();
            assertThat(file.statAsync().thenApply(FileStatus::size).join()).isEqualTo(2 * TestFile.BLOCK);
            RegisteredFile registered = engine.registerFileAsync(file).join();
            assertThat(registered.closeAsync().get()).isNull();
            assertThat(file.closeAsync().join()).isNull();
        }
    }

    @Test
    void otherFuturesAreWaitedForByTheEngine() throws Exception {
        try (Engine engine = Engine.open(CALLER); AsyncFile file = engine.open(TestFile.create("waits-all", 1))) {
            List<CompletableFuture<Integer>> reads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                reads.add(file.readAsync(ByteBuffer.allocate(512), 0));
            }
            // Nobody drives it yet: from here on this thread does.
            engine.join(CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)));
            assertThat(reads).allSatisfy(read -> assertThat(read.resultNow()).isEqualTo(512));
            assertThat(engine.join(CompletableFuture.anyOf(file.fsyncAsync()))).isNull();
            assertThat(engine.join(CompletableFuture.supplyAsync(() -> "of another thread"))).isEqualTo("of another thread");
            assertThat(engine.<Integer>join(CompletableFuture.completedStage(7))).isEqualTo(7);
        }
    }

    @Test
    void failureOfWhatIsWaitedForIsItsOwn() throws Exception {
        try (Engine engine = Engine.open(CALLER)) {
            engine.poll();
            assertThatThrownBy(() -> engine.join(CompletableFuture.failedFuture(new IllegalStateException("no"))))
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("no");
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            cancelled.cancel(false);
            assertThatThrownBy(() -> engine.join(cancelled)).isInstanceOf(CancellationException.class);
            assertThat(engine.await(cancelled, Duration.ZERO)).isTrue();
        }
    }

    @Test
    void waitsEndInTime() throws Exception {
        try (Engine engine = Engine.open(CALLER); AsyncFile pipe = Pipes.open(engine, "waits-time")) {
            engine.poll();
            CompletableFuture<Integer> read = pipe.readAsync(ByteBuffer.allocate(1), 0);
            CompletableFuture<Integer> stage = read.thenApply(n -> n);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> stage.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                assertThat(engine.await(stage, Duration.ofMillis(1))).isFalse();
            }
            assertThat(stage.getNumberOfDependents()).as("what wakes the driver, once").isEqualTo(1);
            read.cancel(true);
            assertThat(engine.await(CompletableFuture.allOf(stage), Duration.ofSeconds(30))).isTrue();
            assertThat(stage).isCompletedExceptionally();
        }
    }

    @Test
    void cancellationByAnotherThreadWakesTheDriverThatWaitsForRoom() throws Exception {
        EngineOptions one = EngineOptions.builder().driving(Driving.CALLER).queueDepth(1).build();
        try (Engine engine = Engine.open(one); AsyncFile pipe = Pipes.open(engine, "waits-cancelled")) {
            engine.poll();
            CompletableFuture<Integer> running = pipe.readAsync(ByteBuffer.allocate(1), 0);
            CompletableFuture<Integer> waiting = pipe.readAsync(ByteBuffer.allocate(1), 0);
            Thread driver = Thread.currentThread();
            Thread canceller = Thread.ofPlatform().start(() -> {
                while (!isInTheKernel(driver)) {
                    Thread.onSpinWait();
                }
                waiting.cancel(true);
            });
            assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
            canceller.join();
            running.cancel(true);
            assertThatThrownBy(running::join).isInstanceOf(CancellationException.class);
        }
    }

    private static boolean isInTheKernel(Thread driver) {
        for (StackTraceElement frame : driver.getStackTrace()) {
            if (frame.getMethodName().equals("submitAndWait")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void waitsInACallbackAreRefused() throws Exception {
        List<Throwable> reported = new ArrayList<>();
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).errorHandler(reported::add).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(TestFile.empty("waits-callback"))) {
            file.fsync((request, result) -> file.fsyncAsync().thenRun(() -> {}).join());
            file.fsync((request, result) -> engine.join(CompletableFuture.allOf(file.fsyncAsync())));
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(reported).hasSize(2).allSatisfy(e -> assertThat(e)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("join() in a callback would wait for itself; use a callback or a stage of a future instead"));
        }
    }

    @Test
    void otherThreadsWaitAsEver() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(TestFile.create("waits-others", 1))) {
            assertThat(engine.join(CompletableFuture.allOf(file.readAsync(ByteBuffer.allocate(512), 0)))).isNull();
            assertThat(engine.await(file.fsyncAsync(), Duration.ofSeconds(30))).isTrue();
            assertThat(engine.await(new CompletableFuture<>(), Duration.ofMillis(1))).isFalse();
        }
    }
}
