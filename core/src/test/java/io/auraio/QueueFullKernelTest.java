package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The submission queue full of requests and their cancellations, below the limit and with slots to spare: the same as at the limit, in each form. */
@Timeout(60)
class QueueFullKernelTest {

    private static final int DEPTH = 4;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Integer> cancelled = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch released = new CountDownLatch(1);
    private Engine engine;
    private AsyncFile file;
    private AsyncFile pipe;

    /** Half of the queue's entries are requests, half their cancellations, and the driver does not come to submit them until {@link #release}. */
    private void fill(Driving driving) throws Exception {
        engine = Engine.open(EngineOptions.builder().driving(driving).ringCount(1).queueDepth(DEPTH).adaptive(false).build());
        file = engine.open(TestFile.create("queue-full", 1));
        pipe = Pipes.open(engine, "queue-full");
        if (driving == Driving.ENGINE) {
            CountDownLatch held = new CountDownLatch(1);
            file.fsync((request, result) -> {
                held.countDown();
                awaitRelease();
            });
            held.await();
        }
        List<Long> reads = new ArrayList<>();
        for (int i = 0; i < DEPTH / 2; i++) {
            Buffer buffer = engine.allocate(16);
            reads.add(pipe.read(buffer, 0, (request, result) -> {
                cancelled.add(result);
                buffer.close();
            }));
        }
        assertThat(reads).allMatch(engine::cancel);
        assertThat(engine.stats().inFlight()).isEqualTo(DEPTH / 2);
        assertThat(engine.stats().allowed()).isEqualTo(DEPTH);
        assertThat(queueFull()).isZero();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long queueFull() {
        return engine.stats().rings().getFirst().queueFull();
    }

    private void release() throws InterruptedException {
        released.countDown();
        assertThat(engine.drain(LONG)).isTrue();
        assertThat(cancelled).hasSizeGreaterThanOrEqualTo(DEPTH / 2).containsOnly(-Errno.ECANCELED);
    }

    @AfterEach
    void close() throws IOException {
        released.countDown();
        engine.close();
        file.close();
        pipe.close();
        assertThat(engine.stats().buffers().inUseCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Driving.class)
    void callbackFormAnswersAgainAndHoldsNothing(Driving driving) throws Exception {
        fill(driving);
        AtomicInteger synced = new AtomicInteger();
        try (Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            assertThat(file.read(buffer, 0, (request, result) -> {})).isEqualTo(Engine.AGAIN);
            assertThat(engine.chain().read(file, buffer, 0, (request, result) -> {}).fsync(file, (request, result) -> {}).submit()).isEqualTo(Engine.AGAIN);
        }
        assertThat(file.fsync((request, result) -> {})).isEqualTo(Engine.AGAIN);
        assertThat(queueFull()).isEqualTo(3);
        assertThat(engine.stats().refused()).isEqualTo(3);
        assertThat(engine.stats().inFlight()).isEqualTo(DEPTH / 2);
        assertThat(file.toString()).endsWith("requests=0]");
        release();
        for (int i = 0; i < DEPTH; i++) {
            assertThat(file.fsync((request, result) -> synced.addAndGet(1 + result))).as("no slot was lost").isNotNegative();
        }
        assertThat(engine.drain(LONG)).isTrue();
        assertThat(synced).hasValue(DEPTH);
    }

    @ParameterizedTest
    @EnumSource(Driving.class)
    void futuresWaitInTheBacklog(Driving driving) throws Exception {
        fill(driving);
        List<CompletableFuture<Integer>> reads = new ArrayList<>();
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < 3 * DEPTH; i++) {
            buffers.add(engine.allocate(TestFile.BLOCK));
            reads.add(file.readAsync(buffers.getLast(), 0));
        }
        assertThat(engine.stats().waiting()).isEqualTo(reads.size());
        assertThat(reads.getFirst().cancel(false)).as("one that waits is cancelled at once").isTrue();
        release();
        assertThat(reads.getFirst()).isCancelled();
        for (int i = 0; i < reads.size(); i++) {
            if (i > 0) {
                assertThat(reads.get(i).join()).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(buffers.get(i).segment(), 0)).isEqualTo(-1);
            }
            buffers.get(i).close();
        }
    }

    @ParameterizedTest
    @EnumSource(Driving.class)
    void blockingCallsPark(Driving driving) throws Exception {
        fill(driving);
        AtomicInteger synced = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2 * DEPTH; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    file.force(false);
                    synced.incrementAndGet();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        while (engine.stats().waiting() < threads.size()) {
            Thread.onSpinWait();
        }
        assertThat(synced).hasValue(0);
        release();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(synced).hasValue(threads.size());
    }

    @Test
    void driverDoesNotSleepOnACancellationThatWaitsForRoom() throws Exception {
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).queueDepth(DEPTH).adaptive(false).build());
        file = engine.open(TestFile.create("queue-full-sleep", 1));
        pipe = Pipes.open(engine, "queue-full-sleep");
        // Once asleep, it can sleep again without an entry for what wakes it.
        assertThat(engine.await(1)).isZero();
        CompletableFuture.runAsync(() -> {
            List<Long> reads = new ArrayList<>();
            for (int i = 0; i < DEPTH; i++) {
                reads.add(pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> cancelled.add(result)));
            }
            assertThat(engine.cancel(reads.getFirst())).isTrue();
            assertThat(queueFull()).isOne();
        }).join();
        assertThat(engine.await(LONG)).isOne();
        assertThat(cancelled).containsExactly(-Errno.ECANCELED);
        pipe.cancelAll();
        release();
    }

    /** It has a slot of its own, and its entry comes when there is room: a close is not to be tried again and again. */
    @ParameterizedTest
    @EnumSource(Driving.class)
    void closeIsAcceptedAndWaitsForRoom(Driving driving) throws Exception {
        fill(driving);
        AtomicInteger closed = new AtomicInteger(1);
        assertThat(file.close((request, result) -> closed.set(result))).isNotNegative();
        assertThat(queueFull()).isOne();
        assertThat(engine.stats().openFiles()).isEqualTo(2);
        release();
        assertThat(closed).hasValue(0);
        assertThat(engine.stats().openFiles()).isOne();
    }
}
