package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In how many enters a batch goes to the kernel. */
@Timeout(60)
class PortionsKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int BATCH = 32;

    private static Engine caller(int queueDepth) throws Exception {
        return Engine.open(EngineOptions.builder().driving(Driving.CALLER).queueDepth(queueDepth).adaptive(false).build());
    }

    /** Submits from a thread that is not the driver, so that all of it lies in the queue when the driver comes round. */
    private static void elsewhere(Runnable submissions) throws Exception {
        Thread other = Thread.ofPlatform().start(submissions);
        other.join();
    }

    /** Enters that carried something, of a poll. */
    private static long batchesOfAPoll(Engine engine) {
        RingStats before = engine.stats().rings().getFirst();
        engine.poll();
        RingStats after = engine.stats().rings().getFirst();
        assertThat(after.entries() - before.entries()).isEqualTo(BATCH);
        return after.batches() - before.batches();
    }

    @Test
    void deviceWithNothingToDoGetsTwoFirstAndThenAsManyAsItHas() throws Exception {
        try (Engine engine = caller(2 * BATCH); AsyncFile pipe = Pipes.open(engine, "portions")) {
            engine.poll();
            Runnable reads = () -> {
                for (int i = 0; i < BATCH; i++) {
                    pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
                }
            };
            elsewhere(reads);
            assertThat(batchesOfAPoll(engine)).as("2, 2, 4, 8 and 16").isEqualTo(5);
            elsewhere(reads);
            assertThat(batchesOfAPoll(engine)).as("with as many there already").isOne();
            pipe.cancelAll();
            assertThat(engine.drain(LONG)).isTrue();
            engine.batchThreshold(2 * BATCH);
            elsewhere(reads);
            assertThat(batchesOfAPoll(engine)).as("with a threshold that was asked for").isOne();
            pipe.cancelAll();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void whatIsDoneWithinItsEnterGoesInOne() throws Exception {
        Path path = TestFile.create("portions-cached", 1);
        try (Engine engine = caller(BATCH); AsyncFile file = engine.open(path)) {
            engine.poll();
            elsewhere(() -> {
                for (int i = 0; i < BATCH; i++) {
                    file.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
                }
            });
            assertThat(batchesOfAPoll(engine)).as("two to see it, and the rest").isEqualTo(2);
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void chainIsNotCut() throws Exception {
        try (Engine engine = caller(BATCH);
                AsyncFile file = engine.open(TestFile.empty("portions-chain"), StandardOpenOption.WRITE)) {
            engine.poll();
            List<Integer> results = Collections.synchronizedList(new ArrayList<>());
            elsewhere(() -> {
                Chain chain = engine.chain();
                for (int i = 0; i < BATCH; i++) {
                    chain.write(file, MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1)), i, (request, result) -> results.add(result));
                }
                chain.submit();
            });
            assertThat(batchesOfAPoll(engine)).isOne();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(results).containsOnly(1).hasSize(BATCH);
            assertThat(file.size()).isEqualTo(BATCH);
        }
    }

    @Test
    void chainThatIsPublishedBetweenTwoPortionsIsNotCutEither() throws Exception {
        List<Integer> taken = new ArrayList<>();
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<Runnable> meanwhile = new AtomicReference<>();
        InjectedKernel kernel = InjectedKernel.taking(toSubmit -> {
            taken.add(toSubmit);
            if (toSubmit == 2 && meanwhile.get() != null) {
                meanwhile.getAndSet(null).run();
            }
            return toSubmit;
        });
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).queueDepth(BATCH).adaptive(false).build();
        try (Engine engine = Engine.open(options, () -> kernel);
                AsyncFile pipe = Pipes.open(engine, "portions-between");
                AsyncFile file = engine.open(TestFile.empty("portions-between"), StandardOpenOption.WRITE)) {
            engine.poll();
            Runnable read = () -> pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
            elsewhere(() -> {
                for (int i = 0; i < 5; i++) {
                    read.run();
                }
            });
            Runnable chain = () -> {
                MemorySegment byteOfIt = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1));
                engine.chain()
                        .write(file, byteOfIt, 0, (request, result) -> ended.add("write " + result))
                        .fsync(file, (request, result) -> ended.add("fsync " + result))
                        .submit();
                for (int i = 0; i < 10; i++) {
                    read.run();
                }
            };
            meanwhile.set(() -> {
                try {
                    elsewhere(chain);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            taken.clear();
            engine.poll();
            assertThat(taken).as("two, and then all of what had come by then").containsExactly(2, 15);
            while (ended.size() < 2) {
                engine.await(LONG);
            }
            assertThat(ended).containsExactly("write 1", "fsync 0");
            pipe.cancelAll();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void batchesAreInPortionsAgainOnceAChainHasGone() throws Exception {
        try (Engine engine = caller(2 * BATCH);
                AsyncFile pipe = Pipes.open(engine, "portions-gone");
                AsyncFile file = engine.open(TestFile.empty("portions-gone"), StandardOpenOption.WRITE)) {
            MemorySegment byteOfIt = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1));
            engine.chain().write(file, byteOfIt, 0, (request, result) -> {}).fsync(file, (request, result) -> {}).submit();
            assertThat(engine.drain(LONG)).isTrue();
            engine.poll();
            elsewhere(() -> {
                for (int i = 0; i < BATCH; i++) {
                    pipe.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> {});
                }
            });
            assertThat(batchesOfAPoll(engine)).isEqualTo(5);
            pipe.cancelAll();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }
}
