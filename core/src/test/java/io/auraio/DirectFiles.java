package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Files past the page cache, where requests take long enough to race with.
 *
 * <p>Whether a file system has O_DIRECT is asked of the kernel, and not of an engine, whose faults would pass for the lack of it.
 */
public final class DirectFiles {

    private DirectFiles() {}

    private static boolean isSupported(Path path) {
        int fd = Libc.open(path.toString(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECT, 0);
        if (fd == -Errno.EINVAL) {
            return false;
        }
        assertThat(fd).as("open " + path).isNotNegative();
        Libc.close(fd);
        return true;
    }

    /** Skips the test where the file system of {@code path}, a file that is there, has no O_DIRECT. */
    static void assumeSupported(Path path) {
        assumeTrue(isSupported(path), () -> "the file system of " + path.toAbsolutePath() + " has no O_DIRECT");
    }

    /** With O_DIRECT; skips the test where the file system has none. */
    static AsyncFile open(Engine engine, Path path, OpenOption... options) throws IOException {
        assumeSupported(path);
        return engine.open(path, orCached(path, options));
    }

    /** With O_DIRECT, or without where the file system has none. */
    static AsyncFile openOrCached(Engine engine, Path path) throws IOException {
        return engine.open(path, orCached(path));
    }

    /** {@code options} and that of O_DIRECT, or {@code options} alone where the file system of {@code path}, a file that is there, has none. */
    public static OpenOption[] orCached(Path path, OpenOption... options) {
        if (!isSupported(path)) {
            return options;
        }
        OpenOption[] direct = Arrays.copyOf(options, options.length + 1);
        direct[options.length] = AuraOpenOption.DIRECT;
        return direct;
    }
}
