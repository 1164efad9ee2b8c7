package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@link FileChannel#map}. */
interface FileChannelMapContract extends FileChannelContract {

    @Test
    default void mapShowsTheFileAndOutlivesTheChannel() throws IOException {
        Path path = ChannelFiles.file(10_000);
        MappedByteBuffer map;
        try (FileChannel channel = open(path, READ)) {
            map = channel.map(MapMode.READ_ONLY, 5000, 5000);
        }
        byte[] bytes = new byte[5000];
        map.get(bytes);
        assertThat(bytes).isEqualTo(ChannelFiles.piece(5000, 5000).array());
        assertThat(map.isReadOnly()).isTrue();
    }

    @Test
    default void whatIsWrittenToAMapIsReadThroughTheChannel() throws IOException {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, READ, WRITE);
                Arena arena = Arena.ofConfined()) {
            MemorySegment map = channel.map(MapMode.READ_WRITE, 0, 100, arena);
            assertThat(channel.size()).as("grown by the map").isEqualTo(100);
            map.copyFrom(MemorySegment.ofArray(ChannelFiles.bytes(100)));
            ByteBuffer buffer = ByteBuffer.allocate(100);
            channel.read(buffer);
            assertThat(buffer.array()).isEqualTo(ChannelFiles.bytes(100));
            channel.write(ByteBuffer.wrap(new byte[] {42}), 7);
            assertThat(map.get(ValueLayout.JAVA_BYTE, 7)).isEqualTo((byte) 42);
        }
    }

    @Test
    default void privateMapKeepsItsChanges() throws IOException {
        Path path = ChannelFiles.file(100);
        try (FileChannel channel = open(path, READ, WRITE)) {
            MappedByteBuffer map = channel.map(MapMode.PRIVATE, 0, 100);
            map.put(3, (byte) 99);
            assertThat(map.get(3)).isEqualTo((byte) 99);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(100));
    }

    @Test
    default void mapsNeedTheAccessOfTheirMode() throws IOException {
        Path path = ChannelFiles.file(100);
        try (FileChannel reader = open(path, READ);
                FileChannel writer = open(path, WRITE)) {
            assertThatThrownBy(() -> writer.map(MapMode.READ_ONLY, 0, 1)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> writer.map(MapMode.READ_WRITE, 0, 1)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> reader.map(MapMode.READ_WRITE, 0, 1)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> reader.map(MapMode.PRIVATE, 0, 1)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    default void mapsCheckTheirRange() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(100), READ)) {
            assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, -1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 0, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 0, 1L << 31)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.map(null, 0, 1)).isInstanceOf(NullPointerException.class);
        }
    }
}
