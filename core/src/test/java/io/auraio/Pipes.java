package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Pipes that nobody writes to: reads of them end by being cancelled, or by what the test writes. */
final class Pipes {

    private Pipes() {}

    /** For writing too: so the open does not wait for a writer, and there is one. */
    static AsyncFile open(Engine engine, String name) throws IOException, InterruptedException {
        Path path = TestFile.FOLDER.resolve(name + ".fifo");
        Files.deleteIfExists(path);
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        path.toFile().deleteOnExit();
        return engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
