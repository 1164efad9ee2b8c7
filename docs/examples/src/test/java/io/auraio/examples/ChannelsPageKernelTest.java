package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import io.auraio.channels.FileChannels;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/channels.md shows. */
@Timeout(60)
class ChannelsPageKernelTest {

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void createFile() throws IOException {
        path = Files.write(folder.resolve("data"), "aura".repeat(1 << 18).getBytes(UTF_8));
    }

    @Test
    void futureFailsWithTheCallTheFileAndTheError() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(Path.of("/dev/full"), WRITE)) {
            CompletableFuture<String> outcome = file.writeAsync(ByteBuffer.wrap(new byte[512]), 4096)
                    .thenApply(count -> count + " bytes")
                    .exceptionally(failure -> failure.getCause().getMessage()); // of a CompletionException
            assertThat(outcome.join()).isEqualTo("write(path=/dev/full, offset=4096): ENOSPC (No space left on device)");
        }
    }

    @Test
    void cancelledFutureIsDoneWhenTheKernelHasLetGo() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = engine.open(Pipe.in(folder), READ, WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(16);
            CompletableFuture<Integer> read = pipe.readAsync(bytes, 0);
            read.cancel(true);
            assertThatThrownBy(read::join).isInstanceOf(CancellationException.class);
            assertThat(engine.stats().inFlight()).isZero();
        }
    }

    @Test
    void aThousandVirtualThreadsRead() throws Exception {
        AtomicInteger good = new AtomicInteger();
        try (Engine engine = Engine.open();
                AsyncFile file = engine.open(path);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                long offset = i % 256 * 4096L;
                threads.submit(() -> {
                    ByteBuffer page = ByteBuffer.allocate(4096);
                    file.readFully(page, offset); // parks; its carrier serves other threads meanwhile
                    return page.get(4095) == 'a' ? good.incrementAndGet() : 0;
                });
            }
        }
        assertThat(good).hasValue(1000);
    }

    @Test
    void interruptEndsTheOperationAndLeavesTheFileOpen() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        try (Engine engine = Engine.open(); AsyncFile pipe = engine.open(Pipe.in(folder), READ, WRITE)) {
            Thread reader = Thread.startVirtualThread(() -> {
                try {
                    pipe.read(ByteBuffer.allocateDirect(16), 0);
                } catch (InterruptedIOException e) {
                    ended.complete("interrupted: " + Thread.currentThread().isInterrupted());
                } catch (IOException e) {
                    ended.completeExceptionally(e);
                }
            });
            reader.interrupt();
            assertThat(ended.join()).isEqualTo("interrupted: true");
            assertThat(pipe.write(ByteBuffer.wrap(new byte[1]), 0)).as("the file is open").isOne();
        }
    }

    @Test
    void codeThatTakesAChannelGetsOne() throws Exception {
        try (Engine engine = Engine.open()) {
            FileChannel channel = FileChannels.open(engine, path, READ, WRITE, AuraOpenOption.SURVIVE_INTERRUPT);
            AsynchronousFileChannel asynchronous = FileChannels.openAsynchronous(engine, path, READ);
            ByteBuffer word = ByteBuffer.allocate(4);
            channel.position(8).read(word);
            assertThat(new String(word.array(), UTF_8)).isEqualTo("aura");
            Thread.currentThread().interrupt();
            assertThat(channel.read(word.clear(), 0)).isEqualTo(4);
            assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
            assertThat(channel.isOpen()).isTrue();
            assertThat(asynchronous.read(word.clear(), 4).get()).isEqualTo(4);
            channel.close();
            asynchronous.close();
        }
    }

    @Test
    void asynchronousChannelCallsAHandler() throws Exception {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        CompletionHandler<Integer, CompletableFuture<Integer>> handler = new CompletionHandler<>() {
            @Override
            public void completed(Integer count, CompletableFuture<Integer> attachment) {
                attachment.complete(count);
            }

            @Override
            public void failed(Throwable failure, CompletableFuture<Integer> attachment) {
                attachment.completeExceptionally(failure);
            }
        };
        try (Engine engine = Engine.open(); AsynchronousFileChannel channel = FileChannels.openAsynchronous(engine, path, READ)) {
            channel.read(ByteBuffer.allocateDirect(4096), 0, done, handler); // on a virtual thread of its own
            assertThat(done.join()).isEqualTo(4096);
            assertThat(channel.read(ByteBuffer.allocate(4096), 1 << 20).get()).as("the end of the file").isEqualTo(-1);
        }
    }
}

