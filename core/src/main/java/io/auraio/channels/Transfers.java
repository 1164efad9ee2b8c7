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
    private final BlockingIo io;

    Transfers(ChannelFile channel, BlockingIo io) {
        this.channel = channel;
        this.io = io;
    }

    /** The bytes from a position of the file on. */
    long to(long position, long count, WritableByteChannel target) throws IOException {
        if (channel.file().isDirect() || sparesACopy(target) && !channel.mode().survivesInterrupt() && !Thread.currentThread().isVirtual()) {
            return channel.mapping().transferTo(position, count, target);
        }
        long done = 0;
        try (Buffer buffer = channel.engine().allocate(Math.min(count, PIECE_BYTES))) {
            while (done < count) {
                int read = io.transfer(true, buffer, position + done);
                int bytes = (int) Math.min(read, count - done);
                int written = bytes == 0 ? 0 : target.write(buffer.byteBuffer().limit(bytes));
                done += written;
                if (written < buffer.sizeBytes()) {
                    // The file has ended, or the target takes no more.
                    break;
                }
            }
        } catch (IOException e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }

    /** Bytes to a position of the file and on. */
    long from(ReadableByteChannel source, long position, long count) throws IOException {
        if (channel.file().isDirect()) {
            return channel.mapping().transferFrom(source, position, count);
        }
        if (source instanceof FileChannel file) {
            return fromFile(file, position, count);
        }
        long done = 0;
        try (Buffer buffer = channel.engine().allocate(Math.min(count, PIECE_BYTES))) {
            int read = 0;
            while (done < count && read >= 0) {
                ByteBuffer bytes = buffer.byteBuffer();
                read = source.read(bytes.limit((int) Math.min(bytes.capacity(), count - done)));
                if (read <= 0) {
                    break;
                }
                writeAll(bytes.flip(), position + done);
                done += read;
                if (read < bytes.capacity()) {
                    // Another read could wait for a source that has given what it had.
                    break;
                }
            }
        } catch (IOException e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }

    /** A file can be read at any position, and its own moved by what was written. */
    private long fromFile(FileChannel source, long position, long count) throws IOException {
        long start = source.position();
        long done = 0;
        try (Buffer buffer = channel.engine().allocate(Math.min(count, PIECE_BYTES))) {
            while (done < count) {
                ByteBuffer bytes = buffer.byteBuffer();
                if (source.read(bytes.limit((int) Math.min(bytes.capacity(), count - done)), start + done) <= 0) {
                    break;
                }
                int read = bytes.position();
                writeAll(bytes.flip(), position + done);
                done += read;
            }
        } finally {
            source.position(start + done);
        }
        return done;
    }

    private void writeAll(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += io.transfer(false, bytes, at);
        }
    }

    private static boolean sparesACopy(WritableByteChannel target) {
        return target instanceof SelectableChannel || target instanceof FileChannel && !(target instanceof EngineFileChannel);
    }
}
