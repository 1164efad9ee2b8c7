package io.auraio.bench;

import io.auraio.bufferpool.Buffer;
import io.auraio.bufferpool.BufferPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Buffers of 4 KiB that go from one thread to another: allocated in the benchmark's thread and released in a second one,
 * in batches through a queue; and allocated and released in 10,000 virtual threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 30, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED"})
public class BufferPoolBenchmarkHandOver {
    private static final int BATCH = 64;
    private static final int VIRTUAL_THREADS = 10_000;
    private static final int SIZE_BYTES = 4096;

    private final ArrayBlockingQueue<Object[]> batches = new ArrayBlockingQueue<>(16);
    private final Object[] end = new Object[0];
    private BufferPool pool;
    private Thread consumer;

    /** Opens the pool and starts the thread that releases. */
    @Setup(Level.Trial)
    public void start() {
        pool = BufferPool.open();
        consumer = Thread.ofPlatform().start(this::releaseAll);
    }

    /** Ends the thread and closes the pool. */
    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
        batches.put(end);
        consumer.join();
        pool.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void bufferPool() throws InterruptedException {
        Object[] batch = new Object[BATCH];
        for (int i = 0; i < BATCH; i++) {
            batch[i] = pool.allocate(SIZE_BYTES);
        }
        batches.put(batch);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void netty() throws InterruptedException {
        Object[] batch = new Object[BATCH];
        for (int i = 0; i < BATCH; i++) {
            batch[i] = PooledByteBufAllocator.DEFAULT.directBuffer(SIZE_BYTES);
        }
        batches.put(batch);
    }

    /** What the queue and the batches cost without any allocator. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void nothing() throws InterruptedException {
        Object[] batch = new Object[BATCH];
        for (int i = 0; i < BATCH; i++) {
            batch[i] = new Object();
        }
        batches.put(batch);
    }

    @Benchmark
    @OperationsPerInvocation(VIRTUAL_THREADS)
    public void virtualThreads() {
        inVirtualThreads(() -> pool.allocate(SIZE_BYTES).close());
    }

    @Benchmark
    @OperationsPerInvocation(VIRTUAL_THREADS)
    public void virtualThreadsNetty() {
        inVirtualThreads(() -> PooledByteBufAllocator.DEFAULT.directBuffer(SIZE_BYTES).release());
    }

    /** What starting the virtual threads costs without any allocator. */
    @Benchmark
    @OperationsPerInvocation(VIRTUAL_THREADS)
    public void virtualThreadsNothing() {
        inVirtualThreads(() -> {});
    }

    private static void inVirtualThreads(Runnable body) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < VIRTUAL_THREADS; i++) {
                threads.execute(body);
            }
        }
    }

    private void releaseAll() {
        try {
            for (Object[] batch = batches.take(); batch != end; batch = batches.take()) {
                for (Object each : batch) {
                    if (each instanceof Buffer buffer) {
                        buffer.close();
                    } else if (each instanceof ByteBuf buffer) {
                        buffer.release();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
