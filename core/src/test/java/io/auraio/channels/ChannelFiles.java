package io.auraio.channels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files for the channels' tests, on the file system of the build, where O_DIRECT usually is; and the bytes in them. */
final class ChannelFiles {

    static final Path FOLDER = Path.of("target");

    private ChannelFiles() {}

    /** A file with {@link #bytes} of that length. */
    static Path file(int length) throws IOException {
        return Files.write(emptyFile(), bytes(length));
    }

    static Path emptyFile() throws IOException {
        Path path = Files.createTempFile(FOLDER, "channel", ".data");
        path.toFile().deleteOnExit();
        return path;
    }

    /** A pipe that can be opened for reading and writing, so that opening it waits for nobody. */
    static Path pipe() throws IOException, InterruptedException {
        Path path = noFile();
        if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo " + path);
        }
        path.toFile().deleteOnExit();
        return path;
    }

    /** A path at which there is nothing. */
    static Path noFile() throws IOException {
        Path path = emptyFile();
        Files.delete(path);
        return path;
    }

    /** Bytes of which no two pieces that are a power of two apart look alike. */
    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(i);
        }
        return bytes;
    }

    /** The byte at that position of {@link #bytes}. */
    static byte at(int position) {
        return (byte) (position * 31 + (position >>> 8) * 17 + (position >>> 16));
    }

    /** That piece of {@link #bytes}, ready to be written. */
    static ByteBuffer piece(int position, int length) {
        ByteBuffer piece = ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            piece.put(at(position + i));
        }
        return piece.flip();
    }

    /** What lies before the buffer's position. */
    static byte[] taken(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.duplicate().flip().get(bytes);
        return bytes;
    }
}
