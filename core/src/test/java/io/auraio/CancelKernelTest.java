package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling reads of a pipe that nobody writes to: they end in no other way. */
@Timeout(60)
class CancelKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    static Path pipe(String name) throws IOException, InterruptedException {
        Path path = TestFile.FOLDER.resolve(name + ".fifo");
        Files.deleteIfExists(path);
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        path.toFile().deleteOnExit();
        return path;
    }

    static AsyncFile openPipe(Engine engine, String name) throws IOException, InterruptedException {
        // For writing too: so the open does not wait for a writer, and there is one that never writes.
        return engine.open(pipe(name), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Test
    void cancellationsOfWhatHasEndedDoNotFillTheQueueForGood() throws Exception {
        int depth = 128;
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).adaptive(false).queueDepth(depth).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(TestFile.create("cancel-ended", 1)); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            List<Long> requests = new ArrayList<>();
            // Those behind the first batch of completions are done and still pending: more cancellations than the queue holds come from another thread.
            Thread canceller = Thread.ofPlatform().unstarted(() -> {
                for (int round = 0; round < 8; round++) {
                    requests.forEach(engine::cancel);
                }
            });
            for (int i = 0; i < depth; i++) {
                requests.add(file.read(buffer, 0, (request, result) -> startOnceAndJoin(canceller)));
            }
            assertThat(requests).doesNotContain(Engine.AGAIN);
            assertThat(engine.drain(LONG)).isTrue();
            engine.poll();
            engine.poll();
            assertThat(file.read(buffer, 0, (request, result) -> {})).isNotNegative();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    private static void startOnceAndJoin(Thread thread) {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readInTheKernelEndsAsCancelled() throws Exception {
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
                AsyncFile pipe = openPipe(engine, "cancel-kernel");
                Buffer buffer = engine.allocate(16)) {
            List<Integer> results = new ArrayList<>();
            long request = pipe.read(buffer, 0, (r, result) -> results.add(result));
            engine.poll();
            assertThat(results).isEmpty();
            assertThat(engine.cancel(request)).isTrue();
            assertThat(engine.await(LONG)).isOne();
            assertThat(results).containsExactly(-Errno.ECANCELED);
            assertThat(engine.cancel(request)).as("cancelling a stale handle").isFalse();
            assertThat(engine.cancel(Engine.AGAIN)).isFalse();
            assertThat(engine.cancel(Long.MAX_VALUE)).isFalse();
        }
    }

    @Test
    void readThatIsStillInTheQueueEndsAsCancelled() throws Exception {
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
                AsyncFile pipe = openPipe(engine, "cancel-queue");
                Buffer buffer = engine.allocate(16)) {
            List<Integer> results = new ArrayList<>();
            assertThat(engine.cancel(pipe.read(buffer, 0, (r, result) -> results.add(result)))).isTrue();
            assertThat(engine.await(LONG)).isOne();
            assertThat(results).containsExactly(-Errno.ECANCELED);
        }
    }

    @Test
    void cancellationThatFindsTheQueueFullIsNotLost() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).queueDepth(4).adaptive(false).build();
        try (Engine engine = Engine.open(options); AsyncFile pipe = openPipe(engine, "cancel-full")) {
            List<Integer> results = new ArrayList<>();
            List<Long> requests = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Buffer buffer = engine.allocate(16);
                requests.add(pipe.read(buffer, 0, (r, result) -> {
                    results.add(result);
                    buffer.close();
                }));
            }
            for (long request : requests) {
                assertThat(engine.cancel(request)).isTrue();
                assertThat(engine.cancel(request)).isTrue();
            }
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results).isEqualTo(Collections.nCopies(4, -Errno.ECANCELED));
        }
    }

    @Test
    void anyThreadMayCancelWhileTheEngineDrives() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = openPipe(engine, "cancel-thread")) {
            AtomicInteger cancelled = new AtomicInteger();
            for (int i = 0; i < 500; i++) {
                Buffer buffer = engine.allocate(16);
                long request = pipe.read(buffer, 0, (r, result) -> {
                    buffer.close();
                    if (result == -Errno.ECANCELED) {
                        cancelled.incrementAndGet();
                    }
                });
                assertThat(request).isNotNegative();
                assertThat(engine.cancel(request)).isTrue();
                assertThat(engine.drain(LONG)).isTrue();
            }
            assertThat(cancelled).hasValue(500);
        }
    }

    @Test
    void drainWaitsForTheCallbacksAndItsTimeRunsOutWhereNothingEnds() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = openPipe(engine, "drain"); Buffer buffer = engine.allocate(16)) {
            assertThat(engine.drain(Duration.ZERO)).isTrue();
            AtomicInteger ended = new AtomicInteger();
            long request = pipe.read(buffer, 0, (r, result) -> ended.incrementAndGet());
            assertThat(engine.drain(Duration.ofMillis(5))).isFalse();
            assertThat(ended).hasValue(0);
            engine.cancel(request);
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(ended).hasValue(1);
        }
    }

    @Test
    void drainIsRefusedInACallback() throws Exception {
        List<Throwable> reported = Collections.synchronizedList(new ArrayList<>());
        EngineOptions options = EngineOptions.builder().errorHandler(reported::add).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(TestFile.empty("drain-callback"))) {
            file.fsync((r, result) -> {
                try {
                    engine.drain(LONG);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            engine.drain(LONG);
            assertThat(reported).singleElement().satisfies(e -> assertThat(e).hasMessageStartingWith("drain() in a callback"));
        }
    }
}
