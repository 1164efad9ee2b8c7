package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.EngineStats;
import io.auraio.IoCallback;
import io.auraio.IoResult;
import io.auraio.Throughput;
import io.auraio.bufferpool.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads all the files of a folder and of the folders in it, as fast as the device goes, on one thread. The walk blocks that thread while it lists folders and
 * opens files, while what has been submitted goes on: with many small files that are not in the caches yet, that is much of the time.
 */
public final class BulkReader extends SimpleFileVisitor<Path> {

    /** A multiple of every block that O_DIRECT may want. */
    private static final int BLOCK_BYTES = 128 << 10;

    private static final long PROGRESS_NANOS = 500_000_000;

    /** What becomes of the bytes. */
    interface BlockConsumer {
        /** Called on one thread, for blocks in any order; the bytes are lent for the time of the call. What it throws goes to the engine's error handler. */
        void accept(Path path, long offset, ByteBuffer bytes);
    }

    private final Engine engine;
    private final BlockConsumer consumer;
    private final OpenOption[] mode;

    /** To be submitted next. */
    private final Deque<Block> ready = new ArrayDeque<>();

    private int inFlight;
    private long filesRead;
    private long filesFailed;

    private final boolean showsProgress = System.console() != null && System.console().isTerminal();
    private EngineStats shown;
    private long shownNanos = System.nanoTime();

    BulkReader(Engine engine, BlockConsumer consumer, OpenOption... mode) {
        this.engine = engine;
        this.consumer = consumer;
        this.mode = mode;
        this.shown = engine.stats();
    }

    /**
     * Prints what has been read, on a terminal also how far it is. What cannot be read is named, and the exit status is then 1.
     *
     * @param arguments {@code --direct} to go past the page cache, where that is wanted, and a folder
     * @throws IOException where the kernel refuses io_uring
     */
    public static void main(String[] arguments) throws IOException {
        boolean direct = arguments.length == 2 && arguments[0].equals("--direct");
        if (!direct && arguments.length != 1) {
            System.err.println("usage: BulkReader [--direct] <folder>");
            System.exit(2);
        }
        Path folder = Path.of(arguments[arguments.length - 1]);
        // A program of one's own has something better to do with the bytes.
        BlockConsumer consumer = (path, offset, bytes) -> {};
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        boolean all;
        try (Engine engine = Engine.open(options)) {
            BulkReader reader = new BulkReader(engine, consumer, direct ? new OpenOption[] {AuraOpenOption.DIRECT} : new OpenOption[0]);
            all = reader.readAll(folder);
            reader.printSummary();
        }
        System.exit(all ? 0 : 1);
    }

    /** Whether all of it could be read. */
    boolean readAll(Path folder) throws IOException {
        Files.walkFileTree(folder, this);
        while (inFlight > 0 || !ready.isEmpty()) {
            submitReady();
            waitForCompletion();
        }
        return filesFailed == 0;
    }

    // ---- the walk

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) { // no pipes and devices; symbolic links are not followed
            read(path);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
        fail(e);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path path, IOException e) {
        if (e != null) {
            fail(e);
        }
        return FileVisitResult.CONTINUE;
    }

    private void fail(IOException e) {
        filesFailed++;
        System.err.println(e);
    }

    // ---- the reading

    private void read(Path path) {
        try {
            Source source = new Source(engine.open(path, mode));
            try {
                long size = source.file.size();
                for (long offset = 0; offset < size; offset += BLOCK_BYTES) {
                    ready.add(new Block(source, offset, (int) Math.min(BLOCK_BYTES, size - offset)));
                    submitReady();
                }
            } finally {
                source.release();
            }
            engine.poll(); // has what was submitted begin while the next file is opened
        } catch (IOException e) {
            fail(e);
        }
    }

    private void submitReady() {
        while (!ready.isEmpty()) {
            if (ready.peek().submit()) {
                ready.remove();
            } else {
                waitForCompletion(); // as many are in flight as pay off
            }
        }
    }

    private void waitForCompletion() {
        engine.await(Duration.ofMillis(100)); // submits, waits, runs callbacks
        if (showsProgress && System.nanoTime() - shownNanos > PROGRESS_NANOS) {
            showProgress();
        }
    }

    /** A file of which not all blocks have been read. */
    private final class Source {
        private final AsyncFile file;
        private int users = 1; // the walk, and the blocks
        private IOException failure;

        Source(AsyncFile file) {
            this.file = file;
        }

        void release() {
            if (--users > 0) {
                return;
            }
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
            if (failure == null) {
                filesRead++;
            } else {
                fail(failure);
            }
        }
    }

    /** A part of a file, and its own callback: nothing is allocated for a request. */
    private final class Block implements IoCallback {
        private final Source source;
        private final long offset;
        private final int length;
        private final Buffer buffer;
        private int done;

        Block(Source source, long offset, int length) {
            this.source = source;
            this.offset = offset;
            this.length = length;
            // O_DIRECT reads whole blocks, also where the file ends within one; where it is not in use, a block is a byte.
            int alignment = source.file.directOffsetAlignment();
            this.buffer = engine.allocate(length + alignment - 1 & -alignment);
            source.users++;
        }

        boolean submit() {
            long request = done == 0
                    ? source.file.read(buffer, offset, this)
                    : source.file.read(buffer.segment().asSlice(done), offset + done, this);
            inFlight += request == Engine.AGAIN ? 0 : 1;
            return request != Engine.AGAIN;
        }

        @Override
        public void completed(long request, int result) {
            inFlight--;
            done += Math.max(0, result);
            if (result > 0 && done < length && done % source.file.directOffsetAlignment() == 0) {
                ready.add(this); // fewer bytes than asked for are a success: on with those behind
                return;
            }
            try (buffer) {
                if (done >= length) {
                    consumer.accept(source.file.path(), offset, buffer.byteBuffer().limit(length));
                } else {
                    source.failure = failure(result);
                }
            } finally {
                source.release();
            }
        }

        private IOException failure(int result) {
            String what = "read " + source.file.path() + ", offset=" + (offset + done);
            return result < 0 ? IoResult.exception(what, result) : new EOFException(what + ": the file has become shorter meanwhile");
        }
    }

    // ---- what is printed

    private void showProgress() {
        EngineStats now = engine.stats();
        Throughput rate = now.throughputSince(shown);
        System.out.printf("\r%d files, %.1f MB: %.0f IOPS, %.1f MB/s, %d in flight of %d      ",
                filesRead, now.bytesRead() / 1e6, rate.operations(), rate.bytesRead() / 1e6, now.inFlight(), now.allowed());
        System.out.flush();
        shown = now;
        shownNanos = System.nanoTime();
    }

    private void printSummary() {
        EngineStats stats = engine.stats();
        Throughput rate = stats.throughput();
        System.out.printf("%s%d files, %d bytes: %.0f IOPS, %.1f MB/s, at most %d in flight; %d could not be read%n",
                showsProgress ? "\r" : "", filesRead, stats.bytesRead(), rate.operations(), rate.bytesRead() / 1e6, stats.peakInFlight(), filesFailed);
    }
}
