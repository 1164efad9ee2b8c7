package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineDrivenKernelTest {

    @Test
    void readsOfManyThreadsEachEndOnceWithTheRightBytes() throws Exception {
        readFromThreads(Thread.ofPlatform(), 4);
    }

    @Test
    void readsOfManyVirtualThreadsEachEndOnceWithTheRightBytes() throws Exception {
        readFromThreads(Thread.ofVirtual(), 16);
    }

    private static void readFromThreads(Thread.Builder builder, int threadCount) throws Exception {
        int perThread = 4000;
        int blocks = 256;
        Path path = TestFile.create("driven-threads", blocks);
        AtomicIntegerArray completions = new AtomicIntegerArray(threadCount * perThread);
        AtomicInteger wrong = new AtomicInteger();
        // As many as may be out, so that no submission is refused.
        Semaphore permits = new Semaphore(EngineOptions.builder().build().queueDepth());
        try (Engine engine = Engine.open(EngineOptions.builder().adaptive(false).build()); AsyncFile file = engine.open(path)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < threadCount; t++) {
                int first = t * perThread;
                threads.add(builder.start(() -> {
                    for (int i = 0; i < perThread; i++) {
                        int number = first + i;
                        long offset = ThreadLocalRandom.current().nextLong(blocks) * TestFile.BLOCK;
                        Buffer buffer = engine.allocate(TestFile.BLOCK);
                        permits.acquireUninterruptibly();
                        IoCallback check = (request, result) -> {
                            if (result != TestFile.BLOCK || TestFile.firstWrong(buffer.segment(), offset) >= 0) {
                                wrong.incrementAndGet();
                            }
                            buffer.close();
                            completions.incrementAndGet(number);
                            permits.release();
                        };
                        assertThat(file.read(buffer, offset, check)).isNotNegative();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            EngineStats stats = engine.stats();
            assertThat(stats.submitted()).isEqualTo(completions.length());
            assertThat(stats.completed()).isEqualTo(completions.length());
        }
        assertThat(wrong).hasValue(0);
        for (int i = 0; i < completions.length(); i++) {
            assertThat(completions.get(i)).as("completions of request %s", i).isOne();
        }
    }

    @Test
    void drainWaitsForWhatTheCallbacksOfOneRingSubmitToAnother() throws Exception {
        int hops = 20_000;
        EngineOptions inTurn = EngineOptions.builder().ringCount(2).ringSelection(RingSelection.ROUND_ROBIN).build();
        AtomicInteger done = new AtomicInteger();
        try (Engine engine = Engine.open(inTurn); AsyncFile file = engine.open(Path.of("/dev/zero")); Buffer buffer = engine.allocate(1)) {
            IoCallback hop = new IoCallback() {
                @Override
                public void completed(long request, int result) {
                    if (done.incrementAndGet() < hops) {
                        file.read(buffer, 0, this);
                    }
                }
            };
            file.read(buffer, 0, hop);
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(done).hasValue(hops);
        }
    }

    @Test
    void virtualThreadsThatSpinAtTheLimitDoNotStopTheDriver() throws Exception {
        int perThread = 2000;
        Path path = TestFile.create("driven-spin", 64);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < perThread; i++) {
                        Buffer buffer = engine.allocate(TestFile.BLOCK);
                        while (file.read(buffer, 0, (request, result) -> buffer.close()) == Engine.AGAIN) {
                            // Keeps its carrier: no other virtual thread that waits for something gets it meanwhile.
                            Thread.yield();
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(engine.stats().completed()).isEqualTo(16L * perThread);
        }
    }

    @Test
    void closeAmidSubmissionsEndsEveryAcceptedRequestOnce() throws Exception {
        Path path = TestFile.create("driven-close", 64);
        for (int round = 0; round < 20; round++) {
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger completed = new AtomicInteger();
            CountDownLatch busy = new CountDownLatch(1000);
            ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
            Engine engine = Engine.open(EngineOptions.builder().errorHandler(unexpected::add).build());
            AsyncFile file = engine.open(path);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        while (true) {
                            if (file.fdatasync((request, result) -> completed.incrementAndGet()) != Engine.AGAIN) {
                                accepted.incrementAndGet();
                                busy.countDown();
                            }
                        }
                    } catch (IllegalStateException e) {
                        if (!"the engine is closed".equals(e.getMessage())) {
                            unexpected.add(e);
                        }
                    }
                }));
            }
            busy.await();
            engine.close();
            assertThat(completed).hasValueGreaterThanOrEqualTo(1000);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(completed.get()).as("completed of %s accepted", accepted).isEqualTo(accepted.get());
            assertThat(unexpected).isEmpty();
            file.close();
        }
    }

    @Test
    void requestMadeWhileTheDriverSleepsWakesIt() throws Exception {
        Path path = TestFile.create("driven-wake", 1);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            for (int i = 0; i < 2000; i++) {
                CountDownLatch done = new CountDownLatch(1);
                file.fdatasync((request, result) -> done.countDown());
                done.await();
            }
            assertThat(engine.stats().completed()).isEqualTo(2000);
        }
    }

    @Test
    void callbacksRunOnTheRingsDaemonThread() throws Exception {
        Path path = TestFile.create("driven-thread", 1);
        try (Engine engine = Engine.open(EngineOptions.builder().ringCount(1).build()); AsyncFile file = engine.open(path)) {
            CountDownLatch done = new CountDownLatch(1);
            List<Thread> ran = new ArrayList<>();
            file.fsync((request, result) -> {
                ran.add(Thread.currentThread());
                done.countDown();
            });
            done.await();
            assertThat(ran.getFirst().getName()).isEqualTo("auraio-ring-0");
            assertThat(ran.getFirst().isDaemon()).isTrue();
        }
    }

    @Test
    void closeIsRefusedInACallbackAndWorksAfterwards() throws Exception {
        Path path = TestFile.create("driven-refuse", 1);
        ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(1);
        Engine engine = Engine.open(EngineOptions.builder().errorHandler(reported::add).build());
        AsyncFile file = engine.open(path);
        file.fsync((request, result) -> {
            done.countDown();
            engine.close();
        });
        done.await();
        engine.close();
        file.close();
        assertThat(reported)
                .singleElement()
                .satisfies(e -> assertThat(e)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("close() in a callback"));
    }

    @Test
    void pollingIsRefused() throws Exception {
        try (Engine engine = Engine.open()) {
            assertThatThrownBy(engine::poll)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("driving=ENGINE: the engine's own threads drive it; open it with driving=CALLER to poll");
        }
    }

    @Test
    void fileThatCannotBeOpenedSaysWhy() throws Exception {
        try (Engine engine = Engine.open()) {
            assertThatThrownBy(() -> engine.open(Path.of("target/not-there"))).isInstanceOf(NoSuchFileException.class).hasMessage("target/not-there");
            assertThatThrownBy(() -> engine.open(Path.of("/proc/self/cmdline"), AuraOpenOption.DIRECT))
                    .hasMessage("open(path=/proc/self/cmdline, flags=O_RDONLY|O_DIRECT): EINVAL (Invalid argument); "
                            + "the file system has no O_DIRECT: open without AuraOpenOption.DIRECT");
        }
    }
}
