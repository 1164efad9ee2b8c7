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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One allocation with its release, in sizes from 4 KiB to 256 KiB that follow each other without a pattern: what a cache hit
 * costs where the processor cannot guess the next one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 50, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED"})
public class BufferPoolBenchmarkMixed {
    private static final int OUT_COUNT = 8;
    private static final int SIZE_COUNT = 7;

    private BufferPool pool;

    /** Opens the pool. */
    @Setup(Level.Trial)
    public void openPool() {
        pool = BufferPool.open();
        pool.allocate(1).close();
        System.gc();
    }

    /** Closes the pool. */
    @TearDown(Level.Trial)
    public void closePool() {
        pool.close();
    }

    /** A thread's own random numbers and the buffers it has out. */
    @State(Scope.Thread)
    public static class Mine {
        private final Object[] out = new Object[OUT_COUNT];
        private long random = System.nanoTime() | 1;
        private final PosixMemalign.Out address = new PosixMemalign.Out();

        /** The next of Marsaglia's xorshift numbers ("Xorshift RNGs", 2003). */
        private long next() {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            return random;
        }

        private long nextSizeBytes() {
            return 4096L << Integer.remainderUnsigned((int) next(), SIZE_COUNT);
        }

        private int nextIndex() {
            return (int) (next() >>> 32) & OUT_COUNT - 1;
        }
    }

    @Benchmark
    public void bufferPool(Mine mine, Blackhole blackhole) {
        try (Buffer buffer = pool.allocate(mine.nextSizeBytes())) {
            blackhole.consume(buffer);
        }
    }

    @Benchmark
    public void posixMemalign(Mine mine, Blackhole blackhole) {
        long address = PosixMemalign.allocate(mine.address, 4096, mine.nextSizeBytes());
        blackhole.consume(address);
        PosixMemalign.free(address);
    }

    @Benchmark
    public void netty(Mine mine, Blackhole blackhole) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer((int) mine.nextSizeBytes());
        blackhole.consume(buffer);
        buffer.release();
    }

    /** The same while eight others are out and the one that is released is any of them. */
    @Benchmark
    public void bufferPoolEightOut(Mine mine) {
        int index = mine.nextIndex();
        if (mine.out[index] != null) {
            ((Buffer) mine.out[index]).close();
        }
        mine.out[index] = pool.allocate(mine.nextSizeBytes());
    }

    /** The same with Netty. */
    @Benchmark
    public void nettyEightOut(Mine mine) {
        int index = mine.nextIndex();
        if (mine.out[index] != null) {
            ((ByteBuf) mine.out[index]).release();
        }
        mine.out[index] = PooledByteBufAllocator.DEFAULT.directBuffer((int) mine.nextSizeBytes());
    }
}
