package io.auraio.channels;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@link FileChannel} says of its position, the end of the file and the file's size. */
interface FileChannelPositionContract extends FileChannelContract {

    @Test
    default void readingAndWritingMoveThePositionByTheirResult() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(100), READ, WRITE)) {
            assertThat(channel.position()).isZero();
            ByteBuffer buffer = ByteBuffer.allocate(60);
            assertThat(channel.read(buffer)).isEqualTo(60);
            assertThat(channel.position()).isEqualTo(60);
            assertThat(channel.read(buffer.clear())).isEqualTo(40);
            assertThat(buffer.position()).isEqualTo(40);
            assertThat(channel.position()).isEqualTo(100);
            assertThat(channel.write(ChannelFiles.piece(100, 7))).isEqualTo(7);
            assertThat(channel.position()).isEqualTo(107);
            assertThat(channel.size()).isEqualTo(107);
        }
    }

    @Test
    default void positionedReadsAndWritesLeaveThePositionAlone() throws IOException {
        Path path = ChannelFiles.file(100);
        try (FileChannel channel = open(path, READ, WRITE)) {
            channel.position(10);
            ByteBuffer buffer = ByteBuffer.allocate(5);
            assertThat(channel.read(buffer, 50)).isEqualTo(5);
            assertThat(buffer.array()).isEqualTo(ChannelFiles.piece(50, 5).array());
            assertThat(channel.write(ChannelFiles.piece(100, 5), 100)).isEqualTo(5);
            assertThat(channel.position()).isEqualTo(10);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(105));
    }

    @Test
    default void endOfFileIsMinusOneButForABufferWithoutRoom() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(10), READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(20);
            assertThat(channel.read(buffer, 4)).isEqualTo(6);
            assertThat(channel.read(buffer, 10)).isEqualTo(-1);
            assertThat(channel.read(buffer, Long.MAX_VALUE / 2)).isEqualTo(-1);
            assertThat(buffer.position()).as("moved by what was read alone").isEqualTo(6);
            channel.position(10);
            assertThat(channel.read(buffer)).isEqualTo(-1);
            assertThat(channel.position()).isEqualTo(10);
            assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
            assertThat(channel.read(ByteBuffer.allocateDirect(0), 10)).isZero();
        }
    }

    @Test
    default void nothingIsWrittenFromABufferWithoutBytes() throws IOException {
        Path path = ChannelFiles.file(10);
        try (FileChannel channel = open(path, WRITE)) {
            assertThat(channel.write(ByteBuffer.allocate(0))).isZero();
            assertThat(channel.write(ByteBuffer.allocateDirect(0), 100)).isZero();
            assertThat(channel.position()).isZero();
        }
        assertThat(path).hasSize(10);
    }

    @Test
    default void positionBeyondTheEndIsAllowedAndWritingThereGrowsTheFile() throws IOException {
        Path path = ChannelFiles.file(4);
        try (FileChannel channel = open(path, READ, WRITE)) {
            assertThat(channel.position(1000)).isSameAs(channel);
            assertThat(channel.position()).isEqualTo(1000);
            assertThat(channel.size()).isEqualTo(4);
            assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            channel.write(ChannelFiles.piece(0, 5));
            assertThat(channel.size()).isEqualTo(1005);
            channel.write(ChannelFiles.piece(0, 5), 2000);
            assertThat(channel.size()).isEqualTo(2005);
        }
    }

    @Test
    default void negativePositionsAreRefused() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(4), READ, WRITE)) {
            assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.truncate(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void truncatingCutsTheFileAndPullsThePositionBack() throws IOException {
        Path path = ChannelFiles.file(100);
        try (FileChannel channel = open(path, READ, WRITE)) {
            channel.position(80);
            assertThat(channel.truncate(200)).isSameAs(channel);
            assertThat(channel.size()).as("never grows the file").isEqualTo(100);
            assertThat(channel.position()).isEqualTo(80);
            channel.truncate(90);
            assertThat(channel.position()).isEqualTo(80);
            channel.truncate(50);
            assertThat(channel.position()).isEqualTo(50);
            channel.position(300);
            channel.truncate(70);
            assertThat(channel.position()).as("also where the file is shorter already").isEqualTo(70);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(50));
    }

    @Test
    default void truncatingNeedsWriting() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(4), READ)) {
            assertThatThrownBy(() -> channel.truncate(1)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    default void forcingIsAllowedToReadersAndWriters() throws IOException {
        Path path = ChannelFiles.file(4);
        try (FileChannel reader = open(path, READ);
                FileChannel writer = open(path, WRITE)) {
            writer.write(ChannelFiles.piece(0, 4));
            writer.force(true);
            writer.force(false);
            reader.force(true);
            reader.force(false);
        }
    }

    @Test
    default void appendingGoesToTheEndWhereverThatIs() throws IOException {
        Path path = ChannelFiles.file(10);
        try (FileChannel one = open(path, APPEND);
                FileChannel other = open(path, APPEND)) {
            assertThat(one.position()).isEqualTo(10);
            one.write(ChannelFiles.piece(10, 5));
            assertThat(one.position()).isEqualTo(15);
            other.write(ChannelFiles.piece(15, 5));
            one.position(3);
            one.write(ChannelFiles.piece(20, 5));
            assertThat(one.position()).isEqualTo(25);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(25));
    }
}
