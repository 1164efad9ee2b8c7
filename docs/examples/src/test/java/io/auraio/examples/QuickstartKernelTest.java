package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QuickstartKernelTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path path = folder.resolve("hello");
        assertThat(Program.run(Quickstart.class, path).lines()).containsExactly("16 bytes: Hello, io_uring!");
        assertThat(path).hasContent("Hello, io_uring!");
    }

    @Test
    void aFileThatExistsIsLeftAsItIs() throws IOException {
        Path path = Files.writeString(folder.resolve("dear"), "mine");
        Program.Ended ended = Program.run(Quickstart.class, path);
        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("java.nio.file.FileAlreadyExistsException: " + path);
        assertThat(path).hasContent("mine");
    }
}
