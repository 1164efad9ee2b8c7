package io.auraio.channels;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@link FileChannel#transferTo} and {@link FileChannel#transferFrom}. */
interface FileChannelTransferContract extends FileChannelContract {

    @Test
    default void bytesGoToAnyChannelFromAPositionAndLeaveTheChannelsOwnAlone() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FileChannel channel = open(ChannelFiles.file(300_000), READ);
                WritableByteChannel target = Channels.newChannel(bytes)) {
            channel.position(5);
            long at = 0;
            while (at < 250_000) {
                at += channel.transferTo(at, 250_000 - at, target);
            }
            assertThat(bytes.toByteArray()).isEqualTo(ChannelFiles.bytes(250_000));
            assertThat(channel.transferTo(299_990, 1000, target)).isEqualTo(10);
            assertThat(channel.transferTo(300_000, 1000, target)).isZero();
            assertThat(channel.transferTo(400_000, 1000, target)).isZero();
            assertThat(channel.transferTo(0, 0, target)).isZero();
            assertThat(channel.position()).isEqualTo(5);
        }
    }

    @Test
    default void targetThatTakesLittleGetsNoMoreAndLosesNothing() throws IOException {
        ByteBuffer taken = ByteBuffer.allocate(100);
        WritableByteChannel slow = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer src) {
                int count = Math.min(7, src.remaining());
                taken.put(src.slice().limit(count));
                src.position(src.position() + count);
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (FileChannel channel = open(ChannelFiles.file(100), READ)) {
            long at = 0;
            while (at < 100) {
                at += channel.transferTo(at, 100 - at, slow);
            }
        }
        assertThat(taken.array()).isEqualTo(ChannelFiles.bytes(100));
    }

    @Test
    default void bytesComeFromAnyChannelToAPosition() throws IOException {
        Path path = ChannelFiles.file(10);
        try (FileChannel channel = open(path, READ, WRITE);
                ReadableByteChannel source = Channels.newChannel(new ByteArrayInputStream(ChannelFiles.piece(10, 300_000).array()))) {
            channel.position(3);
            long at = 10;
            while (at < 200_010) {
                at += channel.transferFrom(source, at, 200_010 - at);
            }
            long last = at;
            long count;
            while ((count = channel.transferFrom(source, last, Long.MAX_VALUE - last)) > 0) {
                last += count;
            }
            assertThat(channel.position()).isEqualTo(3);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(300_010));
    }

    @Test
    default void bytesThatComeBeyondTheEndGrowTheFile() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(10), WRITE);
                ReadableByteChannel source = Channels.newChannel(new ByteArrayInputStream(ChannelFiles.bytes(5)))) {
            assertThat(channel.transferFrom(source, 1000, 100)).isEqualTo(5);
            assertThat(channel.size()).isEqualTo(1005);
            assertThat(channel.transferFrom(source, 2000, 100)).as("the source has ended").isZero();
            assertThat(channel.size()).isEqualTo(1005);
        }
    }

    @Test
    default void betweenFilesTheSourceIsReadFromItsPosition() throws IOException {
        Path to = ChannelFiles.emptyFile();
        try (FileChannel source = open(ChannelFiles.file(5000), READ);
                FileChannel target = open(to, READ, WRITE)) {
            assertThat(source.transferTo(0, 1000, target)).isEqualTo(1000);
            assertThat(target.position()).isEqualTo(1000);
            source.position(1000);
            assertThat(target.transferFrom(source, 1000, 3000)).isEqualTo(3000);
            assertThat(source.position()).isEqualTo(4000);
            assertThat(target.position()).isEqualTo(1000);
            assertThat(target.transferFrom(source, 4000, 3000)).isEqualTo(1000);
        }
        assertThat(to).hasBinaryContent(ChannelFiles.bytes(5000));
    }

    @Test
    default void transferAppends() throws IOException {
        Path to = ChannelFiles.file(100);
        try (FileChannel source = open(ChannelFiles.file(200), READ);
                FileChannel target = open(to, APPEND)) {
            assertThat(source.transferTo(100, 100, target)).isEqualTo(100);
        }
        assertThat(to).hasBinaryContent(ChannelFiles.bytes(200));
    }

    @Test
    default void fileGoesToASocket() throws Exception {
        int length = 100_000;
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = server.accept();
                FileChannel channel = open(ChannelFiles.file(length), READ)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    long at = 0;
                    while (at < length) {
                        at += channel.transferTo(at, length - at, client);
                    }
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            ByteBuffer received = ByteBuffer.allocate(length + 1);
            while (accepted.read(received) >= 0) {}
            sender.join();
            assertThat(ChannelFiles.taken(received)).isEqualTo(ChannelFiles.bytes(length));
        }
    }

    @Test
    default void transfersCheckRangesAndBothChannels() throws IOException {
        Path path = ChannelFiles.file(10);
        FileChannel closed = open(path, READ, WRITE);
        closed.close();
        try (FileChannel reader = open(path, READ);
                FileChannel writer = open(ChannelFiles.file(10), WRITE)) {
            assertThatThrownBy(() -> reader.transferTo(-1, 1, writer)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reader.transferTo(0, -1, writer)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.transferFrom(reader, -1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.transferFrom(reader, 0, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.transferTo(0, 1, writer)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> reader.transferTo(0, 1, reader)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> reader.transferFrom(reader, 0, 1)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> writer.transferFrom(writer, 0, 1)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> reader.transferTo(0, 1, closed)).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> writer.transferFrom(closed, 0, 1)).isInstanceOf(ClosedChannelException.class);
        }
    }
}
