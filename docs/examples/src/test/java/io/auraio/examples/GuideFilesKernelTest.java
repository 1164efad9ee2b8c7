package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AllocateMode;
import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.FileStatus;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows of engines and files. */
@Timeout(60)
class GuideFilesKernelTest {

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void createFile() throws IOException {
        path = Files.write(folder.resolve("data"), "aura".repeat(2048).getBytes(UTF_8));
    }

    @Test
    void engineIsOpenedWithOptions() throws Exception {
        EngineOptions options = EngineOptions.builder()
                .queueDepth(512)
                .targetP99(Duration.ofMillis(2))
                .errorHandler(failures::add)
                .build();
        Engine engine = Engine.open(options);
        assertThat(engine.options()).isEqualTo(options);
        engine.close();
    }

    @Test
    void filesAreOpenedInThreeWays() throws Exception {
        Path target = Files.createTempDirectory(Path.of("target"), "guide");
        BuildFolder.assumeDirect(target);
        Path data = Files.copy(path, target.resolve("data"));
        try (Engine engine = Engine.open(); AsyncFile other = engine.open(path)) {
            int fd = Integer.parseInt(other.descriptorPath().getFileName().toString());
            AsyncFile pages = engine.open(data, READ, WRITE, AuraOpenOption.DIRECT);
            AsyncFile log = engine.open(target.resolve("log"), CREATE, APPEND);
            AsyncFile borrowed = engine.borrow(fd); // another's descriptor: close() ends its use here and leaves it open
            assertThat(pages.isDirect()).isTrue();
            assertThat(borrowed.read(ByteBuffer.allocate(4), 0)).isEqualTo(4);
            borrowed.close();
            assertThat(other.read(ByteBuffer.allocate(4), 0)).isEqualTo(4);
            pages.close();
            log.close();
        }
    }

    @Test
    void readHasThreeForms() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            Buffer buffer = engine.allocate(4096);
            long request = file.read(buffer, 0, (handle, result) -> {
                if (result < 0) {
                    first.completeExceptionally(IoResult.exception("read " + path, result)); // result is -errno
                } else {
                    first.complete(UTF_8.decode(buffer.byteBuffer().limit(result)).toString());
                }
                buffer.close();
            });
            assertThat(request).isNotNegative();
            assertThat(first.join()).startsWith("aura").hasSize(4096);

            ByteBuffer bytes = ByteBuffer.allocateDirect(4);
            CompletableFuture<String> word = file.readAsync(bytes, 4096).thenApply(count -> UTF_8.decode(bytes.flip()).toString());
            assertThat(word.join()).isEqualTo("aura");

            ByteBuffer page = ByteBuffer.allocateDirect(4096);
            int count = file.read(page, 8000); // can be short; 0 at the end of the file
            file.readFully(page.clear(), 0); // all of it, or an EOFException
            assertThat(count).isEqualTo(192);
            assertThat(page.hasRemaining()).isFalse();
            assertThatThrownBy(() -> file.readFully(page.clear(), 8000)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void recordIsWrittenFromTwoBuffersAtOnce() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path, READ, WRITE)) {
            ByteBuffer payload = ByteBuffer.wrap("a record".getBytes(UTF_8));
            ByteBuffer header = ByteBuffer.allocateDirect(4).putInt(payload.remaining()).flip();
            int written = file.writev(new ByteBuffer[] {header, payload}, 100);
            assertThat(written).isEqualTo(12);
            assertThat(Files.readString(path).substring(104, 112)).isEqualTo("a record");
        }
    }

    @Test
    void appendedRecordsGoToTheEndWhateverTheirOffset() throws Exception {
        Path logPath = folder.resolve("log");
        try (Engine engine = Engine.open(); AsyncFile log = engine.open(logPath, CREATE, APPEND)) {
            log.writeAsync(ByteBuffer.wrap("first;".getBytes(UTF_8)), 0).join();
            log.writeAsync(ByteBuffer.wrap("second;".getBytes(UTF_8)), 0).join();
            assertThat(Files.readString(logPath)).isEqualTo("first;second;");
        }
    }

    @Test
    void spaceOfAFileIsTakenAndGivenBack() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path, READ, WRITE)) {
            file.allocateAsync(AllocateMode.EXTEND, 0, 1 << 20).join(); // taken now, so that no write runs out of it later
            file.allocateAsync(AllocateMode.PUNCH_HOLE, 4096, 4096).join(); // given back: reads as zeros
            file.truncateAsync(8192).join();
            FileStatus status = file.statAsync().join();
            assertThat(status.size()).isEqualTo(8192).isEqualTo(file.size());
            assertThat(Files.readString(path)).startsWith("aura").endsWith("\0");
        }
    }

    @Test
    void pathIsAskedAboutOpenedAndClosedWithoutBlocking() throws Exception {
        try (Engine engine = Engine.open()) {
            CompletableFuture<Integer> sum = engine.openAsync(path).thenCompose(file -> {
                ByteBuffer bytes = ByteBuffer.allocate(4);
                return file.readAsync(bytes, 0).thenCombine(file.closeAsync(), (count, closed) -> bytes.get(0) + count);
            });
            CompletableFuture<Long> size = engine.statAsync(path).thenApply(FileStatus::size);
            assertThat(sum.join()).isEqualTo('a' + 4);
            assertThat(size.join()).isEqualTo(8192);
        }
    }
}
