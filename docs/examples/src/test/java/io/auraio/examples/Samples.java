package io.auraio.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files for the examples to work on. */
final class Samples {

    private Samples() {}

    /** Bytes that are the same each time, and elsewhere no two blocks alike. */
    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static Path file(Path folder, String name, int size) throws IOException {
        return Files.write(folder.resolve(name), bytes(size));
    }
}
