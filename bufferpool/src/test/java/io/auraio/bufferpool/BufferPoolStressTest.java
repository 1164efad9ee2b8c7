package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferPoolStressTest {
    private static final long MIB = 1 << 20;

    @Test
    void manyShortLivedThreadsLeaveNothingBehind(@TempDir Path folder) throws Exception {
        MappedFileSource source = new MappedFileSource(folder);
        try (BufferPool pool = open(source, 256 * MIB)) {
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            for (int wave = 0; wave < 100; wave++) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    int seed = wave * 20 + i;
                    threads.add(Thread.ofPlatform().start(() -> {
                        try {
                            churn(pool, seed, 50);
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    }));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            assertThat(failures).isEmpty();
            BufferPoolStats stats = pool.stats();
            assertThat(stats.inUseCount()).isZero();
            // 2000 threads were here; the caches of the dead ones are swept as new ones come.
            assertThat(stats.threadCacheCount()).isLessThan(100);
        }
        assertThat(source.mappingsInKernel()).isZero();
    }

    @Test
    void tenThousandVirtualThreadsShareThePool(@TempDir Path folder) throws Exception {
        MappedFileSource source = new MappedFileSource(folder);
        try (BufferPool pool = open(source, 256 * MIB);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                int seed = i;
                tasks.add(threads.submit(() -> churn(pool, seed, 10)));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            assertThat(pool.stats().inUseCount()).isZero();
            assertThat(pool.stats().threadCacheCount()).isZero();
        }
        assertThat(source.mappingsInKernel()).isZero();
    }

    @Test
    void buffersHandedFromThreadToThreadComeBackToTheFirst(@TempDir Path folder) throws Exception {
        MappedFileSource source = new MappedFileSource(folder);
        int count = 100_000;
        try (BufferPool pool = open(source, 8 * MIB)) {
            BlockingQueue<Buffer> handedOver = new LinkedBlockingQueue<>(64);
            Thread consumer = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < count; i++) {
                    assertThatCode(() -> handedOver.take().close()).doesNotThrowAnyException();
                }
            });
            for (int i = 0; i < count; i++) {
                handedOver.put(pool.allocate(4096));
            }
            consumer.join();
            assertThat(pool.stats().inUseCount()).isZero();
            assertThat(pool.stats().slabCount()).isLessThanOrEqualTo(2);
        }
        assertThat(source.mappingsInKernel()).isZero();
    }

    @Test
    void aPoolThatIsClosedUnderItsUsersUnmapsEverything(@TempDir Path folder) throws Exception {
        for (int round = 0; round < 50; round++) {
            MappedFileSource source = new MappedFileSource(folder);
            BufferPool pool = open(source, 64 * MIB);
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Runnable user = () -> {
                    try {
                        while (true) {
                            churn(pool, 1, 20);
                        }
                    } catch (IllegalStateException closed) {
                        assertThat(closed).hasMessage("the buffer pool is closed");
                    }
                };
                users.add(i % 2 == 0 ? Thread.ofPlatform().start(user) : Thread.ofVirtual().start(user));
            }
            while (pool.stats().allocatedCount() < 1000) {
                Thread.onSpinWait();
            }
            pool.close();
            for (Thread user : users) {
                user.join();
            }
            assertThat(source.mapped).hasValue(0);
            assertThat(source.mappingsInKernel()).isZero();
            assertThat(pool.stats().mappedBytes()).isZero();
        }
    }

    /** Allocates and returns at random, and checks that nobody else writes to what it has. */
    private static void churn(BufferPool pool, int seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Buffer> out = new ArrayList<>();
        long stamp = random.nextLong();
        try {
            for (int i = 0; i < steps; i++) {
                if (out.size() < 8 && random.nextInt(3) > 0) {
                    Buffer buffer = pool.allocate(random.nextLong(8, 128 * 1024));
                    buffer.segment().set(ValueLayout.JAVA_LONG, 0, stamp);
                    out.add(buffer);
                } else if (!out.isEmpty()) {
                    Buffer buffer = out.remove(random.nextInt(out.size()));
                    assertThat(buffer.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(stamp);
                    buffer.close();
                }
            }
        } finally {
            out.forEach(Buffer::close);
        }
    }

    private static BufferPool open(SlabSource source, long maxBytes) {
        return BufferPool.open(BufferPoolOptions.builder()
                .slabSource(source)
                .maxBytes(maxBytes)
                .build());
    }
}
