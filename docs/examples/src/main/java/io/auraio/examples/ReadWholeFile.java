package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads a file with as many reads in flight as its disk makes use of, on one thread. */
public final class ReadWholeFile {
    private ReadWholeFile() {}

    /**
     * Prints how many bytes were read.
     *
     * @param arguments the path of a file
     * @throws IOException if the file cannot be opened, or the kernel refuses io_uring
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: ReadWholeFile <file>");
            System.exit(2);
        }
        System.out.println(read(Path.of(arguments[0])) + " bytes");
    }

    static long read(Path path) throws IOException {
        List<Integer> results = new ArrayList<>();
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path)) {
            for (long offset = 0, size = file.size(); offset < size; offset += 65536) {
                Buffer buffer = engine.allocate(65536);
                IoCallback done = (request, result) -> {
                    results.add(result); // bytes, or -errno
                    buffer.close();
                };
                while (file.read(buffer, offset, done) == Engine.AGAIN) { // as many are in flight as pay off
                    engine.await(Duration.ofSeconds(1)); // submits, waits, runs callbacks
                }
            }
        } // waits for the rest
        long bytes = 0;
        for (int result : results) {
            if (result < 0) {
                throw IoResult.exception("read " + path, result);
            }
            bytes += result;
        }
        return bytes;
    }
}
