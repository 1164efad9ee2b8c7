package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallerDrivenKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static EngineOptions.Builder caller() {
        // Not tuned: what a test submits is admitted, up to the depth of the queue.
        return EngineOptions.builder().driving(Driving.CALLER).adaptive(false);
    }

    private static void awaitAll(Engine engine, AtomicInteger done, int count) {
        while (done.get() < count) {
            assertThat(engine.await(LONG)).as("completions within %s", LONG).isPositive();
        }
    }

    @Test
    void everyBlockReadIsTheBlockAskedFor() throws Exception {
        int blocks = 2000;
        Path path = TestFile.create("caller-read", blocks);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path)) {
            AtomicInteger done = new AtomicInteger();
            List<Long> wrong = new ArrayList<>();
            for (int i = 0; i < blocks; i++) {
                long offset = (long) i * TestFile.BLOCK;
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                IoCallback check = (request, result) -> {
                    if (result != TestFile.BLOCK || TestFile.firstWrong(buffer.segment(), offset) >= 0) {
                        wrong.add(offset);
                    }
                    buffer.close();
                    done.incrementAndGet();
                };
                while (file.read(buffer, offset, check) == Engine.AGAIN) {
                    engine.await(LONG);
                }
            }
            awaitAll(engine, done, blocks);
            assertThat(wrong).isEmpty();
            assertThat(engine.stats().bytesRead()).isEqualTo((long) blocks * TestFile.BLOCK);
            assertThat(engine.stats().inFlight()).isZero();
        }
    }

    @Test
    void whatWasWrittenAndSyncedIsInTheFile() throws Exception {
        int blocks = 64;
        Path path = TestFile.empty("caller-write");
        try (Engine engine = Engine.open(caller().build());
                AsyncFile file = engine.open(path, StandardOpenOption.WRITE)) {
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < blocks; i++) {
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                TestFile.fill(buffer.segment(), (long) i * TestFile.BLOCK);
                long request = file.write(buffer, (long) i * TestFile.BLOCK, (r, result) -> {
                    assertThat(result).isEqualTo(TestFile.BLOCK);
                    buffer.close();
                    done.incrementAndGet();
                });
                assertThat(request).isNotNegative();
            }
            awaitAll(engine, done, blocks);
            AtomicInteger synced = new AtomicInteger(1);
            file.fsync((r, result) -> synced.set(result));
            assertThat(engine.await(LONG)).isOne();
            assertThat(synced).hasValue(0);
            synced.set(1);
            file.fdatasync((r, result) -> synced.set(result));
            assertThat(engine.await(LONG)).isOne();
            assertThat(synced).hasValue(0);
            assertThat(file.size()).isEqualTo((long) blocks * TestFile.BLOCK);
        }
        MemorySegment content = MemorySegment.ofArray(Files.readAllBytes(path));
        for (long offset = 0; offset < content.byteSize(); offset += TestFile.BLOCK) {
            assertThat(TestFile.firstWrong(content.asSlice(offset, TestFile.BLOCK), offset)).isEqualTo(-1);
        }
    }

    @Test
    void whatIsReapedTogetherHasOneTimeThoughItsCallbacksRunOneByOne() throws Exception {
        Path path = TestFile.create("caller-reaped", 4);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            List<Long> reaped = new ArrayList<>();
            List<Long> begun = new ArrayList<>();
            IoCallback note = (request, result) -> {
                begun.add(System.nanoTime());
                reaped.add(engine.reapedNanos(request));
            };
            long before = System.nanoTime();
            for (int block = 0; block < 4; block++) {
                file.read(buffer, (long) block * TestFile.BLOCK, note);
            }
            long submitted = System.nanoTime();
            // Of the page cache, the reads are done when the kernel returns.
            assertThat(engine.await(LONG)).isEqualTo(4);
            assertThat(reaped).hasSize(4).containsOnly(reaped.getFirst());
            assertThat(reaped.getFirst() - before).isPositive();
            assertThat(begun.getFirst() - reaped.getFirst()).isNotNegative();
            assertThat(reaped.getFirst() - submitted).isPositive();
        }
    }

    @Test
    void whatAReadOfACallbackTakesIsReapedLaterThanTheCallback() throws Exception {
        Path path = TestFile.create("caller-reaped-later", 2);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            List<Long> times = new ArrayList<>();
            file.read(buffer, 0, (first, result) -> {
                times.add(engine.reapedNanos(first));
                times.add(System.nanoTime());
                file.read(buffer, TestFile.BLOCK, (second, again) -> times.add(engine.reapedNanos(second)));
            });
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(times).hasSize(3).isSorted();
        }
    }

    @Test
    void outsideOfItsCallbackARequestWasNotReaped() throws Exception {
        Path path = TestFile.create("caller-reaped-outside", 1);
        try (Engine engine = Engine.open(caller().build());
                Engine other = Engine.open(caller().build());
                AsyncFile file = engine.open(path);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            List<Throwable> elsewhere = new ArrayList<>();
            long request = file.read(buffer, 0, (r, result) -> elsewhere.add(catchThrowable(() -> other.reapedNanos(r))));
            for (long handle : new long[] {request, Engine.AGAIN, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> engine.reapedNanos(handle)).isInstanceOf(IllegalStateException.class).hasMessageContaining("request=" + handle);
            }
            engine.await(LONG);
            assertThat(elsewhere).singleElement().isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> engine.reapedNanos(request)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void readAtTheEndOfTheFileIsShortAndBehindItZero() throws Exception {
        Path path = TestFile.create("caller-eof", 1);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            List<Integer> results = new ArrayList<>();
            file.read(buffer, 4000, (r, result) -> results.add(result));
            engine.await(LONG);
            file.read(buffer, 4096, (r, result) -> results.add(result));
            engine.await(LONG);
            assertThat(results).containsExactly(96, 0);
        }
    }

    @Test
    void atTheLimitASubmissionAnswersAgainAndNothingIsLost() throws Exception {
        Path path = TestFile.create("caller-limit", 8);
        EngineOptions options = caller().queueDepth(4).adaptive(false).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path)) {
            AtomicInteger done = new AtomicInteger();
            List<Buffer> buffers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                buffers.add(engine.allocate(TestFile.BLOCK));
            }
            for (int i = 0; i < 4; i++) {
                assertThat(file.read(buffers.get(i), 0, (r, result) -> done.incrementAndGet())).isNotNegative();
            }
            assertThat(file.read(buffers.get(4), 0, (r, result) -> done.incrementAndGet())).isEqualTo(Engine.AGAIN);
            // Refused: the buffer is not in use.
            buffers.remove(4).close();
            awaitAll(engine, done, 4);
            buffers.forEach(Buffer::close);
            assertThat(engine.stats().rings().getFirst().refused()).isOne();
        }
    }

    @Test
    void callbacksMaySubmitAndTheChainRunsToItsEnd() throws Exception {
        Path path = TestFile.create("caller-chain", 16);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            AtomicInteger block = new AtomicInteger();
            IoCallback next = new IoCallback() {
                @Override
                public void completed(long request, int result) {
                    assertThat(TestFile.firstWrong(buffer.segment(), (long) block.get() * TestFile.BLOCK)).isEqualTo(-1);
                    if (block.incrementAndGet() < 16) {
                        file.read(buffer, (long) block.get() * TestFile.BLOCK, this);
                    }
                }
            };
            file.read(buffer, 0, next);
            awaitAll(engine, block, 16);
            assertThat(engine.stats().failed()).isZero();
        }
    }

    @Test
    void callbackThatThrowsIsReportedAndTheOthersStillRun() throws Exception {
        Path path = TestFile.create("caller-throw", 4);
        List<Throwable> reported = new ArrayList<>();
        try (Engine engine = Engine.open(caller().errorHandler(reported::add).build()); AsyncFile file = engine.open(path)) {
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < 4; i++) {
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                int number = i;
                file.read(buffer, 0, (r, result) -> {
                    buffer.close();
                    done.incrementAndGet();
                    if (number == 1) {
                        throw new IllegalStateException("callback " + number);
                    }
                });
            }
            awaitAll(engine, done, 4);
            assertThat(reported).singleElement().hasToString("java.lang.IllegalStateException: callback 1");
        }
    }

    @Test
    void bufferCannotBeReturnedWhileItsReadIsInFlight() throws Exception {
        Path path = TestFile.create("caller-pin", 1);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path)) {
            Buffer buffer = engine.allocate(TestFile.BLOCK);
            file.read(buffer, 0, (r, result) -> {});
            assertThatThrownBy(buffer::close).isInstanceOf(IllegalStateException.class);
            engine.await(LONG);
            buffer.close();
            assertThatThrownBy(() -> file.read(buffer, 0, (r, result) -> {})).isInstanceOf(IllegalStateException.class);
            assertThat(engine.stats().inFlight()).isZero();
        }
    }

    @Test
    void fileClosedUnderItsRequestsClosesBehindTheLast() throws Exception {
        Path path = TestFile.create("caller-close", 8);
        try (Engine engine = Engine.open(caller().build())) {
            AsyncFile file = engine.open(path);
            AtomicInteger good = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < 8; i++) {
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                long offset = (long) i * TestFile.BLOCK;
                file.read(buffer, offset, (r, result) -> {
                    if (result == TestFile.BLOCK && TestFile.firstWrong(buffer.segment(), offset) < 0) {
                        good.incrementAndGet();
                    }
                    buffer.close();
                    done.incrementAndGet();
                });
            }
            // Nothing was entered yet: all eight reads are still in the queue, with the descriptor in their entries.
            file.close();
            file.close();
            // Another file would get the number, had it been freed.
            try (AsyncFile other = engine.open(TestFile.empty("caller-close-other"))) {
                awaitAll(engine, done, 8);
                assertThat(good).hasValue(8);
                assertThat(other.size()).isZero();
            }
            assertThatThrownBy(() -> file.size()).isInstanceOf(IllegalStateException.class).hasMessage("path=" + path + " is closed");
            assertThatThrownBy(() -> file.fsync((r, result) -> {})).isInstanceOf(IllegalStateException.class).hasMessage("path=" + path + " is closed");
        }
    }

    @Test
    void handleIsPendingUntilTheCompletionAndStaleForEver() throws Exception {
        Path path = TestFile.create("caller-handle", 1);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            AtomicReference<Boolean> inCallback = new AtomicReference<>();
            long first = file.read(buffer, 0, (r, result) -> inCallback.set(engine.isPending(r)));
            assertThat(engine.isPending(first)).isTrue();
            engine.await(LONG);
            assertThat(inCallback).hasValue(false);
            assertThat(engine.isPending(first)).isFalse();
            long second = file.read(buffer, 0, (r, result) -> {});
            assertThat(engine.isPending(first)).isFalse();
            assertThat(engine.isPending(second)).isTrue();
            assertThat(engine.isPending(Engine.AGAIN)).isFalse();
            assertThat(engine.isPending(Long.MAX_VALUE)).isFalse();
            engine.await(LONG);
        }
    }

    @Test
    void closeDrainsWhatIsInFlightAndRunsItsCallbacks() throws Exception {
        Path path = TestFile.create("caller-drain", 32);
        AtomicInteger done = new AtomicInteger();
        Engine engine = Engine.open(caller().build());
        try (AsyncFile file = engine.open(path)) {
            for (int i = 0; i < 32; i++) {
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                file.read(buffer, (long) i * TestFile.BLOCK, (r, result) -> {
                    buffer.close();
                    done.incrementAndGet();
                });
            }
            engine.close();
            engine.close();
            assertThat(done).hasValue(32);
            assertThatThrownBy(() -> file.fsync((r, result) -> {})).isInstanceOf(IllegalStateException.class).hasMessage("the engine is closed");
            assertThatThrownBy(engine::poll).isInstanceOf(IllegalStateException.class).hasMessage("the engine is closed");
            assertThatThrownBy(() -> engine.allocate(1)).isInstanceOf(IllegalStateException.class).hasMessage("the engine is closed");
        }
    }

    @Test
    void anotherThreadsCloseIsDoneByTheDriver() throws Exception {
        Path path = TestFile.create("caller-close-thread", 1);
        Engine engine = Engine.open(caller().build());
        AsyncFile file = engine.open(path);
        AtomicInteger done = new AtomicInteger();
        engine.poll(); // this thread drives
        Buffer buffer = engine.allocate(TestFile.BLOCK);
        file.read(buffer, 0, (r, result) -> {
            buffer.close();
            done.incrementAndGet();
        });
        CompletableFuture<Void> closing = CompletableFuture.runAsync(engine::close);
        engine.run(); // returns since the engine is being closed
        closing.join();
        assertThat(done).hasValue(1);
        file.close();
    }

    @Test
    void closePollAwaitAndRunAreRefusedInACallback() throws Exception {
        Path path = TestFile.create("caller-reenter", 1);
        List<Throwable> reported = new ArrayList<>();
        try (Engine engine = Engine.open(caller().errorHandler(reported::add).build()); AsyncFile file = engine.open(path)) {
            List<Runnable> forbidden = List.of(engine::close, engine::poll, () -> engine.await(LONG), engine::run);
            for (Runnable call : forbidden) {
                file.fsync((r, result) -> call.run());
                engine.await(LONG);
            }
            assertThat(reported).hasSize(4).allSatisfy(e -> assertThat(e).isInstanceOf(IllegalStateException.class).hasMessageContaining("callback"));
        }
    }

    @Test
    void runEndsByStopFromACallbackAndFromAnotherThread() throws Exception {
        Path path = TestFile.create("caller-run", 1);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path)) {
            AtomicInteger done = new AtomicInteger();
            file.fsync((r, result) -> {
                done.incrementAndGet();
                engine.stop();
            });
            engine.run();
            assertThat(done).hasValue(1);
            engine.stop();
            engine.run(); // the stop came before
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(engine::stop);
            engine.run();
            stopping.join();
        }
    }

    @Test
    void submissionByAnotherThreadWakesTheDriver() throws Exception {
        Path path = TestFile.create("caller-wake", 1);
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(path)) {
            for (int i = 0; i < 1000; i++) {
                CountDownLatch driving = new CountDownLatch(1);
                CompletableFuture<Void> submitting = CompletableFuture.runAsync(() -> {
                    try {
                        driving.await();
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                    file.fsync((r, result) -> {});
                });
                driving.countDown();
                int handled = engine.await(Duration.ofSeconds(30));
                submitting.join();
                assertThat(handled).as("round %s", i).isOne();
            }
        }
    }

    @Test
    void awaitWithNothingToDoReturnsZeroWhenItsTimeIsUp() throws Exception {
        try (Engine engine = Engine.open(caller().build())) {
            assertThat(engine.poll()).isZero();
            assertThat(engine.await(Duration.ofMillis(5))).isZero();
            assertThat(engine.await(Duration.ofSeconds(-1))).isZero();
        }
    }

    @Test
    void onlyOnePlatformThreadDrives() throws Exception {
        try (Engine engine = Engine.open(caller().build())) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread virtual = Thread.ofVirtual().start(() -> catching(engine::poll, thrown));
            virtual.join();
            assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("is virtual; a ring's driver must be a platform thread");
            engine.poll();
            Thread other = Thread.ofPlatform().name("other").start(() -> catching(engine::poll, thrown));
            other.join();
            assertThat(thrown.get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ring 0 is driven by thread=" + Thread.currentThread().getName() + "; called from thread=other");
        }
    }

    private static void catching(Runnable call, AtomicReference<Throwable> thrown) {
        try {
            call.run();
        } catch (IllegalStateException e) {
            thrown.set(e);
        }
    }

    @Test
    void memoryThatTheKernelMayNotHaveIsRefused() throws Exception {
        Path path = TestFile.create("caller-memory", 1);
        try (Engine engine = Engine.open(caller().build());
                AsyncFile file = engine.open(path, StandardOpenOption.READ);
                Arena confined = Arena.ofConfined()) {
            IoCallback none = (r, result) -> {};
            assertThatThrownBy(() -> file.readv(new MemorySegment[] {MemorySegment.ofArray(new byte[10])}, 0, none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is on the heap; native memory is right");
            assertThatThrownBy(() -> file.read(confined.allocate(10), 0, none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is confined to a thread");
            MemorySegment shared = Arena.ofAuto().allocate(10);
            assertThatThrownBy(() -> file.read(shared.asReadOnly(), 0, none)).hasMessageContaining("is read-only; a writable segment is right");
            assertThatThrownBy(() -> file.read(shared, -1, none)).hasMessage("offset=-1; 0 to " + (Long.MAX_VALUE - 10) + " is right");
            assertThatThrownBy(() -> file.read(shared.asSlice(0, 0), 0, none)).hasMessage("length=0; 1 to 2147479552 bytes is right");
            assertThatThrownBy(() -> file.write(shared, 0, none)).hasMessage("path=" + path + " was opened with O_RDONLY; it cannot be written");
            Arena closed = Arena.ofShared();
            MemorySegment stale = closed.allocate(10);
            closed.close();
            assertThatThrownBy(() -> file.read(stale, 0, none)).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("was freed: its arena is closed");
            assertThat(engine.stats().inFlight()).isZero();
            // None of the refusals took a slot or an entry: the ring still works.
            AtomicInteger read = new AtomicInteger();
            file.read(shared, 0, (r, result) -> read.set(result));
            engine.await(LONG);
            assertThat(read).hasValue(10);
        }
    }

    @Test
    void errorsOfTheKernelReachTheCallbackAsNegatedErrno() throws Exception {
        Path full = Path.of("/dev/full");
        try (Engine engine = Engine.open(caller().build()); AsyncFile file = engine.open(full, StandardOpenOption.WRITE); Buffer buffer = engine.allocate(16)) {
            AtomicInteger written = new AtomicInteger();
            file.write(buffer, 0, (r, result) -> written.set(result));
            engine.await(LONG);
            assertThat(IoResult.describe(written.get())).isEqualTo("ENOSPC (No space left on device)");
            assertThat(IoResult.exception("write(/dev/full)", written.get())).hasMessage("write(/dev/full): ENOSPC (No space left on device)");
            assertThat(engine.stats().failed()).isOne();
        }
    }
}
