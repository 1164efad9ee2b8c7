package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.DirectFiles;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Interrupt, close and cancel racing with the completion of channels' transfers: every byte is accounted for, and nothing is written to memory that was let go
 * of. Half a second each, or as many seconds as the system property {@code auraio.races.seconds} says.
 */
@Timeout(600)
class ChannelRacesKernelTest {

    private static final long NANOS = Duration.ofMillis((long) (1000 * Double.parseDouble(System.getProperty("auraio.races.seconds", "0.5")))).toNanos();

    private static final int THREADS = 8;
    private static final int BLOCKS_EACH = 8;

    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong whole = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private long start;
    private Engine engine;
    private Path path;
    private OpenOption[] options;

    @BeforeEach
    void open() throws Exception {
        // Fewer requests than threads: some transfers wait for room, and are ended there.
        engine = Engine.open(EngineOptions.builder().queueDepth(4).adaptive(false).build());
        path = Files.write(ChannelFiles.emptyFile(), new byte[THREADS * BLOCKS_EACH * RaceBlock.BYTES]);
        options = DirectFiles.orCached(path, READ, WRITE);
        start = System.nanoTime();
    }

    @AfterEach
    void nothingIsLeftOver() throws Exception {
        assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
        assertThat(engine.stats().openFiles()).isZero();
        assertThat(engine.stats().buffers().inUseCount()).as("buffers lent").isZero();
        engine.close();
        Files.delete(path);
    }

    /** Not before both a whole transfer and one that was ended early were seen, however slow the machine. */
    private boolean goesOn() {
        return wrong.isEmpty() && (whole.get() == 0 || ended.get() == 0 || System.nanoTime() - start < NANOS);
    }

    private interface Work {
        void run() throws Exception;
    }

    private void start(boolean virtual, Work work) {
        threads.add((virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> {
            try {
                while (goesOn()) {
                    work.run();
                }
            } catch (Throwable e) {
                wrong.add(e);
            }
        }));
    }

    private static List<RaceBlock> blocks(int thread) {
        List<RaceBlock> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS_EACH; i++) {
            blocks.add(new RaceBlock(thread * BLOCKS_EACH + i));
        }
        return blocks;
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void transfersOfAFileChannelEndWholeOrWithTheChannel(boolean virtual, boolean interrupting) throws Exception {
        try (RaceChannel<FileChannel> channel = new RaceChannel<>(() -> FileChannels.open(engine, path, options))) {
            for (int t = 0; t < THREADS; t++) {
                List<RaceBlock> blocks = blocks(t);
                start(virtual, () -> transfer(channel, blocks.get(ThreadLocalRandom.current().nextInt(BLOCKS_EACH)), interrupting));
            }
            while (goesOn()) {
                if (interrupting) {
                    threads.get(ThreadLocalRandom.current().nextInt(THREADS)).interrupt();
                } else {
                    channel.current().close();
                }
                Thread.yield();
            }
            join();
        }
    }

    private void transfer(RaceChannel<FileChannel> shared, RaceBlock block, boolean interrupting) throws Exception {
        FileChannel channel = shared.current();
        try {
            if (ThreadLocalRandom.current().nextBoolean()) {
                assertThat(channel.read(block.toRead(), block.position)).isEqualTo(RaceBlock.BYTES);
                block.wasRead();
            } else {
                assertThat(channel.write(block.toWrite(), block.position)).isEqualTo(RaceBlock.BYTES);
                block.wasWritten();
            }
            whole.incrementAndGet();
        } catch (ClosedChannelException e) {
            assertThat(channel.isOpen()).isFalse();
            assertThat(interrupting || !(e instanceof ClosedByInterruptException)).as("interrupted: %s", e).isTrue();
            ended.incrementAndGet();
        }
        block.letGo();
        // Whether it is set cannot be told here: an interrupt sets the flag first, and finds the channel to close later, perhaps that of the next transfer.
        Thread.interrupted();
        if (!channel.isOpen()) {
            shared.reopen(channel);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void transfersOfAnAsynchronousChannelEndOnceWhateverIsCancelledOrClosed(boolean closing) throws Exception {
        try (RaceChannel<AsynchronousFileChannel> channel = new RaceChannel<>(() -> FileChannels.openAsynchronous(engine, path, options))) {
            for (int t = 0; t < THREADS; t++) {
                List<RaceTransfer> transfers = blocks(t).stream().map(RaceTransfer::new).toList();
                start(false, () -> transferAll(channel, transfers, closing));
            }
            while (closing && goesOn()) {
                channel.current().close();
                Thread.yield();
            }
            join();
        }
    }

    private void transferAll(RaceChannel<AsynchronousFileChannel> shared, List<RaceTransfer> transfers, boolean closing) throws Exception {
        AsynchronousFileChannel channel = shared.current();
        for (RaceTransfer transfer : transfers) {
            transfer.start(channel);
        }
        for (RaceTransfer transfer : transfers) {
            if (!closing) {
                transfer.cancelPerhaps();
            }
        }
        for (RaceTransfer transfer : transfers) {
            (transfer.isWhole() ? whole : ended).incrementAndGet();
        }
        if (!channel.isOpen()) {
            shared.reopen(channel);
        }
    }
}
