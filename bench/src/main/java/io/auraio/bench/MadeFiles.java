package io.auraio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The files that bffio made and will remove, which are all of them until they are whole: at the end, after an error, and when it is told to stop (SIGINT,
 * SIGTERM, SIGHUP).
 *
 * <p>Safe for use by several threads: the shutdown hook closes it while the job may still be at work.
 */
final class MadeFiles implements AutoCloseable {
    private final Deque<Path> paths = new ArrayDeque<>();
    private boolean closed;

    /** A file that did not exist and that this run is to remove. */
    interface Creation {
        Path create() throws IOException;
    }

    /**
     * Creates a file and remembers it, as one step: a stop signal comes before, and nothing is created, or after, and it is removed.
     *
     * @throws IOException what {@code creation} throws, or that bffio is stopping
     */
    synchronized Path add(Creation creation) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        Path path = creation.create();
        paths.push(path);
        return path;
    }

    /** The file is whole and is to stay. */
    synchronized void keep(Path path) {
        paths.remove(path);
    }

    /** Removes them all. What cannot be removed any more is left: there is nobody who could do better. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!paths.isEmpty()) {
            try {
                Files.deleteIfExists(paths.pop());
            } catch (IOException e) {
                System.err.println("bffio: could not remove the file it made: " + e.getMessage());
            }
        }
    }
}
