package io.auraio.channels;

import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Moves bytes between a file and another channel, through a buffer of the pool's; or has the JDK's channel of the same file do it, where that
 * spares the copy: from the page cache to a socket, or from one file to another within the kernel. That holds its thread, and is closed by an
 * interrupt: it is for platform threads, and for channels that do not survive interrupts. Past the page cache the JDK's does it too, since a
 * transfer may begin and end anywhere.
 */
final class Transfers {

    private static final int PIECE_BYTES = 256 << 10;

    private final ChannelFile channel;
    private final FileChannel self;

    /**
     * Of one channel.
     *
     * @param channel its file
     * @param self reads and writes at positions as the channel's user would, so that each piece ends by interrupt and close as a call of its own
     */
    Transfers(ChannelFile channel, FileChannel self) {
        this.channel = channel;
        this.self = self;
    }

    /** Whether the JDK's channel is to transfer to that one. */
    boolean areTheJdks(WritableByteChannel target) {
        return channel.file().isDirect() || sparesACopy(target) && !channel.mode().survivesInterrupt() && !Thread.currentThread().isVirtual();
    }

    /** Whether the JDK's channel is to transfer from others. */
    boolean areTheJdks() {
        return channel.file().isDirect();
    }

    /**
     * The bytes from a position of the file on, until it ends or the target takes less than it is given. What was transferred before a failure is the answer,
     * and the failure is left for the next call to meet.
     */
    long to(long position, long count, WritableByteChannel target) throws IOException {
        long done = 0;
        try (Buffer buffer = channel.engine().allocate(Math.min(count, PIECE_BYTES))) {
            boolean taken = true;
            while (done < count && taken) {
                ByteBuffer bytes = piece(buffer, count - done);
                if (self.read(bytes, position + done) <= 0) {
                    break;
                }
                bytes.flip();
                done += target.write(bytes);
                taken = !bytes.hasRemaining();
            }
        } catch (IOException e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }

    /**
     * Bytes to a position of the file and on, until the source has no more: it has ended, or does not block and has none now. Failures as {@link #to}. Another
     * file is read past its position, which is then moved by what was written; of any other source, what was read and could not be written is lost.
     */
    long from(ReadableByteChannel source, long position, long count) throws IOException {
        FileChannel file = source instanceof FileChannel other ? other : null;
        long start = file == null ? 0 : file.position();
        long done = 0;
        try (Buffer buffer = channel.engine().allocate(Math.min(count, PIECE_BYTES))) {
            while (done < count) {
                ByteBuffer bytes = piece(buffer, count - done);
                if ((file == null ? source.read(bytes) : file.read(bytes, start + done)) <= 0) {
                    break;
                }
                bytes.flip();
                while (bytes.hasRemaining()) {
                    done += self.write(bytes, position + done);
                }
            }
        } catch (IOException e) {
            if (done == 0) {
                throw e;
            }
        }
        if (file != null && done > 0) {
            file.position(start + done);
        }
        return done;
    }

    private static ByteBuffer piece(Buffer buffer, long left) {
        ByteBuffer bytes = buffer.byteBuffer();
        return bytes.limit((int) Math.min(bytes.capacity(), left));
    }

    private static boolean sparesACopy(WritableByteChannel target) {
        return target instanceof SelectableChannel || target instanceof FileChannel && !(target instanceof EngineFileChannel);
    }
}
