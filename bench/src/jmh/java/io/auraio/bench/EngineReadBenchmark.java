package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.RingSelection;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

/**
 * Random 4 KiB reads, by threads that drive their rings themselves and by threads that hand over to the engine's: what the hand-over costs with one
 * thread, and how both scale with two ({@code -t 1}, {@code -t 2}; with two threads JMH adds up what they do).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EngineReadBenchmark {
    private static final int OPERATIONS = 512;
    private static final int BLOCK = 4096;
    private static final long FILE_BYTES = 64 << 20;

    /** CALLER, an engine for each thread, or ENGINE, one engine for all with a ring for each CPU. */
    @Param({"CALLER", "ENGINE"})
    private Driving driving;

    /** How many operations a thread has in flight; divides 512. */
    @Param({"1", "32"})
    private int depth;

    /** Whether the page cache is passed by. */
    @Param({"false", "true"})
    private boolean direct;

    /** What is read; empty for a temporary file of 64 MiB in the working directory. */
    @Param("")
    private String path;

    private Path file;
    private Engine shared;

    @Setup
    public void open() throws IOException {
        file = path.isEmpty() ? Files.write(Files.createTempFile(Path.of("").toAbsolutePath(), "read", ".bin"), new byte[(int) FILE_BYTES]) : Path.of(path);
        Files.newByteChannel(file, StandardOpenOption.READ).close();
        if (driving == Driving.ENGINE) {
            shared = Engine.open(options());
        }
    }

    @TearDown
    public void close() throws IOException {
        if (shared != null) {
            shared.close();
        }
        if (path.isEmpty()) {
            Files.delete(file);
        }
    }

    private EngineOptions options() {
        return EngineOptions.builder().driving(driving).adaptive(false).ringSelection(RingSelection.CPU_LOCAL).build();
    }

    /** What a thread reads with. */
    @State(Scope.Thread)
    public static class Reader {
        private Engine engine;
        private AsyncFile file;
        private Buffer[] buffers;
        private long blocks;
        private long random;
        private final AtomicInteger left = new AtomicInteger();
        private Thread thread;
        private volatile String failure;
        private final IoCallback count = (request, result) -> completed(result);
        private final IoCallback wake = (request, result) -> {
            if (completed(result) == 0) {
                LockSupport.unpark(thread);
            }
        };

        /** By the measuring thread, which becomes the driver of its own engine. */
        @Setup(Level.Trial)
        public void open(EngineReadBenchmark benchmark) throws IOException {
            thread = Thread.currentThread();
            random = 88172645463325252L ^ thread.threadId();
            engine = benchmark.shared == null ? Engine.open(benchmark.options()) : benchmark.shared;
            OpenOption[] how = benchmark.direct ? new OpenOption[] {StandardOpenOption.READ, AuraOpenOption.DIRECT} : new OpenOption[] {};
            file = engine.open(benchmark.file, how);
            blocks = file.size() / BLOCK;
            buffers = new Buffer[benchmark.depth];
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = engine.allocate(BLOCK);
            }
        }

        @TearDown(Level.Trial)
        public void close(EngineReadBenchmark benchmark) throws IOException {
            if (benchmark.shared == null) {
                engine.close();
            }
            file.close();
            for (Buffer buffer : buffers) {
                buffer.close();
            }
        }

        private int completed(int result) {
            if (result != BLOCK) {
                failure = "result=" + result;
            }
            return left.decrementAndGet();
        }

        private void read(Buffer buffer, IoCallback callback) {
            if (failure != null || file.read(buffer, next(), callback) == Engine.AGAIN) {
                throw new IllegalStateException(failure == null ? "at the limit" : failure);
            }
        }

        private long next() {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            return Long.remainderUnsigned(random, blocks) * BLOCK;
        }
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void read(Reader reader) {
        for (int done = 0; done < OPERATIONS; done += depth) {
            if (driving == Driving.CALLER) {
                driven(reader);
            } else {
                handedOver(reader);
            }
        }
    }

    private static void driven(Reader reader) {
        reader.left.set(reader.buffers.length);
        for (Buffer buffer : reader.buffers) {
            reader.read(buffer, reader.count);
        }
        while (reader.left.get() > 0) {
            reader.engine.await(1_000_000_000L);
        }
    }

    private static void handedOver(Reader reader) {
        reader.left.set(reader.buffers.length);
        for (Buffer buffer : reader.buffers) {
            reader.read(buffer, reader.wake);
        }
        while (reader.left.get() > 0) {
            LockSupport.park(reader);
        }
    }
}
