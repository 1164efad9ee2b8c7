package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary folders in that of the build: its file system has O_DIRECT where a disk is behind it, as that of /tmp often has not. */
final class BuildFolder implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "examples");
    }

    /** Skips the test where the file system of {@code folder} has no O_DIRECT. */
    static void assumeDirect(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "probe", ".data");
        int fd = Libc.open(probe.toString(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECT, 0);
        Files.delete(probe);
        assumeTrue(fd != -Errno.EINVAL, () -> "the file system of " + folder.toAbsolutePath() + " has no O_DIRECT");
        assertThat(fd).as("open " + probe).isNotNegative();
        Libc.close(fd);
    }
}
