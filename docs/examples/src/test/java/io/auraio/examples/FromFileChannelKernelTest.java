package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.channels.FileChannels;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/from-filechannel.md shows. */
@Timeout(60)
class FromFileChannelKernelTest {

    @TempDir
    private Path folder;

    @Test
    void channelOverAnEngineIsUsedAsTheJdks() throws IOException {
        Path path = folder.resolve("channel");
        try (Engine engine = Engine.open(); FileChannel channel = FileChannels.open(engine, path, READ, WRITE, CREATE)) {
            channel.write(ByteBuffer.wrap("hello".getBytes(UTF_8)), 0);
            channel.force(false);
        }
        assertThat(path).hasContent("hello");
    }

    private static Optional<Engine> engineWhereItCanBeHad() {
        try {
            return Optional.of(Engine.open());
        } catch (IOException e) {
            System.getLogger("app").log(Level.WARNING, "the JDK''s channels are used: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private static FileChannel open(Optional<Engine> engine, Path path, OpenOption... options) throws IOException {
        return engine.isPresent() ? FileChannels.open(engine.get(), path, options) : FileChannel.open(path, options);
    }

    @Test
    void withoutAnEngineTheJdksChannelIsTaken() throws IOException {
        Path path = Files.writeString(folder.resolve("either"), "hello");
        try (Engine engine = engineWhereItCanBeHad().orElseThrow()) {
            for (Optional<Engine> either : List.of(Optional.of(engine), Optional.<Engine>empty())) {
                try (FileChannel channel = open(either, path, READ)) {
                    ByteBuffer buffer = ByteBuffer.allocate(5);
                    assertThat(channel.read(buffer, 0)).isEqualTo(5);
                    assertThat(new String(buffer.array(), UTF_8)).isEqualTo("hello");
                    assertThat(channel.getClass().getModule().getName()).isEqualTo(either.isPresent() ? "io.auraio" : "java.base");
                }
            }
        }
    }

    @Test
    void loopsAroundShortReadsAreNotNeeded() throws IOException {
        Path path = folder.resolve("fully");
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path, READ, WRITE, CREATE)) {
            ByteBuffer record = ByteBuffer.wrap("record".getBytes(UTF_8));
            file.writeFully(record, 4096);
            file.force(false); // fdatasync
            ByteBuffer back = ByteBuffer.allocate(6);
            file.readFully(back, 4096); // all 6 bytes, or an EOFException
            assertThat(back.flip()).isEqualTo(record.flip());
        }
    }

    @Test
    void manyReadsAreSubmittedByOneThread() throws IOException {
        Path path = Files.write(folder.resolve("many"), new byte[1 << 20]);
        long[] offsets = LongStream.range(0, 256).map(block -> block * 4096).toArray();
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            List<CompletableFuture<Integer>> reads = LongStream.of(offsets)
                    .mapToObj(offset -> file.readAsync(ByteBuffer.allocateDirect(4096), offset))
                    .toList();
            CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).join();
            int bytes = reads.stream().mapToInt(CompletableFuture::join).sum();
            assertThat(bytes).isEqualTo(1 << 20);
        }
    }
}
