package io.auraio.bench;

import io.auraio.bufferpool.Buffer;
import io.auraio.bufferpool.BufferPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One allocation with its release, where the allocator has the memory at hand, beside the allocators that one would use
 * otherwise. Run it with {@code -t 1} and {@code -t 2}: threads that share nothing take the same time each.
 *
 * <p>Many short iterations: on a machine that others use, the fastest of them are those that were left alone. The heap is
 * of one size and touched before, or the pages of the young generation would be part of what is measured.
 *
 * <p>What differs: {@code confinedArena} and {@code allocateDirect} zero the memory, and the latter leaves its release to
 * the collector; {@code netty} aligns to 64 bytes only. No benchmark touches the memory itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 50, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED"})
public class BufferPoolBenchmark {
    private static final long ALIGNMENT_BYTES = 4096;

    /** The size of each allocation. */
    @Param({"4096", "65536"})
    public int sizeBytes;

    private BufferPool pool;

    /** Opens the pool, and has the collector move its long-lived objects to where they stay in a real program. */
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

    @Benchmark
    public void bufferPool(Blackhole blackhole) {
        try (Buffer buffer = pool.allocate(sizeBytes)) {
            blackhole.consume(buffer);
        }
    }

    @Benchmark
    public void posixMemalign(PosixMemalign.Out out, Blackhole blackhole) {
        long address = PosixMemalign.allocate(out, ALIGNMENT_BYTES, sizeBytes);
        blackhole.consume(address);
        PosixMemalign.free(address);
    }

    @Benchmark
    public void confinedArena(Blackhole blackhole) {
        try (Arena arena = Arena.ofConfined()) {
            blackhole.consume(arena.allocate(sizeBytes, ALIGNMENT_BYTES));
        }
    }

    @Benchmark
    public ByteBuffer allocateDirect() {
        return ByteBuffer.allocateDirect(sizeBytes);
    }

    @Benchmark
    public void netty(Blackhole blackhole) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(sizeBytes);
        blackhole.consume(buffer);
        buffer.release();
    }
}
