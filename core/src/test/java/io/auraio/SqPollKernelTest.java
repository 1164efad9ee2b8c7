package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.UringSetup;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Engines whose queue a thread of the kernel's reads: nothing waits for an enter, and nothing counts on one. Chains are in {@link SqPollChainKernelTest}. */
@Timeout(60)
class SqPollKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Queue<Integer> results = new ConcurrentLinkedQueue<>();

    static EngineOptions.Builder polled(Driving driving) {
        return EngineOptions.builder().driving(driving).ringCount(1).queueDepth(8).adaptive(false).sqPoll(true).sqPollIdleMillis(20);
    }

    @ParameterizedTest
    @EnumSource
    void readsAndWritesAreDoneAndCounted(Driving driving) throws Exception {
        try (Engine engine = Engine.open(polled(driving).build());
                AsyncFile file = engine.open(TestFile.create("sqpoll", 4), StandardOpenOption.READ, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            TestFile.fill(buffer.segment(), 9);
            file.write(buffer, TestFile.BLOCK, (request, result) -> results.add(result));
            assertThat(engine.drain(LONG)).isTrue();
            file.read(buffer, 2L * TestFile.BLOCK, (request, result) -> results.add(result));
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(TestFile.firstWrong(buffer.segment(), 2L * TestFile.BLOCK)).isNegative();
            file.read(buffer, TestFile.BLOCK, (request, result) -> results.add(result));
            file.fsync((request, result) -> results.add(result));
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(TestFile.firstWrong(buffer.segment(), 9)).isNegative();
            assertThat(results).containsExactlyInAnyOrder(4096, 4096, 4096, 0);
            RingStats ring = engine.stats().rings().getFirst();
            assertThat(ring.setupFlags() & (UringSetup.IORING_SETUP_SQPOLL | UringSetup.IORING_SETUP_DEFER_TASKRUN)).isEqualTo(UringSetup.IORING_SETUP_SQPOLL);
            assertThat(ring.completed()).isEqualTo(4);
            assertThat(ring.inFlight()).isZero();
            assertThat(ring.batches()).isZero();
            assertThat(ring.entries()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void threadThatFellAsleepIsWoken(Driving driving) throws Exception {
        try (Engine engine = Engine.open(polled(driving).sqPollIdleMillis(1).build());
                AsyncFile file = engine.open(TestFile.create("sqpoll-sleep", 1));
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            for (int round = 0; round < 20; round++) {
                KernelThreads.awaitAsleep();
                file.read(buffer, 0, (request, result) -> results.add(result));
                assertThat(engine.drain(LONG)).isTrue();
            }
            assertThat(results).hasSize(20).containsOnly(4096);
        }
    }

    @Test
    void pollingEntersOnlyForWhatTheKernelsThreadDoesNotDo() throws Exception {
        try (Engine engine = Engine.open(polled(Driving.CALLER).sqPollIdleMillis(3_600_000).build());
                AsyncFile pipe = Pipes.open(engine, "sqpoll-poll");
                AsyncFile file = engine.open(TestFile.create("sqpoll-poll", 1));
                Buffer buffer = engine.allocate(16)) {
            file.read(buffer, 0, (r, result) -> results.add(result));
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results.poll()).as("the thread is awake now, for an hour").isEqualTo(16);
            long request = pipe.read(buffer, 0, (r, result) -> results.add(result));
            long before = engine.stats().rings().getFirst().enters();
            for (int i = 0; i < 1000; i++) {
                engine.poll();
            }
            assertThat(engine.cancel(request)).isTrue();
            while (results.isEmpty()) {
                engine.poll();
            }
            assertThat(engine.stats().rings().getFirst().enters()).isEqualTo(before);
            assertThat(results).containsExactly(-Errno.ECANCELED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancelEndsWhatIsInTheQueueAndInTheKernelAndNotWhatIsDone(Driving driving) throws Exception {
        try (Engine engine = Engine.open(polled(driving).build());
                AsyncFile pipe = Pipes.open(engine, "sqpoll-cancel");
                AsyncFile file = engine.open(TestFile.create("sqpoll-cancel", 1));
                Buffer buffer = engine.allocate(16)) {
            for (int round = 0; round < 200; round++) {
                assertThat(engine.cancel(pipe.read(buffer, 0, (r, result) -> results.add(result)))).isTrue();
                assertThat(engine.drain(LONG)).isTrue();
            }
            long request = pipe.read(buffer, 0, (r, result) -> results.add(result));
            assertThat(engine.drain(Duration.ofMillis(1))).isFalse();
            assertThat(engine.cancel(request)).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results).hasSize(201).containsOnly(-Errno.ECANCELED);
            long done = file.read(buffer, 0, (r, result) -> results.add(result));
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(engine.cancel(done)).isFalse();
            assertThat(results).hasSize(202).contains(16);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeWaitsForWhatIsOut(Driving driving) throws Exception {
        for (int round = 0; round < 50; round++) {
            results.clear();
            try (Engine engine = Engine.open(polled(driving).build())) {
                AsyncFile pipe = Pipes.open(engine, "sqpoll-close");
                AsyncFile file = DirectFiles.openOrCached(engine, TestFile.create("sqpoll-close", 8));
                for (int i = 0; i < 8; i++) {
                    Buffer buffer = engine.allocate(TestFile.BLOCK);
                    (i == 0 ? pipe : file).read(buffer, i * (i == 0 ? 0L : TestFile.BLOCK), (request, result) -> {
                        results.add(result);
                        buffer.close();
                    });
                }
                pipe.cancelAll();
                pipe.close();
                file.close();
            }
            assertThat(results).hasSize(8).containsOnly(4096, -Errno.ECANCELED).containsOnlyOnce(-Errno.ECANCELED);
        }
    }
}
