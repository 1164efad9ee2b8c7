package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A {@link FileChannel} past the page cache: the JDK's {@code ExtendedOpenOption.DIRECT}. */
interface FileChannelDirectContract extends FileChannelContract {

    /** The JDK's own option, by name: javac warns at each mention of it. */
    static OpenOption jdkDirect() {
        try {
            return Arrays.stream(Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
                    .map(OpenOption.class::cast)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .findAny()
                    .orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new LinkageError("this JDK has no module jdk.unsupported", e);
        }
    }

    /** Of the file system; what O_DIRECT asks for is never more on those that the tests run on. */
    private static int block(Path path) throws IOException {
        return (int) Files.getFileStore(path).getBlockSize();
    }

    private FileChannel openDirect(Path path) {
        try {
            return open(path, jdkDirect(), READ, WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return Assumptions.abort("the file system of " + path.toAbsolutePath() + " has no O_DIRECT: " + e.getMessage());
        }
    }

    @Test
    default void blocksPastThePageCacheAreReadAndWritten() throws IOException {
        Path path = ChannelFiles.file(100_000);
        int block = block(path);
        try (FileChannel channel = openDirect(path)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(4 * block).alignedSlice(block).limit(2 * block);
            assertThat(channel.read(direct, block)).isEqualTo(2 * block);
            assertThat(direct.flip()).isEqualTo(ChannelFiles.piece(block, 2 * block));
            assertThat(channel.write(direct, 4L * block)).isEqualTo(2 * block);
            ByteBuffer heap = ByteBuffer.allocate(2 * block);
            channel.position(4L * block);
            assertThat(channel.read(heap)).isEqualTo(2 * block);
            assertThat(heap.flip()).isEqualTo(ChannelFiles.piece(block, 2 * block));
            channel.position(0);
            assertThat(channel.write(heap)).isEqualTo(2 * block);
        }
    }

    @Test
    default void scatteringAndGatheringGoPastThePageCacheToo() throws IOException {
        Path path = ChannelFiles.file(100_000);
        int block = block(path);
        try (FileChannel channel = openDirect(path)) {
            ByteBuffer[] buffers = {ByteBuffer.allocate(block), ByteBuffer.allocateDirect(2 * block).alignedSlice(block).limit(block)};
            assertThat(channel.read(buffers)).isEqualTo(2 * block);
            assertThat(buffers[0].flip()).isEqualTo(ChannelFiles.piece(0, block));
            assertThat(buffers[1].flip()).isEqualTo(ChannelFiles.piece(block, block));
            channel.position(8L * block);
            assertThat(channel.write(buffers)).isEqualTo(2 * block);
        }
    }

    @Test
    default void lastBlockOfTheFileIsReadInPart() throws IOException {
        Path path = ChannelFiles.emptyFile();
        int block = block(path);
        Files.write(path, ChannelFiles.bytes(block + 100));
        try (FileChannel channel = openDirect(path)) {
            ByteBuffer heap = ByteBuffer.allocate(block);
            assertThat(channel.read(heap, block)).isEqualTo(100);
            assertThat(ChannelFiles.taken(heap)).isEqualTo(ChannelFiles.piece(block, 100).array());
            assertThat(channel.read(heap.clear(), 2L * block)).isEqualTo(-1);
        }
    }

    @Test
    default void whatIsNotAlignedIsAnIoException() throws IOException {
        Path path = ChannelFiles.file(100_000);
        int block = block(path);
        try (FileChannel channel = openDirect(path)) {
            ByteBuffer heap = ByteBuffer.allocate(block);
            assertThatThrownBy(() -> channel.read(heap, 1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(100), 0)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> channel.write(heap, 1)).isInstanceOf(IOException.class);
            ByteBuffer shifted = ByteBuffer.allocateDirect(3 * block).alignedSlice(block).position(1).limit(1 + block);
            assertThatThrownBy(() -> channel.read(shifted, 0)).isInstanceOf(IOException.class);
            assertThat(heap.position()).isZero();
            assertThat(shifted.position()).isEqualTo(1);
            channel.position(1);
            assertThatThrownBy(() -> channel.read(heap)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> channel.write(heap)).isInstanceOf(IOException.class);
            assertThat(channel.position()).isEqualTo(1);
        }
    }
}
