package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link FileChannel#transferTo} and {@link FileChannel#transferFrom} with a source or target that ends, comes up short or fails: what was transferred counts.
 */
interface FileChannelShortTransferContract extends FileChannelContract {

    /** Gives, call by call, so many bytes, nothing for 0, an error for -2, and then has ended. */
    final class Source implements ReadableByteChannel {
        private final Deque<Integer> answers;
        private int given;
        private boolean open = true;

        Source(Integer... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            int answer = answers.isEmpty() ? -1 : answers.remove();
            if (answer == -2) {
                throw new IOException("the source has failed");
            }
            int count = Math.min(answer, dst.remaining());
            for (int i = 0; i < count; i++) {
                dst.put(ChannelFiles.at(given++));
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    default void sourceThatComesUpShortIsReadUntilItEnds() throws IOException {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, WRITE)) {
            assertThat(channel.transferFrom(new Source(7, 100, 1, 5000), 0, 1_000_000)).isEqualTo(5108);
            assertThat(channel.transferFrom(new Source(), 5108, 100)).isZero();
            assertThat(channel.transferFrom(new Source(3, 4, 5), 0, 6)).as("no more than is asked for").isEqualTo(6);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(5108));
    }

    @Test
    default void sourceThatHasNothingNowIsNotAskedAgain() throws IOException {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, WRITE)) {
            Source source = new Source(10, 0, 20);
            assertThat(channel.transferFrom(source, 0, 100)).isEqualTo(10);
            assertThat(channel.transferFrom(source, 10, 100)).isEqualTo(20);
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(30));
    }

    @Test
    default void sourceThatFailsLosesNothingThatItGaveBefore() throws IOException {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, WRITE)) {
            assertThat(channel.transferFrom(new Source(50, -2), 0, 100)).isEqualTo(50);
            assertThatThrownBy(() -> channel.transferFrom(new Source(-2), 50, 100)).isInstanceOf(IOException.class).hasMessage("the source has failed");
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(50));
    }

    @Test
    default void targetThatFailsLeavesWhatItTook() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(600_000), READ)) {
            Failing target = new Failing();
            long taken = channel.transferTo(0, 600_000, target);
            assertThat(taken).isPositive().isLessThan(600_000);
            assertThat(target.bytes.toByteArray()).isEqualTo(ChannelFiles.bytes((int) taken));
            assertThatThrownBy(() -> channel.transferTo(taken, 100, target)).isInstanceOf(IOException.class).hasMessage("the target has failed");
        }
    }

    /** Takes one piece, whole. */
    final class Failing implements WritableByteChannel {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public int write(ByteBuffer src) throws IOException {
            if (bytes.size() > 0) {
                throw new IOException("the target has failed");
            }
            int count = src.remaining();
            while (src.hasRemaining()) {
                bytes.write(src.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    default void failureToWriteTheFirstByteIsThrown() throws IOException {
        try (FileChannel channel = open(Path.of("/dev/full"), WRITE)) {
            assertThatThrownBy(() -> channel.transferFrom(new Source(50), 0, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
        }
    }

    @Test
    default void fileWhoseSizeIsNotKnownGoesToItsEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FileChannel channel = open(Path.of("/proc/self/status"), READ)) {
            assertThat(channel.size()).isZero();
            assertThat(channel.transferTo(0, 1 << 20, Channels.newChannel(bytes))).isEqualTo(bytes.size());
        }
        assertThat(bytes.toString(java.nio.charset.StandardCharsets.US_ASCII)).startsWith("Name:").contains("voluntary_ctxt_switches");
    }

    @Test
    default void interruptedTransferClosesBothChannels() throws IOException {
        FileChannel channel = open(ChannelFiles.file(100), READ, WRITE);
        FileChannel other = open(ChannelFiles.file(100), READ, WRITE);
        WritableByteChannel target = Channels.newChannel(new ByteArrayOutputStream());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> channel.transferTo(0, 100, target)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> other.transferFrom(new Source(100), 0, 100)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(other.isOpen()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    default void sourceOfAnotherKindOfChannelEndsTheTransfer() throws IOException {
        try (FileChannel channel = open(ChannelFiles.emptyFile(), WRITE);
                ReadableByteChannel source = Channels.newChannel(new ByteArrayInputStream(ChannelFiles.bytes(20_000)))) {
            assertThat(channel.transferFrom(source, 0, Long.MAX_VALUE)).isEqualTo(20_000);
        }
    }
}
