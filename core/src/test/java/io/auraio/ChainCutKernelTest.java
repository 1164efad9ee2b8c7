package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that are cancelled, that the kernel takes a part of, and that many threads submit. */
@Timeout(60)
class ChainCutKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> ended = new ArrayList<>();

    private static EngineOptions caller() {
        return EngineOptions.builder().driving(Driving.CALLER).queueDepth(8).adaptive(false).build();
    }

    private IoCallback note(String name) {
        return (request, result) -> ended.add(name + " " + result);
    }

    @Test
    void cancellingTheOneThatRunsEndsTheRest() throws Exception {
        try (Engine engine = Engine.open(caller());
                AsyncFile pipe = CancelKernelTest.openPipe(engine, "chain-cancel");
                AsyncFile file = engine.open(TestFile.empty("chain-cancel"), StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(16)) {
            Chain chain = engine.chain().read(pipe, buffer, 0, note("read")).write(file, buffer, 0, note("write")).fsync(file, note("fsync"));
            chain.submit();
            engine.poll();
            assertThat(engine.cancel(chain.request(2))).as("it is pending").isTrue();
            engine.poll();
            assertThat(ended).as("it has not begun, and waits").isEmpty();
            assertThat(engine.cancel(chain.request(0))).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(file.size()).isZero();
        }
        assertThat(ended).containsExactly("read " + -Errno.ECANCELED, "write " + -Errno.ECANCELED, "fsync " + -Errno.ECANCELED);
    }

    @Test
    void whatTheDriverCancelsInTheQueueNeverRuns() throws Exception {
        Path path = TestFile.create("chain-queue", 3);
        try (Engine engine = Engine.open(caller());
                AsyncFile file = engine.open(path, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            engine.batchThreshold(8);
            engine.poll();
            TestFile.fill(buffer.segment(), 9);
            Chain chain = engine.chain();
            chain.write(file, buffer, 0, note("first")).write(file, buffer, TestFile.BLOCK, note("second")).fsync(file, note("fsync"));
            chain.submit();
            long alone = file.write(buffer, 2L * TestFile.BLOCK, note("alone"));
            assertThat(engine.cancel(alone)).isTrue();
            assertThat(engine.cancel(chain.request(1))).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
        }
        assertThat(ended)
                .containsExactlyInAnyOrder(
                        "first 4096", "second " + -Errno.ECANCELED, "fsync " + -Errno.ECANCELED, "alone " + -Errno.ECANCELED);
        byte[] content = Files.readAllBytes(path);
        assertThat(content[0]).isEqualTo((byte) 9);
        assertThat(content[TestFile.BLOCK]).isZero();
        assertThat(content[2 * TestFile.BLOCK]).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void restOfAChainThatTheKernelCutsIsCancelled(int taken) throws Exception {
        Path path = TestFile.create("chain-cut", 4);
        AtomicInteger cut = new AtomicInteger();
        // As where the kernel has no memory for another request: it consumes so many entries, and ends the chain there.
        InjectedKernel cutting = InjectedKernel.taking(toSubmit -> toSubmit >= 4 && cut.getAndIncrement() == 0 ? taken : toSubmit);
        try (Engine engine = Engine.open(caller(), () -> cutting);
                AsyncFile file = engine.open(path, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            engine.batchThreshold(8);
            engine.poll();
            TestFile.fill(buffer.segment(), 9);
            Chain chain = engine.chain();
            for (int i = 0; i < 4; i++) {
                chain.write(file, buffer, (long) i * TestFile.BLOCK, note("write " + i));
            }
            chain.submit();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(cut).hasPositiveValue();
            assertThat(engine.stats().tuners().getFirst().inFlight()).isZero();
            chain.write(file, buffer, 0, note("again")).fsync(file, note("fsync"));
            chain.submit();
            assertThat(engine.drain(LONG)).isTrue();
        }
        byte[] content = Files.readAllBytes(path);
        for (int i = 0; i < 4; i++) {
            // What is cut off may end before what ran.
            assertThat(ended.subList(0, 4)).contains("write " + i + " " + (i < taken ? 4096 : -Errno.ECANCELED));
            assertThat(content[i * TestFile.BLOCK]).isEqualTo((byte) (i < taken ? 9 : 0));
        }
        assertThat(ended.subList(4, 6)).containsExactly("again 4096", "fsync 0");
    }

    @Test
    void chainsOfManyThreadsStayWhole() throws Exception {
        int threads = 4;
        int rounds = 300;
        Path path = TestFile.create("chain-threads", 4);
        CountDownLatch left = new CountDownLatch(threads * rounds);
        AtomicInteger wrong = new AtomicInteger();
        try (Engine engine = Engine.open(EngineOptions.builder().ringCount(2).queueDepth(16).build());
                AsyncFile file = engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int t = 0; t < threads; t++) {
                int block = t;
                Thread.startVirtualThread(() -> {
                    for (int round = 1; round <= rounds; round++) {
                        writeAndReadBack(engine, file, block, round, left, wrong);
                    }
                });
            }
            assertThat(left.await(50, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(wrong).hasValue(0);
    }

    private static void writeAndReadBack(Engine engine, AsyncFile file, int block, int round, CountDownLatch left, AtomicInteger wrong) {
        long offset = (long) block * TestFile.BLOCK;
        Buffer out = engine.allocate(TestFile.BLOCK);
        Buffer in = engine.allocate(TestFile.BLOCK);
        TestFile.fill(out.segment(), round);
        CountDownLatch done = new CountDownLatch(1);
        Chain chain = engine.chain()
                .write(file, out, offset, (request, result) -> out.close())
                .read(file, in, offset, (request, result) -> {
                    if (result != TestFile.BLOCK || TestFile.firstWrong(in.segment(), round) >= 0) {
                        wrong.incrementAndGet();
                    }
                    in.close();
                })
                .fdatasync(file, (request, result) -> {
                    wrong.addAndGet(result == 0 ? 0 : 1);
                    left.countDown();
                    done.countDown();
                });
        while (chain.submit() == Engine.AGAIN) {
            Thread.onSpinWait();
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
