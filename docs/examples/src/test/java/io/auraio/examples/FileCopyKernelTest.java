package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same copy in three forms. */
@Timeout(120)
@ParameterizedClass
@EnumSource
class FileCopyKernelTest {

    enum Form {
        CALLBACKS(FileCopyCallbacks.class, FileCopyCallbacks::copy),
        FUTURES(FileCopyFutures.class, FileCopyFutures::copy),
        VIRTUAL_THREADS(FileCopyVirtualThreads.class, FileCopyVirtualThreads::copy);

        private final Class<?> program;
        private final Copy copy;

        Form(Class<?> program, Copy copy) {
            this.program = program;
            this.copy = copy;
        }

        private interface Copy {
            long copy(Path from, Path to) throws IOException;
        }
    }

    @Parameter
    private Form form;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 30_000_001})
    void theCopyHasTheSameBytes(int size) throws IOException {
        Path from = Samples.file(folder, "from", size);
        Path to = folder.resolve("to");
        assertThat(form.copy.copy(from, to)).isEqualTo(size);
        assertThat(Files.mismatch(from, to)).isEqualTo(-1);
        assertThat(names()).containsExactlyInAnyOrder("from", "to");
    }

    @Test
    void theProgramSaysHowMuchItHasCopied() throws IOException {
        Path from = Samples.file(folder, "from", 1_000_000);
        Path to = folder.resolve("to");
        assertThat(Program.run(form.program, from, to).lines()).containsExactly("1000000 bytes copied");
        assertThat(Files.mismatch(from, to)).isEqualTo(-1);
    }

    @Test
    void anOldCopyIsReplaced() throws IOException {
        Path from = Samples.file(folder, "from", 10);
        Path to = Samples.file(folder, "to", 1000);
        form.copy.copy(from, to);
        assertThat(Files.mismatch(from, to)).isEqualTo(-1);
    }

    @Test
    void aSourceThatIsNotThereLeavesNothing() throws IOException {
        assertThatThrownBy(() -> form.copy.copy(folder.resolve("none"), folder.resolve("to"))).isInstanceOf(NoSuchFileException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void aSourceThatEndsEarlyLeavesTheOldCopy() throws IOException {
        // Files of sysfs say that they have 4096 bytes.
        Path from = Path.of("/sys/devices/system/cpu/online");
        Path to = Samples.file(folder, "to", 1000);
        assertThatThrownBy(() -> form.copy.copy(from, to)).isInstanceOf(IOException.class).hasStackTraceContaining(EOFException.class.getName());
        assertThat(to).hasBinaryContent(Samples.bytes(1000));
        assertThat(names()).containsExactly("to");
    }

    @Test
    void theUnfinishedCopyOfSomebodyElseIsNotTouched() throws IOException {
        Path from = Samples.file(folder, "from", 10);
        Path part = Samples.file(folder, "to.part", 5);
        assertThatThrownBy(() -> form.copy.copy(from, folder.resolve("to")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(part.toString());
        assertThat(part).hasBinaryContent(Samples.bytes(5));
        assertThat(names()).containsExactlyInAnyOrder("from", "to.part");
    }

    @Test
    void aFullDiskLeavesNothing() throws IOException {
        Path from = Samples.file(folder, "from", 10_000_000);
        // A limit on the size of files, in the middle of a block: the one write is short, and the next one fails.
        Program.Ended ended = Program.runAfter("ulimit -f 10001", form.program, from, folder.resolve("to"));
        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("EFBIG").contains("to.part");
        assertThat(names()).containsExactly("from");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
