package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Copies a file on one thread, with callbacks: the form that costs least. */
public final class FileCopyCallbacks {

    private static final int BLOCK_BYTES = 256 << 10;

    /** Blocks that are read or written at a time, at most; the engine allows fewer where fewer do. */
    private static final int BLOCKS = 64;

    private final Engine engine;
    private final AsyncFile source;
    private final AsyncFile target;
    private final long size;

    /** Those to be submitted next. */
    private final Deque<Block> ready = new ArrayDeque<>();

    private int inFlight;
    private long nextOffset;
    private IOException failure;

    private FileCopyCallbacks(Engine engine, AsyncFile source, AsyncFile target) throws IOException {
        this.engine = engine;
        this.source = source;
        this.target = target;
        this.size = source.size();
    }

    /**
     * Prints how many bytes were copied.
     *
     * @param arguments the path of a file, and that of its copy to be
     * @throws IOException where they cannot be read or written, or the kernel refuses io_uring
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: FileCopyCallbacks <file> <copy>");
            System.exit(2);
        }
        System.out.println(copy(Path.of(arguments[0]), Path.of(arguments[1])) + " bytes copied");
    }

    /**
     * Copies as many bytes as the file has at the beginning. The copy gets its name, in place of a file that has it, when all of it is on the disk; until then
     * it is called {@code .part}, and where the copying fails it is removed.
     */
    static long copy(Path from, Path to) throws IOException {
        Path part = Path.of(to + ".part");
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options);
                AsyncFile source = engine.open(from);
                AsyncFile target = engine.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            try {
                FileCopyCallbacks copying = new FileCopyCallbacks(engine, source, target);
                copying.run();
                target.force(true);
                Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                return copying.size;
            } catch (Throwable e) {
                Files.deleteIfExists(part);
                throw e;
            }
        }
    }

    private void run() throws IOException {
        for (int i = 0; i < BLOCKS; i++) {
            beginNext();
        }
        while (inFlight > 0 || failure == null && !ready.isEmpty()) {
            if (failure == null && !ready.isEmpty() && ready.peek().submit()) {
                ready.remove();
            } else {
                engine.await(Duration.ofSeconds(1)); // enters the kernel, waits for a completion, runs callbacks
            }
        }
        ready.forEach(block -> block.buffer.close()); // those that a failure has stopped
        if (failure != null) {
            throw failure;
        }
    }

    private void beginNext() {
        if (nextOffset < size) {
            Buffer buffer = engine.allocate(Math.min(BLOCK_BYTES, size - nextOffset));
            ready.add(new Block(nextOffset, buffer));
            nextOffset += buffer.sizeBytes();
        }
    }

    /** A part of the file, first read and then written. It is its own callback: nothing is allocated for a request. */
    private final class Block implements IoCallback {
        private final long offset;
        private final Buffer buffer;
        private boolean writing;
        private int done;

        Block(long offset, Buffer buffer) {
            this.offset = offset;
            this.buffer = buffer;
        }

        /** False where as many requests are in flight as pay off. */
        boolean submit() {
            boolean submitted = (done == 0 ? whole() : rest()) != Engine.AGAIN;
            inFlight += submitted ? 1 : 0;
            return submitted;
        }

        private long whole() {
            return writing ? target.write(buffer, offset, this) : source.read(buffer, offset, this);
        }

        /** Fewer bytes than asked for are a success: this asks for those behind. */
        private long rest() {
            MemorySegment rest = buffer.segment().asSlice(done);
            return writing ? target.write(rest, offset + done, this) : source.read(rest, offset + done, this);
        }

        @Override
        public void completed(long request, int result) {
            inFlight--;
            if (result <= 0) {
                fail(result);
            } else {
                done += result;
            }
            if (done == buffer.sizeBytes()) {
                done = 0;
                if (writing) {
                    buffer.close();
                    beginNext();
                    return;
                }
                writing = true;
            }
            ready.add(this);
        }

        private void fail(int result) {
            String what = (writing ? "write " + target.path() : "read " + source.path()) + ", offset=" + (offset + done);
            if (failure == null) {
                failure = result < 0 ? IoResult.exception(what, result) : new EOFException(what + ": the file has become shorter meanwhile");
            }
        }
    }
}
