package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SimpleReadKernelTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131072, 131073, 20_000_003})
    void theBytesComeInTheirOrder(int size) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(size);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(Samples.file(folder, "file", size))) {
            assertThat(SimpleRead.read(engine, file, all::put)).isEqualTo(size);
            assertThat(engine.stats().buffers().inUseCount()).isZero();
        }
        assertThat(all.array()).isEqualTo(Samples.bytes(size));
    }

    @Test
    void aFileThatEndsEarlyIsAnErrorAndLeavesNoBufferOut() throws IOException {
        // Files of sysfs say that they have 4096 bytes.
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(Path.of("/sys/devices/system/cpu/online"))) {
            assertThatThrownBy(() -> SimpleRead.read(engine, file, block -> {})).isInstanceOf(EOFException.class).hasMessageContaining("the file ends");
            assertThat(engine.stats().buffers().inUseCount()).isZero();
        }
    }

    @Test
    void checksumAndStatisticsArePrinted() throws IOException {
        int size = 3_000_000;
        CRC32 checksum = new CRC32();
        checksum.update(Samples.bytes(size));
        List<String> lines = Program.run(SimpleRead.class, Samples.file(folder, "file", size)).lines();
        assertThat(lines.getFirst()).isEqualTo("%d bytes, CRC-32 %08x".formatted(size, checksum.getValue()));
        assertThat(lines).anyMatch(line -> line.startsWith("requests      23, failed 0, "));
        assertThat(lines).anyMatch(line -> line.matches("in flight     0 now, \\d+ at most, \\d+ allowed"));
        assertThat(lines).anyMatch(line -> line.matches("latency in us P50 \\d+, P99 \\d+, P99.9 \\d+"));
        assertThat(lines.getLast()).matches("controller    engine: [A-Z]+, limit \\d+");
    }
}
