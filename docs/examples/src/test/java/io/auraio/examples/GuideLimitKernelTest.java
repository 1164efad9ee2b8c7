package io.auraio.examples;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows of the limit, of cancelling and of deadlines. */
@Timeout(60)
class GuideLimitKernelTest {

    private final List<String> results = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void futuresWaitTheirTurn() throws Exception {
        Path path = Files.write(folder.resolve("data"), new byte[1 << 20]);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            CompletableFuture<?>[] reads = IntStream.range(0, 256)
                    .mapToObj(i -> file.readAsync(ByteBuffer.allocateDirect(4096), i * 4096L))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(reads).join();
            assertThat(engine.stats().bytesRead()).isEqualTo(1 << 20);
        }
    }

    @Test
    void callbackThatFindsTheLimitReachedGoesByAFuture() throws Exception {
        EngineOptions options = EngineOptions.builder().ringCount(1).queueDepth(1).build();
        Path path = Pipe.in(folder);
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path, READ, WRITE); FileChannel writer = FileChannel.open(path, WRITE)) {
            Buffer first = engine.allocate(16);
            file.read(first, 0, (request, result) -> first.close());
            Buffer buffer = engine.allocate(16);
            IoCallback done = (request, result) -> {
                results.add(IoResult.describe(result));
                buffer.close();
            };
            if (file.read(buffer, 0, done) == Engine.AGAIN) {
                file.readAsync(buffer, 0).whenComplete((count, failure) -> {
                    results.add(failure == null ? count + " bytes" : failure.getMessage());
                    buffer.close();
                });
            }
            assertThat(engine.stats().waiting()).isOne();
            writer.write(ByteBuffer.wrap(new byte[16]));
            writer.write(ByteBuffer.wrap(new byte[16]));
            while (results.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        assertThat(results).containsExactly("16 bytes");
    }

    @Test
    void requestsAreCancelledOneByOneOrAFilesTogether() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = engine.open(Pipe.in(folder), READ, WRITE)) {
            IoCallback done = (request, result) -> results.add(IoResult.describe(result));
            long request = pipe.read(ByteBuffer.allocateDirect(16), 0, done);
            boolean asked = engine.cancel(request); // the callback still runs, once: with -ECANCELED, or what the request came to
            assertThat(asked).isTrue();
            pipe.read(ByteBuffer.allocateDirect(16), 0, done);
            pipe.read(ByteBuffer.allocateDirect(16), 0, done);
            pipe.cancelAll(); // all of this file's
            boolean drained = engine.drain(Duration.ofSeconds(10)); // every callback has run
            assertThat(drained).isTrue();
        }
        assertThat(results).hasSize(3).containsOnly("ECANCELED (Operation canceled)");
    }

    @Test
    void deadlineOfAFutureCancelsTheOperation() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = engine.open(Pipe.in(folder), READ, WRITE); Buffer buffer = engine.allocate(16)) {
            CompletableFuture<Integer> read = pipe.readAsync(buffer, 0).orTimeout(20, TimeUnit.MILLISECONDS);
            assertThatThrownBy(read::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(TimeoutException.class);
            assertThat(engine.stats().inFlight()).as("the kernel has let go").isZero();
        }
    }

    @Test
    void deadlineOfTheOneWhoWaitsLeavesTheOperationAlone() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = engine.open(Pipe.in(folder), READ, WRITE); Buffer buffer = engine.allocate(16)) {
            CompletableFuture<Integer> read = pipe.readAsync(buffer, 0);
            assertThatThrownBy(() -> read.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(buffer::close).hasMessageStartingWith("buffer returned while an operation uses it");
            assertThat(read.cancel(true)).isTrue();
            assertThatThrownBy(read::join).isInstanceOf(CancellationException.class);
        }
    }
}
