package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IoUringRefusedTest {
    @TempDir(factory = InTarget.class)
    private Path folder;

    @Test
    void whereIoUringIsRefusedOneLineSaysSoAndNoFileIsMade() throws Exception {
        Process process = ChildRun.start(WithoutIoUring.class, "--runtime=1", "--directory=" + folder);
        try (BufferedReader err = process.errorReader(); BufferedReader out = process.inputReader()) {
            assertThat(err.lines().toList()).singleElement().asString().startsWith("bffio: io_uring_setup(").contains("EPERM");
            assertThat(out.lines()).isEmpty();
            assertThat(process.waitFor()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found).isEmpty();
        }
    }
}
