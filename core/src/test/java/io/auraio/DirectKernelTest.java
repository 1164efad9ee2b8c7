package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DirectKernelTest {

    private static final IoCallback NONE = (request, result) -> {};

    private static AsyncFile openDirect(Engine engine, Path path) throws IOException {
        return DirectFiles.open(engine, path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Test
    void blocksWrittenPastThePageCacheAreReadBack() throws Exception {
        int blocks = 128;
        Path path = TestFile.empty("direct");
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).build());
                AsyncFile file = openDirect(engine, path)) {
            assertThat(file.isDirect()).isTrue();
            AtomicInteger good = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < blocks; i++) {
                long offset = (long) i * TestFile.BLOCK;
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                TestFile.fill(buffer.segment(), offset);
                IoCallback written = (request, result) -> {
                    buffer.segment().fill((byte) 0);
                    // Slots and entries of the request that has just ended are free again.
                    file.read(buffer, offset, (again, count) -> {
                        if (count == TestFile.BLOCK && TestFile.firstWrong(buffer.segment(), offset) < 0) {
                            good.incrementAndGet();
                        }
                        buffer.close();
                        done.incrementAndGet();
                    });
                };
                while (file.write(buffer, offset, written) == Engine.AGAIN) {
                    engine.await(Duration.ofSeconds(30));
                }
            }
            while (done.get() < blocks) {
                assertThat(engine.await(Duration.ofSeconds(30))).isPositive();
            }
            assertThat(good).hasValue(blocks);
        }
    }

    @Test
    void whatIsBadlyAlignedIsRefusedByNameAndAlignment() throws Exception {
        Path path = TestFile.create("direct-bad", 4);
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
                AsyncFile file = openDirect(engine, path)) {
            int unit = file.directOffsetAlignment();
            assertThat(unit).isGreaterThanOrEqualTo(512);
            MemorySegment memory = Arena.ofAuto().allocate(TestFile.BLOCK * 2, TestFile.BLOCK);
            String suffix = " on path=" + path + " opened with O_DIRECT; a multiple of " + unit + " is right";
            assertThatThrownBy(() -> file.read(memory, 100, NONE)).isInstanceOf(IllegalArgumentException.class).hasMessage("offset=100" + suffix);
            assertThatThrownBy(() -> file.read(memory.asSlice(0, 100), 0, NONE)).isInstanceOf(IllegalArgumentException.class).hasMessage("length=100" + suffix);
            assertThatThrownBy(() -> file.read(memory.asSlice(1, unit), 0, NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("memory address=")
                    .hasMessageEndingWith("a multiple of " + file.directMemoryAlignment() + " is right");
        }
    }

    @Test
    void jdksOwnDirectOptionIsUnderstood() throws Exception {
        Path path = TestFile.create("direct-jdk", 1);
        try (Engine engine = Engine.open()) {
            openDirect(engine, path).close();
            // By reflection: the module that has it is not one that this one reads.
            Object direct = Class.forName("com.sun.nio.file.ExtendedOpenOption").getField("DIRECT").get(null);
            try (AsyncFile file = engine.open(path, (OpenOption) direct)) {
                assertThat(file.isDirect()).isTrue();
            }
        }
    }
}
