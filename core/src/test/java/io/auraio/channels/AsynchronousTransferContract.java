package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads, writes, the end of the file and its size, of {@link AsynchronousFileChannel}. */
interface AsynchronousTransferContract extends AsynchronousFileChannelContract {

    int LENGTH = 100_000;

    /** Buffers with room for LENGTH bytes between position and limit, with something in front and behind. */
    static Stream<ByteBuffer> buffers() {
        return Stream.of(
                        ByteBuffer.allocate(LENGTH + 20),
                        ByteBuffer.allocateDirect(LENGTH + 20),
                        ByteBuffer.wrap(new byte[LENGTH + 50], 20, LENGTH + 20).slice(),
                        Arena.ofAuto().allocate(LENGTH + 20, 4096).asSlice(3).asByteBuffer())
                .map(buffer -> buffer.position(10).limit(10 + LENGTH));
    }

    @ParameterizedTest
    @MethodSource("io.auraio.channels.AsynchronousTransferContract#buffers")
    default void bytesBetweenPositionAndLimitAreFilled(ByteBuffer buffer) throws Exception {
        try (AsynchronousFileChannel channel = open(ChannelFiles.file(LENGTH + 1), READ)) {
            while (buffer.hasRemaining()) {
                int before = buffer.position();
                int count = before % 2 == 0
                        ? AsynchronousFileChannelContract.read(channel, buffer, before - 10)
                        : channel.read(buffer, before - 10).get();
                assertThat(count).isPositive();
                assertThat(buffer.position()).isEqualTo(before + count);
            }
            byte[] read = new byte[LENGTH];
            buffer.get(10, read);
            assertThat(read).isEqualTo(ChannelFiles.bytes(LENGTH));
            assertThat(buffer.get(9)).as("in front").isZero();
            assertThat(buffer.clear().get(10 + LENGTH)).as("behind").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.auraio.channels.AsynchronousTransferContract#buffers")
    default void bytesBetweenPositionAndLimitAreWritten(ByteBuffer buffer) throws Exception {
        buffer.put(10, ChannelFiles.bytes(LENGTH));
        Path path = ChannelFiles.emptyFile();
        try (AsynchronousFileChannel channel = open(path, WRITE)) {
            while (buffer.hasRemaining()) {
                int before = buffer.position();
                int count = before == 10
                        ? AsynchronousFileChannelContract.write(channel, buffer.asReadOnlyBuffer().limit(20), 0)
                        : channel.write(buffer, before - 10).get();
                if (before == 10) {
                    assertThat(buffer.position()).as("of another view").isEqualTo(10);
                    buffer.position(10 + count);
                } else {
                    assertThat(buffer.position()).isEqualTo(before + count);
                }
            }
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(LENGTH));
    }

    @Test
    default void endOfFileIsMinusOneButForABufferWithoutRoom() throws Exception {
        try (AsynchronousFileChannel channel = open(ChannelFiles.file(10), READ, WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(20);
            assertThat(channel.read(buffer, 4).get()).isEqualTo(6);
            assertThat(channel.read(buffer, 10).get()).isEqualTo(-1);
            assertThat(AsynchronousFileChannelContract.read(channel, buffer, 1L << 40)).isEqualTo(-1);
            assertThat(buffer.position()).isEqualTo(6);
            assertThat(channel.read(ByteBuffer.allocate(0), 10).get()).isZero();
            assertThat(AsynchronousFileChannelContract.write(channel, ByteBuffer.allocate(0), 100)).isZero();
            assertThat(channel.size()).isEqualTo(10);
        }
    }

    @Test
    default void writingBeyondTheEndGrowsTheFileAndTruncatingCutsIt() throws Exception {
        Path path = ChannelFiles.file(100);
        try (AsynchronousFileChannel channel = open(path, READ, WRITE)) {
            assertThat(channel.write(ChannelFiles.piece(0, 5), 2000).get()).isEqualTo(5);
            assertThat(channel.size()).isEqualTo(2005);
            assertThat(channel.truncate(5000)).isSameAs(channel);
            assertThat(channel.size()).as("never grows the file").isEqualTo(2005);
            channel.truncate(60);
            channel.force(true);
            channel.force(false);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(60));
    }

    @Test
    default void argumentsAreCheckedAtOnce() throws IOException {
        try (AsynchronousFileChannel channel = open(ChannelFiles.file(10), READ, WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(1);
            Handler<Integer, String> handler = new Handler<>();
            assertThatThrownBy(() -> channel.read(buffer, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.read(buffer, -1, "", handler)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.write(buffer, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.write(buffer, -1, "", handler)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.read(buffer.asReadOnlyBuffer(), 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.read(buffer.asReadOnlyBuffer(), 0, "", handler)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.read(buffer, 0, "", null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> channel.write(buffer, 0, "", null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> channel.truncate(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThat(handler).isNotDone();
        }
    }

    @Test
    default void manyOperationsAreOutAtOnce() throws Exception {
        int count = 500;
        int piece = 1000;
        Path path = ChannelFiles.emptyFile();
        try (AsynchronousFileChannel channel = open(path, READ, WRITE)) {
            List<Future<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                writes.add(channel.write(ChannelFiles.piece(i * piece, piece), (long) i * piece));
            }
            for (Future<Integer> write : writes) {
                assertThat(write.get()).isEqualTo(piece);
            }
            List<ByteBuffer> buffers = new ArrayList<>();
            List<Handler<Integer, Integer>> reads = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Handler<Integer, Integer> handler = new Handler<>();
                ByteBuffer buffer = i % 2 == 0 ? ByteBuffer.allocate(piece) : ByteBuffer.allocateDirect(piece);
                channel.read(buffer, (long) i * piece, i, handler);
                buffers.add(buffer);
                reads.add(handler);
            }
            for (int i = 0; i < count; i++) {
                assertThat(reads.get(i).get().result()).isEqualTo(piece);
                assertThat(reads.get(i).get().attachment()).isEqualTo(i);
                assertThat(buffers.get(i).flip()).isEqualTo(ChannelFiles.piece(i * piece, piece));
            }
        }
    }
}
