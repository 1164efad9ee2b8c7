package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferMemoryKernelTest {

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65536, 2 << 20})
    void buffersAreAlignedAsAsked(int alignment) throws Exception {
        try (Engine engine = Engine.open(EngineOptions.builder().bufferAlignment(alignment).build());
                Buffer small = engine.allocate(1000);
                Buffer large = engine.allocate(3 << 20)) {
            assertThat(small.segment().address() % alignment).isZero();
            assertThat(large.segment().address() % alignment).isZero();
            large.segment().set(ValueLayout.JAVA_BYTE, (3 << 20) - 1, (byte) 1);
        }
    }

    @Test
    void hugePagesAreAdvised() throws Exception {
        try (Engine engine = Engine.open(EngineOptions.builder().hugePages(true).build()); Buffer buffer = engine.allocate(2 << 20)) {
            assertThat(flagsOfMap(buffer.segment().address())).as("VmFlags of the buffer's map").contains("hg");
        }
    }

    private static List<String> flagsOfMap(long address) throws Exception {
        boolean found = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-");
                found = Long.parseUnsignedLong(range[0], 16) <= address && address < Long.parseUnsignedLong(range[1], 16);
            } else if (found && line.startsWith("VmFlags:")) {
                return List.of(line.substring("VmFlags:".length()).trim().split(" "));
            }
        }
        return List.of();
    }

    @Test
    void viewKeptBeyondBufferAndEngineIsRefusedAndDoesNotCrash() throws Exception {
        MemorySegment kept;
        try (Engine engine = Engine.open(); Buffer buffer = engine.allocate(4096)) {
            kept = buffer.segment();
        }
        assertThatThrownBy(() -> kept.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bufferOutlivesItsEngineUntilItIsReturned() throws Exception {
        Buffer buffer;
        try (Engine engine = Engine.open()) {
            buffer = engine.allocate(4096);
        }
        buffer.segment().set(ValueLayout.JAVA_LONG, 0, 42);
        assertThat(buffer.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
        buffer.close();
    }
}
