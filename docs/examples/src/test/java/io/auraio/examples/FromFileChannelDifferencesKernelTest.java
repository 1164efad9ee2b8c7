package io.auraio.examples;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.syscall.SyscallException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of differences in docs/from-filechannel.md, row by row: what a FileChannel does, and then what the engine's file does. */
@Timeout(60)
class FromFileChannelDifferencesKernelTest {

    @TempDir
    private Path folder;

    private Engine engine;
    private AsyncFile file;
    private FileChannel channel;

    @BeforeEach
    void open() throws IOException {
        Path path = Files.write(folder.resolve("file"), new byte[10]);
        engine = Engine.open();
        file = engine.open(path);
        channel = FileChannel.open(path);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        file.close();
        engine.close();
    }

    @Test
    void endOfFile() throws IOException {
        assertThat(channel.read(ByteBuffer.allocate(1), 10)).isEqualTo(-1);
        assertThat(file.read(ByteBuffer.allocate(1), 10)).isZero();
        assertThatThrownBy(() -> file.readFully(ByteBuffer.allocate(11), 0)).isInstanceOf(EOFException.class);
    }

    @Test
    void bufferWithoutRoom() throws IOException {
        assertThat(channel.read(ByteBuffer.allocate(0), 0)).isZero();
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(0), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void negativeOffset() {
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writingWhatWasOpenedForReading() {
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), 0)).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closed() throws IOException {
        channel.close();
        file.close();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void interrupt() throws IOException {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file.read(ByteBuffer.allocate(1), 0)).isOne();
    }

    @Test
    void failedSystemCall() throws IOException {
        try (AsyncFile full = engine.open(Path.of("/dev/full"), READ, WRITE); FileChannel jdk = FileChannel.open(Path.of("/dev/full"), READ, WRITE)) {
            assertThatThrownBy(() -> jdk.write(ByteBuffer.allocate(1), 0)).isInstanceOf(IOException.class).hasMessage("No space left on device");
            assertThatThrownBy(() -> full.write(ByteBuffer.allocate(1), 0)).isInstanceOf(SyscallException.class)
                    .hasMessage("write(path=/dev/full, offset=0): ENOSPC (No space left on device)");
        }
    }

    @Test
    void deleteOnClose() {
        Path path = folder.resolve("file");
        assertThatThrownBy(() -> engine.open(path, StandardOpenOption.DELETE_ON_CLOSE)).isInstanceOf(UnsupportedOperationException.class);
    }
}
