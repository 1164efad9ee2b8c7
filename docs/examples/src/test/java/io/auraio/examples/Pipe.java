package io.auraio.examples;

import java.io.IOException;
import java.nio.file.Path;

/** A named pipe that nobody writes to: reads on it wait for ever, so that a test decides how they end. */
final class Pipe {

    private Pipe() {}

    /** To be opened for reading and writing: then the open waits for no other end. */
    static Path in(Path folder) throws IOException, InterruptedException {
        Path path = folder.resolve("pipe");
        if (new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("mkfifo " + path + " failed");
        }
        return path;
    }
}
