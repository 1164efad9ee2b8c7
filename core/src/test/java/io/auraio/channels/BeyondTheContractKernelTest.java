package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.DirectFiles;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our channels do and the JDK's do not. */
@Timeout(120)
class BeyondTheContractKernelTest {

    private static Engine engine;

    @BeforeAll
    static void openEngine() throws IOException {
        engine = Engine.open();
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    private static void run(boolean virtual, CheckedRunnable test) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        builder.start(() -> {
            try {
                test.run();
                done.complete(null);
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
        done.get();
    }

    private interface CheckedRunnable {
        void run() throws Exception;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void channelThatSurvivesInterruptsDoesAllThatIsAskedOfIt(boolean virtual) throws Exception {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = FileChannels.open(engine, path, READ, WRITE, AuraOpenOption.SURVIVE_INTERRUPT)) {
            run(virtual, () -> {
                Thread.currentThread().interrupt();
                FileLock lock = channel.lock();
                assertThat(channel.write(ChannelFiles.piece(0, 5000))).isEqualTo(5000);
                assertThat(channel.write(new ByteBuffer[] {ChannelFiles.piece(5000, 100), ChannelFiles.piece(5100, 100)})).isEqualTo(200);
                channel.force(true);
                ByteBuffer buffer = ByteBuffer.allocateDirect(5200);
                assertThat(channel.read(buffer, 0)).isEqualTo(5200);
                assertThat(ChannelFiles.taken(buffer)).isEqualTo(ChannelFiles.bytes(5200));
                assertThat(channel.map(MapMode.READ_ONLY, 0, 5200).get(5100)).isEqualTo(ChannelFiles.at(5100));
                assertThat(channel.truncate(100).size()).isEqualTo(100);
                assertThat(lock.isValid()).isTrue();
                assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
                assertThat(OtherProcess.canLock(path)).as("locks were kept").isFalse();
            });
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void asynchronousTransferBehindTheEnginesCloseFailsAsAnyOther() throws Exception {
        Engine closed = Engine.open();
        try (AsynchronousFileChannel channel = FileChannels.openAsynchronous(closed, ChannelFiles.file(10), READ)) {
            closed.close();
            for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(10), ByteBuffer.allocateDirect(100_000)}) {
                assertThatThrownBy(() -> channel.read(buffer, 0).get()).cause().isInstanceOf(IOException.class).hasMessageContaining("closed");
            }
        }
    }

    @Test
    void gatheringWriteWaitsForRoomLikeAnyBlockingCall() throws Exception {
        EngineOptions options = EngineOptions.builder().ringCount(1).queueDepth(1).backlog(0).build();
        try (Engine small = Engine.open(options);
                AsyncFile pipe = small.open(ChannelFiles.pipe(), READ, WRITE);
                FileChannel channel = FileChannels.open(small, ChannelFiles.emptyFile(), READ, WRITE)) {
            CompletableFuture<Integer> running = pipe.readAsync(ByteBuffer.allocateDirect(1), 0);
            CompletableFuture<Void> canceller = CompletableFuture.runAsync(() -> {
                while (small.stats().waiting() == 0) {
                    Thread.onSpinWait();
                }
                running.cancel(true);
            });
            ByteBuffer[] pieces = {ByteBuffer.allocateDirect(50_000), ByteBuffer.allocateDirect(50_000)};
            run(true, () -> assertThat(channel.write(pieces)).isEqualTo(100_000));
            canceller.join();
        }
    }

    @Test
    void interruptsFromOutsideNeitherLoseBytesNorCloseASurvivingChannel() throws Exception {
        Path path = ChannelFiles.file(1 << 20);
        try (FileChannel channel = FileChannels.open(engine, path, DirectFiles.orCached(path, READ, AuraOpenOption.SURVIVE_INTERRUPT))) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(8192).alignedSlice(4096).limit(4096);
                    for (int i = 0; i < 2000; i++) {
                        int at = i * 4096 & 0xfffff;
                        assertThat(channel.read(buffer.clear().limit(4096), at)).isEqualTo(4096);
                        assertThat(buffer.flip()).isEqualTo(ChannelFiles.piece(at, 4096));
                    }
                    ended.complete(null);
                } catch (Throwable t) {
                    ended.complete(t);
                }
            });
            while (!ended.isDone()) {
                reader.interrupt();
                Thread.yield();
            }
            assertThat(ended.get()).isNull();
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void asynchronousChannelRefusesMemoryThatItsThreadCouldFree() throws IOException {
        try (AsynchronousFileChannel channel = FileChannels.openAsynchronous(engine, ChannelFiles.file(10), READ, WRITE);
                Arena arena = Arena.ofConfined()) {
            ByteBuffer confined = arena.allocate(10).asByteBuffer();
            assertThatThrownBy(() -> channel.read(confined, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("is confined to a thread, which could free it under the kernel; a shared or automatic arena is right");
        }
    }

    @Test
    void handlersAreCalledEvenWhereTheExecutorTakesNothingAnyMore() throws Exception {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        try (AsynchronousFileChannel channel = FileChannels.openAsynchronous(engine, ChannelFiles.file(10), Set.of(READ), closed)) {
            assertThat(AsynchronousFileChannelContract.read(channel, ByteBuffer.allocate(10), 0)).isEqualTo(10);
            assertThat(AsynchronousFileChannelContract.read(channel, ByteBuffer.allocateDirect(10), 0)).isEqualTo(10);
        }
    }

    @Test
    void lockSurvivesAMapAndARenamedFile() throws Exception {
        Path path = ChannelFiles.file(100);
        Path renamed = ChannelFiles.noFile();
        try (FileChannel channel = FileChannels.open(engine, path, READ, WRITE)) {
            FileLock lock = channel.lock();
            Files.move(path, renamed);
            assertThat(channel.map(MapMode.READ_ONLY, 0, 100).get(99)).isEqualTo(ChannelFiles.at(99));
            assertThat(lock.isValid()).isTrue();
            assertThat(OtherProcess.canLock(renamed)).isFalse();
        }
        assertThat(OtherProcess.canLock(renamed)).isTrue();
    }
}
