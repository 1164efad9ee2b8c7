package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AuraOpenOption;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BulkReaderKernelTest {
    private static final int[] SIZES = {0, 1, 512, 4097, 131_072, 131_073, 5_000_001};

    /** On the file system of the build, where O_DIRECT usually is. */
    @TempDir(factory = BuildFolder.class)
    private Path folder;

    private void fill() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("a/b"));
        for (int size : SIZES) {
            Samples.file(inner, "file" + size, size);
        }
        for (int i = 0; i < 1000; i++) {
            Samples.file(folder, "small" + i, i);
        }
        Files.createSymbolicLink(folder.resolve("link"), inner);
    }

    static Stream<Arguments> modes() {
        return Stream.of(Arguments.of((Object) new OpenOption[0]), Arguments.of((Object) new OpenOption[] {AuraOpenOption.DIRECT}));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyByteOfEveryFileIsReadOnce(OpenOption[] mode) throws IOException {
        if (mode.length > 0) {
            BuildFolder.assumeDirect(folder);
        }
        fill();
        Map<Path, byte[]> read = new HashMap<>();
        Map<Path, Integer> counts = new HashMap<>();
        BulkReader.BlockConsumer collector = (path, offset, bytes) -> {
            counts.merge(path, bytes.remaining(), Integer::sum);
            byte[] all = read.computeIfAbsent(path, file -> new byte[(int) file.toFile().length()]);
            ByteBuffer.wrap(all).put((int) offset, bytes, 0, bytes.remaining());
        };
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options)) {
            assertThat(new BulkReader(engine, collector, mode).readAll(folder)).isTrue();
            assertThat(engine.stats().buffers().inUseCount()).isZero();
            assertThat(engine.stats().openFiles()).isZero();
        }
        for (int size : SIZES) {
            Path path = folder.resolve("a/b/file" + size);
            assertThat(read.getOrDefault(path, new byte[0])).isEqualTo(Samples.bytes(size));
            assertThat(counts.getOrDefault(path, 0)).isEqualTo(size);
        }
        assertThat(read).hasSize(999 + SIZES.length - 1);
        read.forEach((path, bytes) -> assertThat(path).hasBinaryContent(bytes));
    }

    @Test
    void theProgramSaysWhatItHasRead() throws IOException {
        fill();
        assertThat(Program.run(BulkReader.class, folder).lines()).singleElement().asString()
                .matches("1007 files, 5766256 bytes: [0-9]+ IOPS, [0-9.,]+ MB/s, at most [0-9]+ in flight; 0 could not be read");
    }

    @Test
    void filesThatCannotBeReadAreNamedAndTheOthersAreRead() throws IOException {
        // Files of sysfs say that they have 4096 bytes.
        Program.Ended ended = Program.run(BulkReader.class, "/sys/devices/system/cpu/cpu0/topology");
        assertThat(ended.errors()).contains("java.io.EOFException: read /sys/devices/system/cpu/cpu0/topology/core_id, offset=",
                ": the file has become shorter meanwhile");
        assertThat(ended.output()).startsWith("0 files, ");
        assertThat(ended.status()).isOne();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws IOException {
        Program.Ended ended = Program.run(BulkReader.class, folder.resolve("none"));
        assertThat(ended.errors()).isEqualTo("java.nio.file.NoSuchFileException: " + folder.resolve("none") + "\n");
        assertThat(ended.status()).isOne();
    }
}
