package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.bufferpool.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Copies a file with futures: the form that goes with other asynchronous code. */
public final class FileCopyFutures {

    private static final int BLOCK_BYTES = 256 << 10;

    /** Blocks that are read or written at a time, at most. Those that the engine does not allow yet wait within it. */
    private static final int BLOCKS = 64;

    private final Engine engine;
    private final AsyncFile source;
    private final AsyncFile target;

    private FileCopyFutures(Engine engine, AsyncFile source, AsyncFile target) {
        this.engine = engine;
        this.source = source;
        this.target = target;
    }

    /**
     * Prints how many bytes were copied.
     *
     * @param arguments the path of a file, and that of its copy to be
     * @throws IOException where they cannot be read or written, or the kernel refuses io_uring
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: FileCopyFutures <file> <copy>");
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
                long size = source.size();
                new FileCopyFutures(engine, source, target).run(size);
                target.force(true);
                Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                return size;
            } catch (Throwable e) {
                Files.deleteIfExists(part);
                if (e instanceof CompletionException && e.getCause() instanceof IOException failed) {
                    throw failed;
                }
                throw e;
            }
        }
    }

    private void run(long size) {
        Deque<CompletableFuture<Void>> blocks = new ArrayDeque<>();
        try {
            for (long offset = 0; offset < size; offset += BLOCK_BYTES) {
                if (blocks.size() == BLOCKS) {
                    blocks.remove().join();
                }
                blocks.add(copyBlock(offset, Math.min(BLOCK_BYTES, size - offset)));
            }
            while (!blocks.isEmpty()) {
                blocks.remove().join();
            }
        } finally {
            // Where one has failed, the others still use their files.
            blocks.forEach(block -> block.exceptionally(failure -> null).join());
        }
    }

    private CompletableFuture<Void> copyBlock(long offset, long length) {
        Buffer buffer = engine.allocate(length);
        return source.readAsync(buffer, offset)
                .thenCompose(bytes -> rest(source::readAsync, buffer.segment(), offset, bytes))
                .thenCompose(read -> target.writeAsync(buffer, offset))
                .thenCompose(bytes -> rest(target::writeAsync, buffer.segment(), offset, bytes))
                .whenComplete((written, failure) -> buffer.close());
    }

    /** Fewer bytes than asked for are a success: this asks for those behind, if there are any. */
    private static CompletableFuture<Void> rest(Transfer transfer, MemorySegment block, long offset, int bytes) {
        if (bytes == block.byteSize()) {
            return CompletableFuture.completedFuture(null);
        }
        if (bytes == 0) {
            return CompletableFuture.failedFuture(new EOFException("offset=" + offset + ": the file has become shorter meanwhile"));
        }
        MemorySegment rest = block.asSlice(bytes);
        return transfer.begin(rest, offset + bytes).thenCompose(more -> rest(transfer, rest, offset + bytes, more));
    }

    /** A file's reading or its writing. */
    private interface Transfer {
        CompletableFuture<Integer> begin(MemorySegment memory, long offset);
    }
}
