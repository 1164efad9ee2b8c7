package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.RegisteredMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegisteredBuffersKernelTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65536, 65537, 20_000_003})
    void theBytesComeInTheirOrder(int size) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(size);
        try (Engine engine = Engine.open();
                AsyncFile file = engine.open(Samples.file(folder, "file", size));
                RegisteredMemory memory = engine.registerMemory(Arena.ofAuto().allocate(2 << 20, 4096))) {
            assertThat(RegisteredBuffers.read(file, memory, all::put)).isEqualTo(size);
        }
        assertThat(all.array()).isEqualTo(Samples.bytes(size));
    }

    @Test
    void checksumAndTheShareOfRegisteredReadsArePrinted() throws IOException {
        int size = 3_000_000;
        CRC32 checksum = new CRC32();
        checksum.update(Samples.bytes(size));
        assertThat(Program.run(RegisteredBuffers.class, Samples.file(folder, "file", size)).lines())
                .containsExactly("%d bytes, CRC-32 %08x".formatted(size, checksum.getValue()), "46 reads, 46 of them into registered memory");
    }
}
