package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/**
 * What futures cost over callbacks, with 32 random reads of 4 KiB in flight from one thread: IOPS, and with {@code -prof gc} the garbage of an operation
 * (gc.alloc.rate.norm).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class FutureBenchmark {
    private static final int DEPTH = 32;
    private static final int OPERATIONS = 8192;
    private static final int BLOCK = 4096;

    /** Past the page cache, or from it. */
    @Param({"true", "false"})
    private boolean direct;

    private final Semaphore permits = new Semaphore(DEPTH);
    private final Buffer[] buffers = new Buffer[DEPTH];
    private Engine engine;
    private AsyncFile file;
    private long blocks;

    @Setup
    public void open() throws IOException {
        Path path = ReadFile.path();
        engine = Engine.open(EngineOptions.builder().adaptive(false).build());
        file = direct ? engine.open(path, AuraOpenOption.DIRECT) : engine.open(path);
        blocks = file.size() / BLOCK;
        for (int i = 0; i < DEPTH; i++) {
            buffers[i] = engine.allocate(BLOCK);
        }
    }

    @TearDown
    public void close() throws IOException {
        engine.close();
        file.close();
    }

    private long offset() {
        return ThreadLocalRandom.current().nextLong(blocks) * BLOCK;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void callbacks() {
        IoCallback done = (request, result) -> permits.release();
        for (int i = 0; i < OPERATIONS; i++) {
            permits.acquireUninterruptibly();
            file.read(buffers[i % DEPTH], offset(), done);
        }
        permits.acquireUninterruptibly(DEPTH);
        permits.release(DEPTH);
    }

    /** Each future waited for in its turn. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int joined() {
        @SuppressWarnings("unchecked")
        CompletableFuture<Integer>[] reads = new CompletableFuture[DEPTH];
        int bytes = 0;
        for (int i = 0; i < OPERATIONS + DEPTH; i++) {
            if (i >= DEPTH) {
                bytes += reads[i % DEPTH].join();
            }
            if (i < OPERATIONS) {
                reads[i % DEPTH] = file.readAsync(buffers[i % DEPTH], offset());
            }
        }
        return bytes;
    }

    /** A stage on each, which costs two objects of the JDK's more. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void staged() {
        for (int i = 0; i < OPERATIONS; i++) {
            permits.acquireUninterruptibly();
            file.readAsync(buffers[i % DEPTH], offset()).thenAccept(bytes -> permits.release());
        }
        permits.acquireUninterruptibly(DEPTH);
        permits.release(DEPTH);
    }
}
