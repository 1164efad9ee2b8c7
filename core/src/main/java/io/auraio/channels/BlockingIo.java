package io.auraio.channels;

import io.auraio.AsyncFile;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Reads and writes that their thread waits for: what the file's blocking calls leave to be done for the contract of a FileChannel. Knows no position. */
final class BlockingIo {

    /** How much of memory that is copied one request takes. */
    private static final int PIECE_BYTES = 1 << 20;

    /** What the pool lends at most. */
    private static final int MAX_BUFFER_BYTES = 128 << 20;

    private final ChannelFile channel;
    private final AsyncFile file;

    BlockingIo(ChannelFile channel) {
        this.channel = channel;
        this.file = channel.file();
    }

    /** What may be interrupted. */
    interface Interruptible<T> {
        T call() throws IOException;
    }

    /**
     * Transfers what lies between the buffer's position and its limit, or less, and moves the position by it.
     *
     * @return bytes; -1 at the end of the file
     * @throws InterruptedIOException where the thread is interrupted, and the channel does not survive that
     */
    int transfer(boolean reading, ByteBuffer buffer, long position) throws IOException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        int before = buffer.position();
        if (!channel.mode().survivesInterrupt()) {
            return once(reading, buffer, position);
        }
        return surviving(() -> {
            try {
                return once(reading, buffer, position);
            } catch (InterruptedIOException e) {
                // Between two pieces.
                if (buffer.position() > before) {
                    return buffer.position() - before;
                }
                throw e;
            }
        });
    }

    private int once(boolean reading, ByteBuffer buffer, long position) throws IOException {
        MemorySegment memory = UserBuffer.remaining(buffer);
        boolean copied = UserBuffer.isConfined(memory) || !memory.isNative() && appendsInPieces(reading, memory);
        UserBuffer.checkAligned(file, copied || !memory.isNative() ? null : memory, memory.byteSize(), position);
        int count;
        if (copied) {
            count = copied(reading, memory, position);
            buffer.position(buffer.position() + Math.max(0, count));
        } else if (memory.byteSize() < buffer.remaining()) {
            count = (int) (reading ? file.read(memory, position) : file.write(memory, position));
            buffer.position(buffer.position() + count);
        } else {
            count = reading ? file.read(buffer, position) : file.write(buffer, position);
        }
        return reading && count == 0 ? -1 : count;
    }

    /** One write that appends must be one request, or another's could come between its pieces. */
    private boolean appendsInPieces(boolean reading, MemorySegment memory) {
        return !reading && channel.mode().appends() && memory.byteSize() > PIECE_BYTES;
    }

    private int copied(boolean reading, MemorySegment memory, long position) throws IOException {
        long greatest = channel.mode().appends() ? MAX_BUFFER_BYTES : PIECE_BYTES;
        try (Buffer copy = channel.engine().allocate(Math.min(memory.byteSize(), greatest))) {
            if (!reading) {
                MemorySegment.copy(memory, 0, copy.segment(), 0, copy.sizeBytes());
                return file.write(copy, position);
            }
            int count = file.read(copy, position);
            MemorySegment.copy(copy.segment(), 0, memory, 0, count);
            return count;
        }
    }

    /**
     * Transfers a pool buffer, or less.
     *
     * @return bytes; 0 at the end of the file
     * @throws InterruptedIOException where the thread is interrupted, and the channel does not survive that
     */
    int transfer(boolean reading, Buffer buffer, long position) throws IOException {
        if (!channel.mode().survivesInterrupt()) {
            return reading ? file.read(buffer, position) : file.write(buffer, position);
        }
        return surviving(() -> reading ? file.read(buffer, position) : file.write(buffer, position));
    }

    /** Makes what was written durable. */
    void force(boolean metadata) throws IOException {
        if (!channel.mode().survivesInterrupt()) {
            file.force(metadata);
            return;
        }
        surviving(() -> {
            file.force(metadata);
            return null;
        });
    }

    /** Calls it until it ends otherwise than by an interrupt, of which only the thread's flag is left. */
    static <T> T surviving(Interruptible<T> call) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return call.call();
                } catch (InterruptedIOException e) {
                    // It was cancelled: nothing was transferred.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
