package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the same bytes through the page cache and past it, with O_DIRECT: how fast they are written, and how fast they are on the disk. */
public final class WriteModes {

    /** A multiple of every block that O_DIRECT may want. */
    private static final int BLOCK_BYTES = 256 << 10;

    private static final int THREADS = 64;

    private final Engine engine;
    private final AsyncFile file;
    private final long size;
    private final AtomicLong nextOffset = new AtomicLong();

    private WriteModes(Engine engine, AsyncFile file, long size) {
        this.engine = engine;
        this.file = file;
        this.size = size;
    }

    /**
     * Writes two files, one after the other, and removes them.
     *
     * @param arguments a folder, and how many bytes to write
     * @throws IOException where they cannot be written, the file system has no O_DIRECT, or the kernel refuses io_uring
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 || !arguments[1].matches("[0-9]{1,18}")) {
            System.err.println("usage: WriteModes <folder> <bytes to write>");
            System.exit(2);
        }
        Path path = Path.of(arguments[0], "WriteModes.data");
        long size = Long.parseLong(arguments[1]);
        try (Engine engine = Engine.open()) {
            System.out.println("page cache: " + writeAndRemove(engine, path, size, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
            System.out.println("O_DIRECT:   "
                    + writeAndRemove(engine, path, size, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, AuraOpenOption.DIRECT));
        }
    }

    private static String writeAndRemove(Engine engine, Path path, long size, OpenOption... mode) throws IOException {
        try (AsyncFile file = engine.open(path, mode)) {
            try {
                return write(engine, file, size);
            } finally {
                Files.delete(path);
            }
        }
    }

    /** Writes an empty file; each eight of its bytes tell their offset. */
    static String write(Engine engine, AsyncFile file, long size) throws IOException {
        long start = System.nanoTime();
        new WriteModes(engine, file, size).write();
        long written = System.nanoTime();
        // What was written is in the page cache, or in that of the disk: not before this has it survived a loss of power.
        file.force(false);
        long durable = System.nanoTime();
        return "written at %.0f MB/s, on the disk at %.0f MB/s".formatted(1e3 * size / (written - start), 1e3 * size / (durable - start));
    }

    private void write() throws IOException {
        List<Future<Void>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                writers.add(threads.submit(this::writeBlocks));
            }
        } // waits for all of them
        for (Future<Void> writer : writers) {
            if (writer.state() == Future.State.FAILED) {
                throw new IOException("writing failed: " + writer.exceptionNow().getMessage(), writer.exceptionNow());
            }
        }
        if (wholeBlocks(size) > size) {
            // AsyncFile.truncateAsync does it as well, on Linux 6.9 and newer.
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
        }
    }

    private Void writeBlocks() throws IOException {
        try {
            for (long offset = nextOffset.getAndAdd(BLOCK_BYTES); offset < size; offset = nextOffset.getAndAdd(BLOCK_BYTES)) {
                try (Buffer buffer = engine.allocate(wholeBlocks(Math.min(BLOCK_BYTES, size - offset)))) {
                    fill(buffer.byteBuffer().asLongBuffer(), offset);
                    file.writeFully(buffer, offset);
                }
            }
            return null;
        } catch (Throwable e) {
            nextOffset.set(size); // the other threads end with the block that they have in hand
            throw e;
        }
    }

    /** O_DIRECT writes nothing but whole blocks: the end of the file is written with what makes up the last one, which is cut off afterwards. */
    private long wholeBlocks(long bytes) {
        long block = file.directOffsetAlignment(); // a power of two; 1 where the file goes through the page cache
        return bytes + block - 1 & -block;
    }

    private static void fill(LongBuffer longs, long offset) {
        for (int i = 0; i < longs.limit(); i++) {
            longs.put(i, offset + (long) i * Long.BYTES);
        }
    }
}
