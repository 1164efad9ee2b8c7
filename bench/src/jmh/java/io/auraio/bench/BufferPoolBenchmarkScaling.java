package io.auraio.bench;

import io.auraio.bufferpool.Buffer;
import io.auraio.bufferpool.BufferPool;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;

/**
 * How much more two threads get done than one, in turns within one run.
 *
 * <p>It counts the CPU time of the threads and not the time on the wall: what threads cost each other by locks that spin
 * and by cache lines that they share is CPU time, what other programs take from them on a busy machine is not. A program of
 * its own, since JMH knows only the wall.
 *
 * <p>Prints for each allocator the CPU time of an allocation with its release in one thread and in each of two, and the
 * median of the speed-ups; 2 is perfect.
 */
public final class BufferPoolBenchmarkScaling {
    private static final int OPERATIONS = 5_000_000;
    private static final int WARMUP_ROUNDS = 5;
    private static final int ROUNDS = 15;
    private static final int SIZE_BYTES = 4096;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private BufferPoolBenchmarkScaling() {}

    /**
     * Runs it.
     *
     * @param arguments none
     * @throws Exception where a thread fails
     */
    public static void main(String[] arguments) throws Exception {
        try (BufferPool pool = BufferPool.open()) {
            measure("bufferPool", () -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    try (Buffer buffer = pool.allocate(SIZE_BYTES)) {
                        buffer.isOpen();
                    }
                }
            });
        }
        measure("netty", () -> {
            for (int i = 0; i < OPERATIONS; i++) {
                PooledByteBufAllocator.DEFAULT.directBuffer(SIZE_BYTES).release();
            }
        });
    }

    private static void measure(String name, Runnable operations) throws Exception {
        double[] speedUps = new double[ROUNDS];
        double[] alone = new double[ROUNDS];
        double[] together = new double[ROUNDS];
        for (int round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
            double one = cpuNanosPerOperation(1, operations);
            double two = cpuNanosPerOperation(2, operations);
            if (round >= 0) {
                alone[round] = one;
                together[round] = two;
                speedUps[round] = 2 * one / two;
            }
        }
        System.out.printf(
                "%-12s one thread %6.1f ns, each of two %6.1f ns, speed-up %.2f%n",
                name, median(alone), median(together), median(speedUps));
    }

    private static double cpuNanosPerOperation(int threadCount, Runnable operations) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threadCount);
        long[] cpuNanos = new long[threadCount];
        Thread[] threads = new Thread[threadCount];
        for (int i = 0; i < threadCount; i++) {
            int index = i;
            threads[i] = Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                long before = THREADS.getCurrentThreadCpuTime();
                operations.run();
                cpuNanos[index] = THREADS.getCurrentThreadCpuTime() - before;
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Arrays.stream(cpuNanos).sum() / ((double) threadCount * OPERATIONS);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
