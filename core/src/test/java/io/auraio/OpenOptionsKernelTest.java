package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's own options and attributes, as the engine understands them. */
@Timeout(60)
class OpenOptionsKernelTest {

    private static Path missing(String name) throws IOException {
        Path path = TestFile.empty(name);
        Files.delete(path);
        return path.toAbsolutePath();
    }

    @Test
    void appendedBytesGoToTheEndWhateverTheirOffset() throws Exception {
        Path path = Files.write(TestFile.empty("append"), new byte[] {1, 2, 3});
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
                AsyncFile file = engine.open(path, StandardOpenOption.APPEND);
                Buffer buffer = engine.allocate(2)) {
            buffer.segment().copyFrom(MemorySegment.ofArray(new byte[] {4, 5}));
            int[] result = new int[1];
            file.write(buffer, 0, (request, written) -> result[0] = written);
            engine.await(Duration.ofSeconds(30));
            assertThat(result[0]).isEqualTo(2);
            assertThat(file).asString().contains("O_WRONLY|O_APPEND");
        }
        assertThat(path).hasBinaryContent(new byte[] {1, 2, 3, 4, 5});
    }

    @Test
    void newFileHasThePermissionsThatItIsGiven() throws Exception {
        Path path = missing("permissions");
        FileAttribute<?> mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------"));
        try (Engine engine = Engine.open()) {
            engine.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), mine).close();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("r-x------");
    }

    @Test
    void attributeThatOpenCannotSetIsRefusedByName() throws Exception {
        Path path = missing("attribute");
        FileAttribute<String> colour = new FileAttribute<>() {
            @Override
            public String name() {
                return "user:colour";
            }

            @Override
            public String value() {
                return "blue";
            }
        };
        try (Engine engine = Engine.open()) {
            assertThatThrownBy(() -> engine.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), colour))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("attribute=user:colour; posix:permissions is what open(2) can set");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void symbolicLinkIsNotFollowedWhereToldSo() throws Exception {
        Path target = TestFile.create("target", 1).toAbsolutePath();
        Path link = Files.createSymbolicLink(missing("link"), target);
        try (Engine engine = Engine.open();
                AsyncFile file = engine.open(link)) {
            assertThat(file.size()).isEqualTo(TestFile.BLOCK);
            assertThatThrownBy(() -> engine.open(link, LinkOption.NOFOLLOW_LINKS)).isInstanceOf(IOException.class).hasMessageContaining("ELOOP");
        }
        Files.delete(link);
    }

    @Test
    void descriptorPathNamesAFileThatHasNoOtherNameLeft() throws Exception {
        Path path = TestFile.create("deleted", 1);
        try (Engine engine = Engine.open();
                AsyncFile file = engine.open(path, StandardOpenOption.READ)) {
            Files.delete(path);
            assertThat(Files.size(file.descriptorPath())).isEqualTo(TestFile.BLOCK);
            assertThat(Files.readAllBytes(file.descriptorPath())).hasSize(TestFile.BLOCK);
        }
    }
}
