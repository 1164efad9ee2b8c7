package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/** Writes a new file and reads it back. */
public final class Quickstart {
    private Quickstart() {}

    /**
     * Prints what it has read.
     *
     * @param arguments the path of a file that does not exist yet
     * @throws IOException where the file exists or cannot be written, or the kernel refuses io_uring
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: Quickstart <new file>");
            System.exit(2);
        }
        Path path = Path.of(arguments[0]);
        // Closed from the last to the first: the buffer, the file, the engine.
        try (Engine engine = Engine.open();
                AsyncFile file = engine.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(4096)) {
            // Blocking: returns when all of it is written. A virtual thread would park meanwhile.
            file.writeFully(UTF_8.encode("Hello, io_uring!"), 0);

            // Futures: the thread is free to do something else until it wants the answer.
            file.fdatasyncAsync().join();
            CompletableFuture<Integer> reading = file.readAsync(buffer, 0);
            int bytes = reading.join(); // fewer than the buffer has room for: the file ends

            System.out.println(bytes + " bytes: " + UTF_8.decode(buffer.byteBuffer().limit(bytes)));
        }
    }
}
