package io.auraio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A named pipe: reads on it wait until the test writes, so that a test decides when a request ends. */
final class TestPipe implements AutoCloseable {

    final Path path;
    private final FileChannel end;

    TestPipe() throws Exception {
        path = Files.createTempDirectory(TestFile.FOLDER, "pipe").resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        if (!mkfifo.waitFor(30, TimeUnit.SECONDS) || mkfifo.exitValue() != 0) {
            throw new IOException("mkfifo " + path + " failed");
        }
        // Both ways: opening does not wait for the other end, and the reader never sees an end of the file.
        end = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Ends the oldest read that waits. */
    void write(byte[] bytes) throws IOException {
        end.write(ByteBuffer.wrap(bytes));
    }

    @Override
    public void close() throws IOException {
        end.close();
        Files.delete(path);
        Files.delete(path.getParent());
    }
}
