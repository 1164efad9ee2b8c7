package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Copies a file with blocking calls on virtual threads: the form that reads like any other Java. */
public final class FileCopyVirtualThreads {

    private static final int BLOCK_BYTES = 256 << 10;

    /** Each has one block in hand. Those whose request the engine does not allow yet park, as do those that wait for the disk. */
    private static final int THREADS = 64;

    private final Engine engine;
    private final AsyncFile source;
    private final AsyncFile target;
    private final long size;
    private final AtomicLong nextOffset = new AtomicLong();

    private FileCopyVirtualThreads(Engine engine, AsyncFile source, AsyncFile target) throws IOException {
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
            System.err.println("usage: FileCopyVirtualThreads <file> <copy>");
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
        try (Engine engine = Engine.open();
                AsyncFile source = engine.open(from);
                AsyncFile target = engine.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            try {
                FileCopyVirtualThreads copying = new FileCopyVirtualThreads(engine, source, target);
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
        List<Future<Void>> copiers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                copiers.add(threads.submit(this::copyBlocks));
            }
        } // waits for all of them
        for (Future<Void> copier : copiers) {
            if (copier.state() == Future.State.FAILED) {
                throw new IOException("copying failed: " + copier.exceptionNow().getMessage(), copier.exceptionNow());
            }
        }
    }

    private Void copyBlocks() throws IOException {
        try {
            for (long offset = nextOffset.getAndAdd(BLOCK_BYTES); offset < size; offset = nextOffset.getAndAdd(BLOCK_BYTES)) {
                try (Buffer buffer = engine.allocate(Math.min(BLOCK_BYTES, size - offset))) {
                    source.readFully(buffer, offset); // an EOFException where the file has become shorter meanwhile
                    target.writeFully(buffer, offset);
                }
            }
            return null;
        } catch (Throwable e) {
            nextOffset.set(size); // the other threads end with the block that they have in hand
            throw e;
        }
    }
}
