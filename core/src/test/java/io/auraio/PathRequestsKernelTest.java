package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files opened and asked about through the ring. */
@Timeout(60)
class PathRequestsKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private Engine engine;

    @BeforeEach
    void open() throws Exception {
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private record Answer<T>(T value, IOException failure) {}

    private <T> Answer<T> answer(java.util.function.ToLongFunction<ValueCallback<T>> submit) throws InterruptedException {
        AtomicReference<Answer<T>> answer = new AtomicReference<>();
        assertThat(submit.applyAsLong((request, value, failure) -> answer.set(new Answer<>(value, failure)))).isNotNegative();
        assertThat(engine.drain(LONG)).isTrue();
        assertThat(engine.stats().buffers().inUseCount()).isZero();
        return answer.get();
    }

    private Answer<AsyncFile> opened(Path path, OpenOption... options) throws InterruptedException {
        return answer(callback -> engine.open(path, callback, options));
    }

    @Test
    void openedFileIsReadAndWritten() throws Exception {
        Path path = TestFile.create("ring-open", 4);
        try (AsyncFile file = opened(path, StandardOpenOption.READ, StandardOpenOption.WRITE).value(); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            assertThat(file.path()).isEqualTo(path);
            file.read(buffer, 2L * TestFile.BLOCK, (request, result) -> assertThat(result).isEqualTo(TestFile.BLOCK));
            engine.drain(LONG);
            assertThat(TestFile.firstWrong(buffer.segment(), 2L * TestFile.BLOCK)).isEqualTo(-1);
            file.write(buffer, 0, (request, result) -> assertThat(result).isEqualTo(TestFile.BLOCK));
            engine.drain(LONG);
        }
        assertThat(Files.readAllBytes(path)[1]).isEqualTo((byte) (2 * TestFile.BLOCK >> 8));
    }

    @Test
    void directFileKnowsItsAlignment() throws Exception {
        Path path = TestFile.create("ring-direct", 1);
        DirectFiles.assumeSupported(path);
        try (AsyncFile file = opened(path, AuraOpenOption.DIRECT).value(); AsyncFile blocking = engine.open(path, AuraOpenOption.DIRECT)) {
            assertThat(file.isDirect()).isTrue();
            assertThat(file.directOffsetAlignment()).isEqualTo(blocking.directOffsetAlignment());
            assertThat(file.directMemoryAlignment()).isEqualTo(blocking.directMemoryAlignment());
        }
    }

    @Test
    void failuresAreThoseOfTheBlockingOpen(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        Map<Path, OpenOption[]> refused = Map.of(
                folder.resolve("none"), new OpenOption[] {},
                folder, new OpenOption[] {StandardOpenOption.WRITE},
                file.resolve("below"), new OpenOption[] {},
                loop, new OpenOption[] {},
                file, new OpenOption[] {StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW},
                Path.of("x".repeat(5000)), new OpenOption[] {});
        int before = openFiles();
        for (Map.Entry<Path, OpenOption[]> each : refused.entrySet()) {
            Answer<AsyncFile> answer = opened(each.getKey(), each.getValue());
            assertThat(answer.value()).isNull();
            assertThatThrownBy(() -> engine.open(each.getKey(), each.getValue()))
                    .hasSameClassAs(answer.failure())
                    .hasMessage(answer.failure().getMessage());
        }
        assertThat(openFiles()).isEqualTo(before);
        assertThat(engine.stats().failed()).isEqualTo(refused.size());
    }

    @Test
    void newFileGetsTheUsualPermissions(@TempDir Path folder) throws Exception {
        Path expected = folder.resolve("expected");
        engine.open(expected, StandardOpenOption.WRITE, StandardOpenOption.CREATE).close();
        Path path = folder.resolve("new");
        opened(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW).value().close();
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(Files.getPosixFilePermissions(expected));
    }

    @Test
    void statusIsWhatTheFileSystemKnows(@TempDir Path folder) throws Exception {
        Path path = Files.write(folder.resolve("ä file"), new byte[12345]);
        FileStatus status = this.<FileStatus>answer(callback -> engine.stat(path, callback)).value();
        assertThat(status.type()).isEqualTo(FileType.REGULAR);
        assertThat(status.size()).isEqualTo(12345);
        assertThat(status.allocatedBytes() % 512).isZero();
        Map<String, Object> expected = Files.readAttributes(path, "unix:*");
        assertThat(status.inode()).isEqualTo(expected.get("ino"));
        assertThat(status.links()).isEqualTo(expected.get("nlink"));
        assertThat(status.owner()).isEqualTo(expected.get("uid"));
        assertThat(status.permissions()).isEqualTo((int) expected.get("mode") & 07777);
        assertThat(status.modified()).isEqualTo(Files.getLastModifiedTime(path).toInstant());
        try (AsyncFile file = engine.open(path)) {
            assertThat(this.<FileStatus>answer(file::stat).value()).isEqualTo(status);
        }
        assertThat(this.<FileStatus>answer(callback -> engine.stat(folder, callback)).value().type()).isEqualTo(FileType.DIRECTORY);
    }

    @Test
    void statusOfALinkOrOfWhatItPointsTo(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(this.<FileStatus>answer(callback -> engine.stat(link, callback)).value().type()).isEqualTo(FileType.REGULAR);
        assertThat(this.<FileStatus>answer(callback -> engine.stat(link, callback, LinkOption.NOFOLLOW_LINKS)).value().type())
                .isEqualTo(FileType.SYMBOLIC_LINK);
        Path none = folder.resolve("none");
        assertThat(this.<FileStatus>answer(callback -> engine.stat(none, callback)).failure())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(none.toString());
        Path below = file.resolve("below");
        assertThat(this.<FileStatus>answer(callback -> engine.stat(below, callback)).failure())
                .hasMessage("statx(path=" + below + "): ENOTDIR (Not a directory)");
    }

    /** The tests' own files that this process has open. Of all its descriptors there may be fewer at any time: other tests' engines are collected. */
    static int openFiles() {
        String folder = TestFile.FOLDER.toAbsolutePath() + "/";
        int count = 0;
        for (java.io.File descriptor : new java.io.File("/proc/self/fd").listFiles()) {
            try {
                if (Files.readSymbolicLink(descriptor.toPath()).toString().startsWith(folder)) {
                    count++;
                }
            } catch (IOException e) {
                // The one that listed the folder, which is closed by now.
            }
        }
        return count;
    }
}
