package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitTest {
    private static final int MIB = 1 << 20;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final BufferPool pool = BufferPool.open(BufferPoolOptions.builder()
            .maxBytes(4 * MIB)
            .idleTimeout(Duration.ofDays(1))
            .build());

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aSizeThatCanNeverFitUnderTheLimitIsRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.allocate(4 * MIB + 1, LONG))
                .withMessage("sizeBytes must be from 1 to 4194304: sizeBytes=4194305");
    }

    @Test
    void memoryCachedForOneClassMakesRoomForAnother() {
        List<Buffer> small = new ArrayList<>();
        for (int i = 0; i < 4 * MIB / 4096; i++) {
            small.add(pool.allocate(4096));
        }
        small.forEach(Buffer::close);
        pool.allocate(4 * MIB).close();
        pool.allocate(4096).close();
    }

    @Test
    void memoryInTheCacheOfAnIdleThreadIsFound() throws Exception {
        CountDownLatch filled = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread idle = Thread.ofPlatform().start(() -> {
            pool.allocate(4096).close();
            pool.allocate(65536).close();
            filled.countDown();
            awaitQuietly(done);
        });
        filled.await();
        assertThat(pool.stats().cachedBytes()).isPositive();
        pool.allocate(4 * MIB).close();
        done.countDown();
        idle.join();
    }

    @Test
    void anInterruptedWaitEndsAndLosesNoMemory() throws Exception {
        Buffer all = pool.allocate(4 * MIB);
        FutureTask<Buffer> wait = new FutureTask<>(() -> pool.allocate(4096, LONG));
        Thread waiter = Thread.ofPlatform().start(wait);
        waiter.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(wait::get)
                .withCauseInstanceOf(InterruptedException.class);
        all.close();
        pool.allocate(4 * MIB).close();
    }

    @Test
    void closingThePoolEndsTheWaitWithAnError() throws Exception {
        Buffer all = pool.allocate(4 * MIB);
        FutureTask<Buffer> wait = new FutureTask<>(() -> pool.allocate(4096, LONG));
        Thread waiter = Thread.ofPlatform().start(wait);
        awaitSleep(waiter);
        pool.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(wait::get)
                .withMessage("java.lang.IllegalStateException: the buffer pool is closed");
        all.close();
        assertThat(pool.stats().mappedBytes()).isZero();
    }

    @Test
    void aReturnIntoAnotherClassWakesWhoWaitsForItsSlab() throws Exception {
        Buffer small = pool.allocate(4096);
        Buffer medium = pool.allocate(2 * MIB);
        FutureTask<Buffer> wait = new FutureTask<>(() -> pool.allocate(4 * MIB, LONG));
        Thread waiter = Thread.ofPlatform().start(wait);
        awaitSleep(waiter);
        medium.close();
        small.close();
        wait.get().close();
    }

    @Test
    void everyWaiterIsServedInTheEnd() throws Exception {
        // 2 MiB each, so that two at a time have one; virtual and platform threads wait side by side.
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService platform = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                long size = i % 5 == 0 ? 2 * MIB : i % 3 == 0 ? 4 * MIB : 512 * 1024;
                Callable<Integer> task = () -> {
                    try (Buffer buffer = pool.allocate(size, LONG)) {
                        buffer.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
                        return 1;
                    }
                };
                tasks.add((i % 2 == 0 ? virtual : platform).submit(task));
            }
            for (Future<Integer> task : tasks) {
                assertThat(task.get()).isEqualTo(1);
            }
        }
        assertThat(pool.stats().inUseCount()).isZero();
        assertThat(pool.stats().mappedBytes()).isLessThanOrEqualTo(4 * MIB);
    }

    private static void awaitSleep(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
