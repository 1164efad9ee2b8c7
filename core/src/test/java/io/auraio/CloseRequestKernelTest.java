package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files closed through the ring. */
@Timeout(60)
class CloseRequestKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static Engine open(int queueDepth) throws Exception {
        return Engine.open(EngineOptions.builder().driving(Driving.CALLER).queueDepth(queueDepth).adaptive(false).build());
    }

    @Test
    void descriptorIsGoneWhenTheCallbackRuns() throws Exception {
        try (Engine engine = open(8)) {
            int before = PathRequestsKernelTest.openFiles();
            AsyncFile file = engine.open(TestFile.empty("ring-close"));
            List<Integer> left = new ArrayList<>();
            long request = file.close((r, result) -> left.add(result + PathRequestsKernelTest.openFiles()));
            assertThat(engine.isPending(request)).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(left).containsExactly(before);
            assertThat(engine.isPending(request)).isFalse();
        }
    }

    @Test
    void closeWaitsForWhatIsInFlightAndRefusesMore() throws Exception {
        try (Engine engine = open(8); Buffer buffer = engine.allocate(16)) {
            AsyncFile pipe = CancelKernelTest.openPipe(engine, "close-waits");
            List<String> order = new ArrayList<>();
            long read = pipe.read(buffer, 0, (r, result) -> order.add("read " + result));
            long close = pipe.close((r, result) -> order.add("close " + result));
            engine.poll();
            assertThat(order).isEmpty();
            assertThat(engine.isPending(close)).isTrue();
            assertThat(engine.cancel(close)).as("a close cannot be cancelled").isFalse();
            assertThatThrownBy(() -> pipe.fsync((r, result) -> {})).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("is closed");
            engine.cancel(read);
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(order).containsExactly("read " + -Errno.ECANCELED, "close 0");
        }
    }

    @Test
    void fileIsClosedOnce() throws Exception {
        try (Engine engine = open(8)) {
            AsyncFile file = engine.open(TestFile.empty("close-once"));
            AtomicInteger closed = new AtomicInteger();
            file.close((r, result) -> closed.incrementAndGet());
            assertThatThrownBy(() -> file.close((r, result) -> closed.incrementAndGet())).isInstanceOf(IllegalStateException.class);
            file.close();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(closed).hasValue(1);
            AsyncFile other = engine.open(TestFile.empty("close-once"));
            other.close();
            assertThatThrownBy(() -> other.close((r, result) -> closed.incrementAndGet())).isInstanceOf(IllegalStateException.class);
            assertThat(closed).hasValue(1);
        }
    }

    @Test
    void withoutASlotTheFileStaysOpen() throws Exception {
        try (Engine engine = open(1); AsyncFile file = engine.open(TestFile.empty("close-again"))) {
            List<Integer> results = new ArrayList<>();
            file.fsync((r, result) -> results.add(result));
            assertThat(file.close((r, result) -> results.add(result))).isEqualTo(Engine.AGAIN);
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(file.fsync((r, result) -> results.add(result))).isNotNegative();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(file.close((r, result) -> results.add(result))).isNotNegative();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results).containsExactly(0, 0, 0);
        }
    }

    /** Each file has a future that waits for a slot, and slots become free when the callbacks close the files. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void closesLeaveRoomForWhatTheyWaitFor(int depth) throws Exception {
        AtomicInteger closed = new AtomicInteger();
        List<AsyncFile> files = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        try (Engine engine = open(depth); AsyncFile pipe = CancelKernelTest.openPipe(engine, "close-room"); Buffer buffer = engine.allocate(16)) {
            List<Long> reads = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                AsyncFile file = engine.open(TestFile.empty("close-room"));
                files.add(file);
                reads.add(pipe.read(buffer, 0, (r, result) -> file.close((request, answer) -> closed.incrementAndGet())));
            }
            files.forEach(file -> waiting.add(file.fsyncAsync()));
            assertThat(engine.stats().waiting()).isEqualTo(depth);
            assertThat(reads).allMatch(engine::cancel);
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(waiting).allMatch(CompletableFuture::isDone);
            assertThat(closed.get()).isBetween(1, depth);
            for (AsyncFile file : files) {
                file.close();
            }
        }
    }

    @Test
    void closingTheEngineFinishesTheCloses() throws Exception {
        int before = PathRequestsKernelTest.openFiles();
        AtomicInteger closed = new AtomicInteger();
        try (Engine engine = Engine.open(EngineOptions.builder().ringCount(2).build())) {
            Path path = TestFile.create("close-engine", 64);
            for (int i = 0; i < 64; i++) {
                AsyncFile file = engine.open(path);
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                file.read(buffer, (long) i * TestFile.BLOCK, (r, result) -> buffer.close());
                assertThat(file.close((r, result) -> closed.addAndGet(1 - result))).isNotNegative();
            }
        }
        assertThat(closed).hasValue(64);
        assertThat(PathRequestsKernelTest.openFiles()).isEqualTo(before);
    }

    @Test
    void filesAreOpenedReadAndClosedByManyThreads() throws Exception {
        Path path = TestFile.create("open-close", 8);
        int before = PathRequestsKernelTest.openFiles();
        AtomicInteger good = new AtomicInteger();
        try (Engine engine = Engine.open(EngineOptions.builder().ringCount(2).ringSelection(RingSelection.ROUND_ROBIN).adaptive(false).build())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 250; i++) {
                        openReadClose(engine, path, i % 8, good);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(good).hasValue(1000);
        assertThat(PathRequestsKernelTest.openFiles()).isEqualTo(before);
    }

    private static void openReadClose(Engine engine, Path path, int block, AtomicInteger good) {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        Buffer buffer = engine.allocate(TestFile.BLOCK);
        long offset = (long) block * TestFile.BLOCK;
        CompletableFuture<Integer> read = new CompletableFuture<>();
        engine.open(path, (r, file, failure) -> {
            file.read(buffer, offset, (request, result) -> read.complete(result));
            file.close((request, result) -> closed.complete(result));
        });
        if (closed.join() == 0 && read.join() == TestFile.BLOCK && TestFile.firstWrong(buffer.segment(), offset) < 0) {
            good.incrementAndGet();
        }
        buffer.close();
    }

    @Test
    void openThatIsCancelledLeavesNoFileOpen() throws Exception {
        Path fifo = CancelKernelTest.pipe("open-cancelled");
        Path path = TestFile.empty("open-cancelled");
        try (Engine engine = open(8)) {
            int before = PathRequestsKernelTest.openFiles();
            List<String> results = new ArrayList<>();
            // Waits for a reader, and there is none. (Without truncation the kernel first tries without waiting, and answers ENXIO.)
            long request = engine.open(
                    fifo, (r, file, failure) -> results.add(failure.getMessage()), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            engine.poll();
            AsyncFile other = engine.open(path);
            other.fsync((r, result) -> results.add("fsync " + result));
            engine.await(LONG);
            assertThat(results).as("nothing waits for an open that blocks").containsExactly("fsync 0");
            other.close();
            assertThat(engine.cancel(request)).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results.get(1)).startsWith("open(path=" + fifo).endsWith("ECANCELED (Operation canceled)");
            assertThat(PathRequestsKernelTest.openFiles()).isEqualTo(before);
        }
    }
}
