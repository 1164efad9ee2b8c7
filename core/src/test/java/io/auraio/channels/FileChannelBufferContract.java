package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of buffer a {@link FileChannel} can be given, and which of its bytes are used. */
interface FileChannelBufferContract extends FileChannelContract {

    int LENGTH = 100_000;

    /** Buffers with room for LENGTH bytes between position and limit, with something in front and behind. */
    static Stream<ByteBuffer> buffers() {
        return Stream.of(
                        ByteBuffer.allocate(LENGTH + 20),
                        ByteBuffer.allocateDirect(LENGTH + 20),
                        ByteBuffer.wrap(new byte[LENGTH + 50], 20, LENGTH + 20).slice(),
                        ByteBuffer.allocateDirect(LENGTH + 50).position(13).slice(),
                        Arena.ofAuto().allocate(LENGTH + 20).asByteBuffer(),
                        Arena.ofAuto().allocate(LENGTH + 20, 4096).asSlice(3).asByteBuffer())
                .map(buffer -> buffer.position(10).limit(10 + LENGTH));
    }

    @ParameterizedTest
    @MethodSource("io.auraio.channels.FileChannelBufferContract#buffers")
    default void bytesBetweenPositionAndLimitAreFilled(ByteBuffer buffer) throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(LENGTH + 1), READ)) {
            while (buffer.hasRemaining()) {
                int before = buffer.position();
                int count = channel.read(buffer);
                assertThat(buffer.position()).isEqualTo(before + count);
                assertThat(channel.position()).isEqualTo(buffer.position() - 10);
            }
            assertThat(buffer.limit()).isEqualTo(10 + LENGTH);
            byte[] read = new byte[LENGTH];
            buffer.get(10, read);
            assertThat(read).isEqualTo(ChannelFiles.bytes(LENGTH));
            assertThat(buffer.get(9)).as("in front").isZero();
            assertThat(buffer.clear().get(10 + LENGTH)).as("behind").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.auraio.channels.FileChannelBufferContract#buffers")
    default void bytesBetweenPositionAndLimitAreWritten(ByteBuffer buffer) throws IOException {
        buffer.put(10, ChannelFiles.bytes(LENGTH));
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, WRITE)) {
            while (buffer.hasRemaining()) {
                int before = buffer.position();
                assertThat(channel.write(buffer)).isEqualTo(buffer.position() - before);
            }
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(LENGTH));
    }

    @ParameterizedTest
    @MethodSource("io.auraio.channels.FileChannelBufferContract#buffers")
    default void readOnlyBuffersCanBeWrittenButNotReadInto(ByteBuffer buffer) throws IOException {
        buffer.put(10, ChannelFiles.bytes(LENGTH));
        ByteBuffer readOnly = buffer.asReadOnlyBuffer();
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, READ, WRITE)) {
            assertThat(channel.write(readOnly, 0)).isEqualTo(LENGTH);
            assertThat(readOnly.hasRemaining()).isFalse();
            ByteBuffer target = readOnly.position(10);
            assertThatThrownBy(() -> channel.read(target)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.read(target, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(1), target})).isInstanceOf(IllegalArgumentException.class);
            assertThat(target.position()).isEqualTo(10);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(LENGTH));
    }

    @Test
    default void memoryOfTheThreadsOwnIsTaken() throws IOException {
        try (FileChannel channel = open(ChannelFiles.emptyFile(), READ, WRITE);
                Arena arena = Arena.ofConfined()) {
            ByteBuffer buffer = arena.allocate(500).asByteBuffer();
            channel.write(buffer.put(ChannelFiles.bytes(500)).flip());
            assertThat(channel.read(buffer.put(0, new byte[500]).clear(), 0)).isEqualTo(500);
            assertThat(ChannelFiles.taken(buffer)).isEqualTo(ChannelFiles.bytes(500));
        }
    }

    @Test
    default void freedMemoryIsRefused() throws IOException {
        Arena arena = Arena.ofShared();
        ByteBuffer freed = arena.allocate(500).asByteBuffer();
        arena.close();
        try (FileChannel channel = open(ChannelFiles.file(500), READ, WRITE)) {
            assertThatThrownBy(() -> channel.read(freed)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> channel.write(freed)).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("io.auraio.channels.FileChannelBufferContract#buffers")
    default void buffersOfManyMegabytesArriveWhole(ByteBuffer like) throws IOException {
        int length = 20_000_003;
        byte[] bytes = ChannelFiles.bytes(length);
        ByteBuffer out = (like.isDirect() ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length)).put(bytes).flip();
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, READ, WRITE)) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
            ByteBuffer in = out.duplicate().clear();
            in.put(new byte[length]).clear();
            while (in.hasRemaining() && channel.read(in, in.position()) > 0) {}
            assertThat(ChannelFiles.taken(in)).isEqualTo(bytes);
        }
    }
}
