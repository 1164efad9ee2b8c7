package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories are opened to be synced: that is how a file that was created, renamed or deleted is so for good. */
@Timeout(60)
class DirectoryKernelTest {

    private static final Path FOLDER = TestFile.FOLDER;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void directoryIsSyncedAndNotRead(boolean virtual) throws Exception {
        try (Engine engine = Engine.open(); AsyncFile folder = engine.open(FOLDER); Buffer buffer = engine.allocate(512)) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> {
                try {
                    folder.force(true);
                    folder.force(false);
                    String message = "read(path=" + FOLDER + ", offset=0): EISDIR (Is a directory)";
                    assertThatThrownBy(() -> folder.read(buffer, 0)).isInstanceOf(IOException.class).hasMessage(message);
                    assertThatThrownBy(() -> folder.read(ByteBuffer.allocate(8), 0)).isInstanceOf(IOException.class).hasMessage(message);
                    assertThatThrownBy(() -> folder.write(buffer, 0))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("path=" + FOLDER + " was opened with O_RDONLY; it cannot be written");
                    done.complete(null);
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
            done.join();
        }
    }

    @Test
    void requestsOnItAreSyncsToo() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile folder = engine.openAsync(FOLDER).join()) {
            assertThat(folder.fsyncAsync().join()).isNull();
            assertThat(folder.fdatasyncAsync().join()).isNull();
            assertThat(folder.statAsync().join().type()).isEqualTo(FileType.DIRECTORY);
            assertThatThrownBy(() -> folder.readAsync(ByteBuffer.allocateDirect(8), 0).join())
                    .hasRootCauseMessage("read(path=" + FOLDER + ", offset=0): EISDIR (Is a directory)");
        }
    }

    @Test
    void directoryToBeWrittenIsRefused() throws Exception {
        try (Engine engine = Engine.open()) {
            assertThatThrownBy(() -> engine.open(FOLDER, StandardOpenOption.WRITE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("open(path=" + FOLDER + ", flags=O_WRONLY): EISDIR (Is a directory)");
            assertThat(Files.isDirectory(FOLDER)).isTrue();
        }
    }

    @Test
    void descriptorOfOneIsBorrowed() throws Exception {
        int fd = Libc.open(FOLDER.toString(), OpenFlags.O_RDONLY, 0);
        try (Engine engine = Engine.open(); AsyncFile folder = engine.borrow(fd)) {
            folder.force(true);
        } finally {
            Libc.close(fd);
        }
    }
}
