package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Blocking random reads of 4 KiB against FileChannel's, on as many threads of the same kind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class BlockingReadBenchmark {
    private static final int OPERATIONS = 1 << 15;
    private static final int BLOCK = 4096;

    /** Past the page cache, or from it. */
    @Param({"true", "false"})
    private boolean direct;

    @Param({"true", "false"})
    private boolean virtual;

    /** Divides 32768. */
    @Param({"1", "32"})
    private int threads;

    private Engine engine;
    private AsyncFile file;
    private FileChannel channel;
    private Buffer[] buffers;
    private long blocks;

    @Setup
    public void open() throws IOException {
        Path path = ReadFile.path();
        engine = Engine.open();
        file = direct ? engine.open(path, AuraOpenOption.DIRECT) : engine.open(path);
        channel = direct ? FileChannel.open(path, JdkOpenOptions.O_DIRECT) : FileChannel.open(path);
        blocks = file.size() / BLOCK;
        buffers = new Buffer[threads];
        for (int i = 0; i < threads; i++) {
            buffers[i] = engine.allocate(BLOCK);
        }
        try (FileChannel all = FileChannel.open(path)) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20);
            while (!direct && all.read(chunk.clear()) >= 0) {
                // Into the page cache.
            }
        }
    }

    @TearDown
    public void close() throws IOException {
        engine.close();
        file.close();
        channel.close();
    }

    private interface Read {
        int at(ByteBuffer buffer, long offset) throws IOException;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void auraio() throws InterruptedException {
        run(file::read);
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void fileChannel() throws InterruptedException {
        run(channel::read);
    }

    private void run(Read read) throws InterruptedException {
        List<Thread> started = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            ByteBuffer buffer = buffers[t].byteBuffer();
            started.add((virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> {
                for (int i = 0; i < OPERATIONS / threads; i++) {
                    try {
                        if (read.at(buffer.clear(), ThreadLocalRandom.current().nextLong(blocks) * BLOCK) != BLOCK) {
                            throw new IllegalStateException("a short read");
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        for (Thread thread : started) {
            thread.join();
        }
    }
}
