package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.EngineStats;
import io.auraio.RegisteredFile;
import io.auraio.RegisteredMemory;
import io.auraio.RegisteredSlice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Reads a file into memory of the program's own, such as a cache's, that is registered with the engine: the kernel then need not look up its pages for each
 * read. (Buffers of {@link Engine#allocate} are registered without this.) The file is registered too.
 */
public final class RegisteredBuffers {

    private static final int BLOCK_BYTES = 64 << 10;
    private static final int BLOCKS = 32;

    /** For O_DIRECT, whatever disk it is. */
    private static final int ALIGNMENT = 4096;

    private RegisteredBuffers() {}

    /**
     * Prints the file's checksum, and how many of the reads went by registered memory.
     *
     * @param arguments the path of a file
     * @throws IOException where the file cannot be opened, something cannot be registered, or the kernel refuses io_uring
     * @throws java.util.concurrent.CompletionException where it cannot be read; its cause says why
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: RegisteredBuffers <file>");
            System.exit(2);
        }
        // Freed when nobody, the kernel included, can use it any more: nothing to close in the right moment.
        MemorySegment own = Arena.ofAuto().allocate((long) BLOCKS * BLOCK_BYTES, ALIGNMENT);
        try (Engine engine = Engine.open();
                AsyncFile file = engine.open(Path.of(arguments[0]));
                RegisteredFile place = engine.registerFile(file);
                RegisteredMemory memory = engine.registerMemory(own)) {
            CRC32 checksum = new CRC32();
            long bytes = read(place.file(), memory, checksum::update);
            System.out.printf("%d bytes, CRC-32 %08x%n", bytes, checksum.getValue());
            EngineStats stats = engine.stats();
            System.out.printf("%d reads, %d of them into registered memory%n", stats.completed(), stats.fixed());
        } // the memory is closed first, which waits for reads that are left, as where one has failed
    }

    /** Hands the file's bytes over in their order, block by block; as many as there were at the beginning, or an EOFException where some are gone. */
    static long read(AsyncFile file, RegisteredMemory memory, Consumer<ByteBuffer> consumer) throws IOException {
        long size = file.size();
        long asked = 0;
        Deque<Block> ahead = new ArrayDeque<>();
        while (asked < size || !ahead.isEmpty()) {
            while (asked < size && ahead.size() < BLOCKS) {
                // The blocks take turns: the one that had this part before has been used.
                RegisteredSlice slice = memory.slice(asked % ((long) BLOCKS * BLOCK_BYTES), Math.min(BLOCK_BYTES, size - asked));
                ahead.add(new Block(asked, slice.segment(), file.readAsync(slice, asked)));
                asked += slice.segment().byteSize();
            }
            Block block = ahead.remove();
            int bytes = block.reading.join();
            if (bytes < block.segment.byteSize()) {
                // Fewer bytes than asked for are a success. It is rare, so the rest is simply waited for.
                file.readFully(block.segment.asSlice(bytes), block.offset + bytes);
            }
            consumer.accept(block.segment.asByteBuffer());
        }
        return size;
    }

    /** A part of the file that is being read. */
    private record Block(long offset, MemorySegment segment, CompletableFuture<Integer> reading) {}
}
