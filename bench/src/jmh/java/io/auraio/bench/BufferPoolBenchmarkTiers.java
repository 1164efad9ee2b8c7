package io.auraio.bench;

import io.auraio.bufferpool.Buffer;
import io.auraio.bufferpool.BufferPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One allocation with its release where the thread's own cache does not have the memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 50, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED"})
public class BufferPoolBenchmarkTiers {
    /** More than a thread keeps of a class (64 of 4 KiB), less than what a shard keeps (256 of 4 KiB) on top. */
    private static final int BURST = 192;

    private static final int ABOVE_THREAD_CACHE_BYTES = 2 << 20;
    private static final int ABOVE_SHARD_BYTES = 16 << 20;

    /** The sizes of the burst and of the cold pool. */
    @Param({"4096", "65536"})
    public int sizeBytes;

    private BufferPool pool;

    /** Opens the pool. */
    @Setup(Level.Trial)
    public void openPool() {
        pool = BufferPool.open();
        pool.allocate(sizeBytes).close();
        System.gc();
    }

    /** Closes the pool. */
    @TearDown(Level.Trial)
    public void closePool() {
        pool.close();
    }

    /** Many out at once: batches go through the shard's lock, and of 64 KiB to the slabs. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void burst(Blackhole blackhole) {
        Buffer[] out = new Buffer[BURST];
        for (int i = 0; i < BURST; i++) {
            out[i] = pool.allocate(sizeBytes);
        }
        blackhole.consume(out);
        for (Buffer buffer : out) {
            buffer.close();
        }
    }

    /** The same with Netty. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void burstNetty(Blackhole blackhole) {
        ByteBuf[] out = new ByteBuf[BURST];
        for (int i = 0; i < BURST; i++) {
            out[i] = PooledByteBufAllocator.DEFAULT.directBuffer(sizeBytes);
        }
        blackhole.consume(out);
        for (ByteBuf buffer : out) {
            buffer.release();
        }
    }

    /** The same with posix_memalign(3) and free(3). */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void burstPosixMemalign(PosixMemalign.Out address, Blackhole blackhole) {
        long[] out = new long[BURST];
        for (int i = 0; i < BURST; i++) {
            out[i] = PosixMemalign.allocate(address, 4096, sizeBytes);
        }
        blackhole.consume(out);
        for (long each : out) {
            PosixMemalign.free(each);
        }
    }

    /** A class that no thread keeps: each allocation and each release takes the shard's lock. */
    @Benchmark
    public void hitInShard(Blackhole blackhole) {
        try (Buffer buffer = pool.allocate(ABOVE_THREAD_CACHE_BYTES)) {
            blackhole.consume(buffer);
        }
    }

    /** A class that no shard keeps either: each one goes to a slab that is mapped. */
    @Benchmark
    public void hitInSlab(Blackhole blackhole) {
        try (Buffer buffer = pool.allocate(ABOVE_SHARD_BYTES)) {
            blackhole.consume(buffer);
        }
    }

    /** Nothing there: a pool is opened, maps a slab from an arena, which zeroes it, and is closed. */
    @Benchmark
    public void coldPool(Blackhole blackhole) {
        try (BufferPool cold = BufferPool.open();
                Buffer buffer = cold.allocate(sizeBytes)) {
            blackhole.consume(buffer);
        }
    }
}
