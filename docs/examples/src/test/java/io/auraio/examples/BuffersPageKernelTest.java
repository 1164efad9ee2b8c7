package io.auraio.examples;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.bufferpool.Buffer;
import io.auraio.bufferpool.BufferPoolStats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/buffers.md shows, and what it says is refused. */
@Timeout(60)
class BuffersPageKernelTest {

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void createFile() throws Exception {
        path = Files.write(folder.resolve("data"), new byte[1 << 20]);
    }

    @Test
    void callbackReturnsTheBuffer() throws Exception {
        CompletableFuture<Integer> sum = new CompletableFuture<>();
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            Buffer buffer = engine.allocate(10_000); // capacity 16 KiB, address a multiple of 4096
            file.read(buffer, 0, (request, result) -> {
                sum.complete(result);
                buffer.close(); // the kernel has let go: it may be returned here, and nowhere before
            });
            assertThat(sum.join()).isEqualTo(10_000);
        }
    }

    @Test
    void sizesAreRoundedUpToPowersOfTwo() throws Exception {
        try (Engine engine = Engine.open(); Buffer buffer = engine.allocate(10_000); Buffer small = engine.allocate(1)) {
            assertThat(buffer.sizeBytes()).isEqualTo(10_000);
            assertThat(buffer.capacityBytes()).isEqualTo(16_384);
            assertThat(buffer.segment().address() % 4096).isZero();
            assertThat(small.capacityBytes()).isEqualTo(4096);
            assertThatThrownBy(() -> engine.allocate(0)).hasMessage("sizeBytes must be from 1 to 134217728: sizeBytes=0");
        }
    }

    @Test
    void bufferThatTheKernelUsesIsNotReturned() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = engine.open(Pipe.in(folder), READ, WRITE)) {
            Buffer buffer = engine.allocate(16);
            CompletableFuture<Integer> read = pipe.readAsync(buffer, 0);
            assertThatThrownBy(buffer::close).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("buffer returned while an operation uses it");
            read.cancel(true);
            assertThatThrownBy(read::join).isNotNull();
            buffer.close();
            assertThatThrownBy(buffer::close).hasMessageStartingWith("buffer returned twice");
            assertThatThrownBy(buffer::segment).hasMessageStartingWith("buffer used after it was returned");
            assertThatThrownBy(() -> pipe.readAsync(buffer, 0)).hasMessageStartingWith("buffer used after it was returned");
        }
    }

    @Test
    void buffersThatAreOutAreCounted() throws Exception {
        try (Engine engine = Engine.open(); Buffer buffer = engine.allocate(4096)) {
            BufferPoolStats buffers = engine.stats().buffers();
            long out = buffers.inUseCount();
            assertThat(out).isOne();
            assertThat(buffer.isOpen()).isTrue();
        }
    }

    @Test
    void fileClosedUnderARequestIsClosedByItsLast() throws Exception {
        try (Engine engine = Engine.open(); Buffer buffer = engine.allocate(16)) {
            AsyncFile pipe = engine.open(Pipe.in(folder), READ, WRITE);
            CompletableFuture<Integer> read = pipe.readAsync(buffer, 0);
            pipe.close();
            assertThat(engine.stats().openFiles()).isOne();
            assertThatThrownBy(() -> pipe.readAsync(buffer, 0)).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("is closed");
            read.cancel(true);
            assertThatThrownBy(read::join).isNotNull();
            assertThat(pipe.awaitClosed(java.time.Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void memoryOfOnesOwnComesFromAnArenaThatAnyThreadMayUse() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            MemorySegment cache = Arena.ofAuto().allocate(1 << 20, 4096); // freed when nobody refers to it: a request does
            file.readFully(cache.asSlice(8192, 4096), 0);
            CompletableFuture<Integer> read = file.readAsync(cache.asSlice(0, 4096), 4096);
            assertThat(read.join()).isEqualTo(4096);
            try (Arena confined = Arena.ofConfined()) {
                assertThatThrownBy(() -> file.readAsync(confined.allocate(16), 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith("is confined to a thread, which could free it under the kernel; a shared or automatic arena is right");
            }
            Arena shared = Arena.ofShared();
            MemorySegment freed = shared.allocate(16);
            shared.close();
            assertThatThrownBy(() -> file.readAsync(freed, 0)).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("was freed: its arena is closed");
        }
    }

    @Test
    void directFileSaysWhatItWants() throws Exception {
        Path target = Files.createTempDirectory(Path.of("target"), "direct");
        BuildFolder.assumeDirect(target);
        Path direct = Files.copy(path, target.resolve("data"));
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(direct, AuraOpenOption.DIRECT)) {
            long block = file.directOffsetAlignment(); // of offsets and lengths; directMemoryAlignment() is that of addresses
            long offset = 10_000 / block * block;
            try (Buffer buffer = engine.allocate(4096)) {
                assertThat(file.read(buffer, offset)).isEqualTo(4096);
            }
            assertThat(file.read(ByteBuffer.allocate(4096), offset)).as("heap memory is copied through a buffer").isEqualTo(4096);
            assertThatThrownBy(() -> file.read(ByteBuffer.allocate(4096), 1)).hasMessageStartingWith("offset=1 on path=").hasMessageContaining("a multiple of ");
        }
    }

    @Test
    void memoryOfBuffersIsChosenByOptions() {
        EngineOptions options = EngineOptions.builder()
                .bufferAlignment(2 << 20)
                .hugePages(true)
                .registerBuffers(false)
                .build();
        assertThat(options.hugePages()).isTrue();
    }
}
