package io.auraio.channels;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Scattering reads and gathering writes of {@link FileChannel}. */
interface FileChannelVectorContract extends FileChannelContract {

    private static ByteBuffer[] mixed(int... lengths) {
        ByteBuffer[] buffers = new ByteBuffer[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            buffers[i] = i % 2 == 0 ? ByteBuffer.allocate(lengths[i]) : ByteBuffer.allocateDirect(lengths[i]);
        }
        return buffers;
    }

    private static byte[] joined(ByteBuffer[] buffers) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(buffers).mapToInt(ByteBuffer::position).sum());
        for (ByteBuffer buffer : buffers) {
            all.put(ChannelFiles.taken(buffer));
        }
        return all.array();
    }

    @Test
    default void scatteringFillsOneBufferAfterTheOther() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(1000), READ)) {
            ByteBuffer[] buffers = mixed(100, 0, 300, 5, 7);
            assertThat(channel.read(buffers)).isEqualTo(412);
            assertThat(joined(buffers)).isEqualTo(ChannelFiles.bytes(412));
            assertThat(channel.position()).isEqualTo(412);
        }
    }

    @Test
    default void scatteringEndsWithTheFile() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(150), READ)) {
            ByteBuffer[] buffers = mixed(100, 100, 100);
            assertThat(channel.read(buffers)).isEqualTo(150);
            assertThat(buffers).extracting(ByteBuffer::position).containsExactly(100, 50, 0);
            assertThat(channel.read(buffers)).isEqualTo(-1);
            assertThat(joined(buffers)).isEqualTo(ChannelFiles.bytes(150));
        }
    }

    @Test
    default void gatheringWritesOneBufferAfterTheOther() throws IOException {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, WRITE)) {
            ByteBuffer[] buffers = {
                ChannelFiles.piece(0, 10),
                ByteBuffer.allocate(0),
                ChannelFiles.piece(10, 20).asReadOnlyBuffer(),
                ByteBuffer.allocateDirect(5).put(ChannelFiles.piece(30, 5)).flip()
            };
            assertThat(channel.write(buffers)).isEqualTo(35);
            assertThat(buffers).noneMatch(ByteBuffer::hasRemaining);
            assertThat(channel.position()).isEqualTo(35);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(35));
    }

    @Test
    default void gatheringAppends() throws IOException {
        Path path = ChannelFiles.file(10);
        try (FileChannel channel = open(path, APPEND)) {
            assertThat(channel.write(new ByteBuffer[] {ChannelFiles.piece(10, 3), ChannelFiles.piece(13, 4)})).isEqualTo(7);
            assertThat(channel.position()).isEqualTo(17);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(17));
    }

    @Test
    default void onlyTheGivenRangeOfTheArrayIsUsed() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(100), READ)) {
            ByteBuffer[] buffers = mixed(10, 10, 10, 10);
            assertThat(channel.read(buffers, 1, 2)).isEqualTo(20);
            assertThat(buffers).extracting(ByteBuffer::position).containsExactly(0, 10, 10, 0);
            assertThat(channel.read(buffers, 4, 0)).isZero();
            assertThat(channel.read(new ByteBuffer[0])).isZero();
            assertThatThrownBy(() -> channel.read(buffers, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> channel.read(buffers, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(channel.position()).isEqualTo(20);
        }
    }

    @Test
    default void buffersWithoutRoomReadNothingEvenAtTheEnd() throws IOException {
        try (FileChannel channel = open(ChannelFiles.emptyFile(), READ, WRITE)) {
            assertThat(channel.read(mixed(0, 0))).isZero();
            assertThat(channel.write(mixed(0, 0))).isZero();
        }
    }

    @Test
    default void moreBuffersThanOneCallTakesComeInSeveral() throws IOException {
        int count = 3000;
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, READ, WRITE)) {
            ByteBuffer[] out = new ByteBuffer[count];
            for (int i = 0; i < count; i++) {
                out[i] = ChannelFiles.piece(i * 3, 3);
            }
            while (channel.position() < count * 3) {
                assertThat(channel.write(out)).isPositive();
            }
            int[] lengths = new int[count];
            Arrays.fill(lengths, 3);
            ByteBuffer[] in = mixed(lengths);
            channel.position(0);
            while (channel.position() < count * 3) {
                assertThat(channel.read(in)).isPositive();
            }
            assertThat(joined(in)).isEqualTo(ChannelFiles.bytes(count * 3));
        }
    }

    @Test
    default void vectorsNeedTheAccessToo() throws IOException {
        Path path = ChannelFiles.file(10);
        try (FileChannel reader = open(path, READ);
                FileChannel writer = open(path, WRITE)) {
            assertThatThrownBy(() -> writer.read(mixed(1))).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> reader.write(mixed(1))).isInstanceOf(NonWritableChannelException.class);
        }
    }
}
