package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.EngineStats;
import io.auraio.Throughput;
import io.auraio.adaptive.LatencyHistogram;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** Reads a file from its beginning to its end, many blocks ahead of the one that is in use, and prints what the engine did for it. */
public final class SimpleRead {

    private static final int BLOCK_BYTES = 128 << 10;

    /** Blocks that are asked for before the first of them is used. How many of them are in flight at a time is up to the engine. */
    private static final int AHEAD = 64;

    private SimpleRead() {}

    /**
     * Prints the file's checksum and the engine's statistics.
     *
     * @param arguments the path of a file
     * @throws IOException where the file cannot be opened, or the kernel refuses io_uring
     * @throws java.util.concurrent.CompletionException where it cannot be read; its cause says why
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: SimpleRead <file>");
            System.exit(2);
        }
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(Path.of(arguments[0]))) {
            CRC32 checksum = new CRC32();
            long bytes = read(engine, file, checksum::update);
            System.out.printf("%d bytes, CRC-32 %08x%n", bytes, checksum.getValue());
            print(engine.stats());
        }
    }

    /** Hands the file's bytes over in their order, block by block; as many as there were at the beginning, or an EOFException where some are gone. */
    static long read(Engine engine, AsyncFile file, Consumer<ByteBuffer> consumer) throws IOException {
        long size = file.size();
        long asked = 0;
        Deque<Block> ahead = new ArrayDeque<>();
        try {
            while (asked < size || !ahead.isEmpty()) {
                while (asked < size && ahead.size() < AHEAD) {
                    Buffer buffer = engine.allocate(Math.min(BLOCK_BYTES, size - asked));
                    ahead.add(new Block(file, asked, buffer, file.readAsync(buffer, asked)));
                    asked += buffer.sizeBytes();
                }
                try (Block block = ahead.remove()) {
                    consumer.accept(block.await());
                }
            }
            return size;
        } finally {
            ahead.forEach(Block::close); // there are some left where one could not be read
        }
    }

    /** A part of the file that is being read. */
    private record Block(AsyncFile file, long offset, Buffer buffer, CompletableFuture<Integer> reading) implements AutoCloseable {

        /** All of it. */
        ByteBuffer await() throws IOException {
            int bytes = reading.join();
            if (bytes < buffer.sizeBytes()) {
                // Fewer bytes than asked for are a success. It is rare, so the rest is simply waited for.
                file.readFully(buffer.segment().asSlice(bytes), offset + bytes);
            }
            return buffer.byteBuffer();
        }

        /** Returns the buffer, when the kernel is done with it. */
        @Override
        public void close() {
            reading.exceptionally(failure -> 0).join();
            buffer.close();
        }
    }

    private static void print(EngineStats stats) {
        Throughput rate = stats.throughput();
        System.out.printf("requests      %d, failed %d, %.1f for each system call%n", stats.completed(), stats.failed(), stats.requestsPerEnter());
        System.out.printf("throughput    %.0f reads/s, %.1f MB/s%n", rate.operations(), rate.bytesRead() / 1e6);
        System.out.printf("in flight     %d now, %d at most, %d allowed%n", stats.inFlight(), stats.peakInFlight(), stats.allowed());
        LatencyHistogram.Snapshot latency = stats.latency(); // of one request in eight
        System.out.printf("latency in us P50 %d, P99 %d, P99.9 %d%n",
                latency.percentile(50) / 1000, latency.percentile(99) / 1000, latency.percentile(99.9) / 1000);
        stats.tuners().forEach(tuner -> System.out.printf("controller    %s: %s, limit %d%n", tuner.scope(), tuner.phase(), tuner.limit()));
    }
}
