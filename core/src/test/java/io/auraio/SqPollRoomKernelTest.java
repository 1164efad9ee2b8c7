package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue that a thread of the kernel's empties when it likes: nothing that waits for room in it waits for ever, and requests find some always. */
@Timeout(60)
class SqPollRoomKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LONG_MILLIS = 30_000;

    /** In an event loop of its own the driver learns by the descriptor that there is something to do. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void driverComesBackForCancellationsThatWaitForRoom(boolean hasLoop) throws Exception {
        Queue<Integer> results = new ConcurrentLinkedQueue<>();
        EngineOptions options = SqPollKernelTest.polled(Driving.CALLER).queueDepth(4).sqPollIdleMillis(1).build();
        try (Engine engine = Engine.open(options); AsyncFile pipe = Pipes.open(engine, "sqpoll-cancellations")) {
            int fd = hasLoop ? engine.pollFd() : -1;
            assertThat(engine.await(1)).isZero();
            KernelThreads.awaitAsleep();
            CompletableFuture.runAsync(() -> {
                List<Long> reads = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    reads.add(pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> results.add(result)));
                }
                assertThat(reads).allMatch(engine::cancel);
                // Where the driver has a loop, waking it has woken the kernel's thread as well.
                assertThat(engine.stats().rings().getFirst().queueFull()).isGreaterThanOrEqualTo(hasLoop ? 0 : 4);
            }).join();
            while (results.size() < 4) {
                if (hasLoop) {
                    assertThat(Libc.poll(fd, Sqe.POLLIN, LONG_MILLIS)).isOne();
                    engine.poll();
                } else {
                    assertThat(engine.await(LONG)).isPositive();
                }
            }
            assertThat(results).containsOnly(-Errno.ECANCELED);
        }
    }

    /** The kernel shows late what it has taken: a request that ended must not find the queue full of itself. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void callbackFindsRoomForAnotherRequestWhateverElseIsCancelled(int depth) throws Exception {
        EngineOptions options = SqPollKernelTest.polled(Driving.ENGINE).queueDepth(depth).build();
        CountDownLatch left = new CountDownLatch(3_000);
        AtomicInteger refused = new AtomicInteger();
        try (Engine engine = Engine.open(options);
                AsyncFile file = engine.open(TestFile.create("sqpoll-room", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            IoCallback again = new IoCallback() {
                @Override
                public void completed(long request, int result) {
                    left.countDown();
                    if (left.getCount() > 0 && file.read(buffer, 0, this) == Engine.AGAIN) {
                        refused.incrementAndGet();
                    }
                }
            };
            for (int i = 0; i < depth; i++) {
                assertThat(file.read(buffer, 0, again)).isNotNegative();
            }
            while (left.getCount() > 0 && refused.get() == 0) {
                file.cancelAll();
                Thread.yield();
            }
            assertThat(refused).hasValue(0);
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
            // The last of the others are still out with the buffer.
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void futuresThatWaitForRoomAreAllAnswered(Driving driving) throws Exception {
        try (Engine engine = Engine.open(SqPollKernelTest.polled(driving).queueDepth(2).minInFlight(1).sqPollIdleMillis(1).build());
                AsyncFile file = engine.open(TestFile.create("sqpoll-futures", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                futures.add(file.readAsync(buffer, 0));
            }
            assertThat(engine.drain(LONG)).isTrue();
            for (CompletableFuture<Integer> future : futures) {
                assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(4096);
            }
        }
    }
}
