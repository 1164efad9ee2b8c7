package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads of /dev/null, which cost the kernel next to nothing, by callbacks on a caller-driven engine: what they take is the engine's. Its limit is fixed, since
 * a search for the best one would move the figures more than what is measured does. The thread that opens it becomes the driver.
 */
final class NullReads implements AutoCloseable {
    static final Path PATH = Path.of("/dev/null");

    final Buffer buffer;

    private final Engine engine;
    private final AsyncFile file;
    private int completed;
    private final IoCallback count = (request, result) -> completed++;

    NullReads() throws IOException {
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).build());
        file = engine.open(PATH);
        buffer = engine.allocate(4096);
    }

    /** Has so many reads in flight at once, no more than the queue is deep, and waits for all of them. */
    void run(int reads) {
        completed = 0;
        for (int i = 0; i < reads; i++) {
            file.read(buffer, 0, count);
        }
        while (completed < reads) {
            engine.await(1_000_000_000L);
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
        file.close();
        buffer.close();
    }
}
