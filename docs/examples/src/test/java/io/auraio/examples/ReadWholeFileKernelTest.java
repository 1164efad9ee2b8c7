package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadWholeFileKernelTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65536, 10_000_000})
    void allOfTheFileIsRead(int size) throws IOException {
        Path path = Files.write(folder.resolve("file"), new byte[size]);
        assertThat(ReadWholeFile.read(path)).isEqualTo(size);
    }
}
