package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WriteModesKernelTest {
    /** On the file system of the build, where O_DIRECT usually is. */
    @TempDir(factory = BuildFolder.class)
    private Path folder;

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "1, true", "4096, true", "262145, false", "262145, true", "20000003, false", "20000003, true"})
    void theFileHasItsBytesAndNoMore(int size, boolean direct) throws IOException {
        Path path = folder.resolve("file");
        if (direct) {
            BuildFolder.assumeDirect(folder);
        }
        Set<StandardOpenOption> mode = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (Engine engine = Engine.open();
                AsyncFile file = direct
                        ? engine.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, AuraOpenOption.DIRECT)
                        : engine.open(path, mode)) {
            assertThat(WriteModes.write(engine, file, size)).matches("written at .* MB/s, on the disk at .* MB/s");
        }
        byte[] bytes = Files.readAllBytes(path);
        assertThat(bytes).hasSize(size);
        ByteBuffer longs = ByteBuffer.wrap(bytes);
        while (longs.remaining() >= Long.BYTES) {
            assertThat((long) longs.position()).isEqualTo(longs.getLong());
        }
    }

    @Test
    void theProgramTellsBothModesApartAndLeavesNothing() throws IOException {
        BuildFolder.assumeDirect(folder);
        assertThat(Program.run(WriteModes.class, folder, 1_000_001).lines()).satisfiesExactly(
                line -> assertThat(line).matches("page cache: written at [0-9]+ MB/s, on the disk at [0-9]+ MB/s"),
                line -> assertThat(line).matches("O_DIRECT:   written at [0-9]+ MB/s, on the disk at [0-9]+ MB/s"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFullDiskLeavesNothing() throws IOException {
        Program.Ended ended = Program.runAfter("ulimit -f 1000", WriteModes.class, folder, 1_000_000);
        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("writing failed: ", "EFBIG");
        assertThat(folder).isEmptyDirectory();
    }
}
