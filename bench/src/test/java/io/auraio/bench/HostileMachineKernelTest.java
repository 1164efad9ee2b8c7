package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits and file systems that a shell has to arrange before the tool starts. */
@Timeout(60)
class HostileMachineKernelTest {
    @TempDir(factory = InTarget.class)
    private Path folder;

    private record Ended(int status, List<String> out, List<String> err) {}

    /** Runs bffio after {@code preparation}, in the same shell; in mount namespace of its own where {@code unshared}. */
    private Ended run(String preparation, boolean unshared, String... options) throws Exception {
        List<String> command = new ArrayList<>(unshared ? List.of("unshare", "--mount") : List.of());
        command.addAll(List.of("sh", "-c", preparation + " && exec \"$@\"", "sh"));
        command.addAll(ChildRun.command(Bffio.class, options));
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader err = process.errorReader(); BufferedReader out = process.inputReader()) {
            // The little that is printed fits in the pipes, so that neither waits for the other.
            List<String> errLines = err.lines().toList();
            return new Ended(process.waitFor(), out.lines().toList(), errLines);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assumeNamespaces() throws Exception {
        boolean able = Files.isExecutable(Path.of("/usr/bin/unshare"))
                && new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
        assumeTrue(able, "needs unshare(1) and the right to mount, to have a file system without O_DIRECT or with little room");
    }

    private void assertNothingIsLeft() throws Exception {
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found).isEmpty();
        }
    }

    @Test
    void aFileThatCannotBeFilledIsRemoved() throws Exception {
        // Units of 512 bytes: the file may not grow beyond 2 MiB, and write(2) says EFBIG.
        Ended ended = run("ulimit -f 4096", false, "--size=8m", "--directory=" + folder);
        assertThat(ended.err()).last().asString().startsWith("bffio: size=8388608: cannot fill " + folder)
                .endsWith(" (File too large); give a smaller --size or another --directory");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void whereTheFileSystemHasNoODirectTheDefaultJobSaysSoAndGoesThroughThePageCache() throws Exception {
        assumeNamespaces();
        Ended ended = run("mount -t ramfs none " + folder, true, "--size=1m", "--runtime=100ms", "--directory=" + folder);
        assertThat(ended.err()).anyMatch(line -> line.startsWith("bffio: " + folder) && line.endsWith(" (ramfs) does not take O_DIRECT; going through the page cache"));
        assertThat(ended.status()).isZero();
    }

    @Test
    void whereTheFileSystemHasNoODirectDirectIsRefused() throws Exception {
        assumeNamespaces();
        Ended ended = run("mount -t ramfs none " + folder, true, "--size=1m", "--direct=1", "--directory=" + folder);
        assertThat(ended.err()).singleElement().asString().startsWith("bffio: direct=1: " + folder)
                .endsWith(" (ramfs) does not take O_DIRECT; use --direct=0 or another --directory");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void aDiskWithTooLittleRoomIsRefused() throws Exception {
        assumeNamespaces();
        Ended ended = run("mount -t tmpfs -o size=1m none " + folder, true, "--size=2m", "--directory=" + folder);
        assertThat(ended.err()).containsExactly("bffio: size=2097152: " + folder
                + " has only 1048576 bytes (1024KiB) free; give a smaller --size or another --directory");
        assertThat(ended.status()).isEqualTo(1);
    }
}
