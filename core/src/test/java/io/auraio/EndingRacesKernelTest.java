package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Interrupt, cancel and close racing with completion. Half a second each, or as many seconds as the system property {@code auraio.races.seconds} says.
 */
@Timeout(300)
class EndingRacesKernelTest {

    private static final long NANOS = Duration.ofMillis((long) (1000 * Double.parseDouble(System.getProperty("auraio.races.seconds", "0.5")))).toNanos();

    private static final int BLOCKS = 64;

    /** Not before each kind of end was seen, however slow the machine. */
    private static boolean isOver(long start, AtomicLong... seen) {
        for (AtomicLong count : seen) {
            if (count.get() == 0) {
                return false;
            }
        }
        return System.nanoTime() - start > NANOS;
    }

    /** Memory that was given back must stay as its next owner wrote it. */
    private static void scribble(Buffer buffer) {
        MemorySegment memory = buffer.segment();
        memory.fill((byte) 0x5a);
        Thread.onSpinWait();
        assertThat(memory.mismatch(MemorySegment.ofArray(filled((int) memory.byteSize())))).isEqualTo(-1);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 0x5a);
        return bytes;
    }

    @Test
    void interruptsLoseNothingAndLeaveNothingBehind() throws Exception {
        Path path = TestFile.create("race-interrupt", BLOCKS);
        ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        AtomicLong whole = new AtomicLong();
        AtomicLong interrupted = new AtomicLong();
        long start = System.nanoTime();
        try (Engine engine = Engine.open(EngineOptions.builder().queueDepth(8).build()); AsyncFile file = DirectFiles.openOrCached(engine, path)) {
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                readers.add(Thread.startVirtualThread(() -> {
                    try {
                        while (wrong.isEmpty() && !isOver(start, whole, interrupted)) {
                            long offset = ThreadLocalRandom.current().nextLong(BLOCKS) * TestFile.BLOCK;
                            Buffer buffer = engine.allocate(TestFile.BLOCK);
                            try {
                                assertThat(file.read(buffer, offset)).isEqualTo(TestFile.BLOCK);
                                assertThat(TestFile.firstWrong(buffer.segment(), offset)).isEqualTo(-1);
                                whole.incrementAndGet();
                            } catch (InterruptedIOException e) {
                                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                                assertThat(e.bytesTransferred).isZero();
                                interrupted.incrementAndGet();
                            }
                            Thread.interrupted();
                            scribble(buffer);
                            buffer.close();
                        }
                    } catch (Throwable e) {
                        wrong.add(e);
                    }
                }));
            }
            while (wrong.isEmpty() && !isOver(start, whole, interrupted)) {
                readers.get(ThreadLocalRandom.current().nextInt(readers.size())).interrupt();
                Thread.yield();
            }
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(engine.stats().inFlight()).isZero();
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void cancelledFuturesAreDoneOnlyWhenTheMemoryIsFree() throws Exception {
        Path path = TestFile.create("race-cancel", BLOCKS);
        ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        AtomicLong whole = new AtomicLong();
        AtomicLong cancelled = new AtomicLong();
        long start = System.nanoTime();
        try (Engine engine = Engine.open(EngineOptions.builder().queueDepth(8).build()); AsyncFile file = DirectFiles.openOrCached(engine, path)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        while (wrong.isEmpty() && !isOver(start, whole, cancelled)) {
                            cancelSome(engine, file, whole, cancelled);
                        }
                    } catch (Throwable e) {
                        wrong.add(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(engine.stats().inFlight()).isZero();
        }
        assertThat(wrong).isEmpty();
    }

    private static void cancelSome(Engine engine, AsyncFile file, AtomicLong whole, AtomicLong cancelled) {
        int count = 24;
        Buffer[] buffers = new Buffer[count];
        List<CompletableFuture<Integer>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buffers[i] = engine.allocate(TestFile.BLOCK);
            reads.add(file.readAsync(buffers[i], (long) i * TestFile.BLOCK));
        }
        for (int i = 0; i < count; i++) {
            if (ThreadLocalRandom.current().nextBoolean()) {
                reads.get(i).cancel(true);
            }
        }
        for (int i = 0; i < count; i++) {
            try {
                assertThat(reads.get(i).join()).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(buffers[i].segment(), (long) i * TestFile.BLOCK)).isEqualTo(-1);
                whole.incrementAndGet();
            } catch (CancellationException e) {
                cancelled.incrementAndGet();
            }
            scribble(buffers[i]);
            buffers[i].close();
        }
    }

    @Test
    void closingTheEngineEndsEveryFutureAndBlockingCall() throws Exception {
        Path path = TestFile.create("race-close", BLOCKS);
        ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        while (!isOver(start)) {
            Engine engine = Engine.open(EngineOptions.builder().queueDepth(4).build());
            AsyncFile file = DirectFiles.openOrCached(engine, path);
            AtomicLong ended = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                boolean blocking = i % 2 == 0;
                threads.add(Thread.startVirtualThread(() -> readUntilClosed(file, blocking, ended, wrong)));
            }
            while (ended.get() < 200) {
                Thread.onSpinWait();
            }
            engine.close();
            for (Thread thread : threads) {
                thread.join();
            }
            file.close();
            assertThat(file.toString()).endsWith("closed, requests=0]");
        }
        assertThat(wrong).isEmpty();
    }

    private static void readUntilClosed(AsyncFile file, boolean blocking, AtomicLong ended, ConcurrentLinkedQueue<Throwable> wrong) {
        try {
            while (true) {
                long offset = ThreadLocalRandom.current().nextLong(BLOCKS) * TestFile.BLOCK;
                ByteBuffer buffer = ByteBuffer.allocate(TestFile.BLOCK).order(ByteOrder.nativeOrder());
                if (blocking) {
                    file.readFully(buffer, offset);
                } else {
                    file.readAsync(buffer, offset).get();
                }
                assertThat(TestFile.firstWrong(MemorySegment.ofBuffer(buffer.flip()), offset)).isEqualTo(-1);
                ended.incrementAndGet();
            }
        } catch (Throwable e) {
            Throwable cause = e instanceof java.util.concurrent.ExecutionException ? e.getCause() : e;
            if (!(cause instanceof IllegalStateException) || cause instanceof CancellationException || !String.valueOf(cause.getMessage()).contains("is closed")) {
                wrong.add(e);
            }
        }
    }
}
