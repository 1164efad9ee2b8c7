package io.auraio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files whose every 4 KiB block carries its own offset, so that a read from the wrong place or into the wrong buffer shows. */
final class TestFile {

    static final int BLOCK = 4096;

    /** On the file system of the build, where O_DIRECT usually is. */
    static final Path FOLDER = Path.of("target");

    private TestFile() {}

    static Path create(String name, int blocks) throws IOException {
        return create(FOLDER, name, blocks);
    }

    static Path create(Path folder, String name, int blocks) throws IOException {
        Path path = Files.createTempFile(folder, name, ".data");
        path.toFile().deleteOnExit();
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (int i = 0; i < blocks; i++) {
                block.clear();
                while (block.hasRemaining()) {
                    block.putLong((long) i * BLOCK);
                }
                channel.write(block.flip());
            }
        }
        return path;
    }

    static Path empty(String name) {
        try {
            Path path = Files.createTempFile(FOLDER, name, ".data");
            path.toFile().deleteOnExit();
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void fill(MemorySegment block, long offset) {
        for (long at = 0; at < block.byteSize(); at += Long.BYTES) {
            block.set(ValueLayout.JAVA_LONG_UNALIGNED, at, offset);
        }
    }

    /** The first position at which the block does not carry that offset, or -1. */
    static long firstWrong(MemorySegment block, long offset) {
        for (long at = 0; at < block.byteSize(); at += Long.BYTES) {
            if (block.get(ValueLayout.JAVA_LONG_UNALIGNED, at) != offset) {
                return at;
            }
        }
        return -1;
    }
}
