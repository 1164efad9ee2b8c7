package io.auraio.channels;

import io.auraio.AsyncFile;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Scattering reads and gathering writes. Buffers that the kernel may be given as they are go to it in one request; where one of them may not, all are copied
 * through one of the pool's, and so are few bytes, of which a copy costs less than a request.
 */
final class VectoredIo {

    /** IOV_MAX of limits.h. */
    private static final int MAX_PIECES = 1024;

    /** How much of memory that is copied one request takes; also when it appends, so that the request is one. */
    private static final int COPIED_BYTES = 1 << 20;

    private static final int FEW_BYTES = 64 << 10;

    private final ChannelFile channel;
    private final AsyncFile file;
    private final BlockingIo io;

    VectoredIo(ChannelFile channel, BlockingIo io) {
        this.channel = channel;
        this.file = channel.file();
        this.io = io;
    }

    /**
     * Transfers between the file and the buffers, one after the other, and moves their positions.
     *
     * @return bytes; -1 at the end of the file
     */
    long transfer(boolean reading, ByteBuffer[] buffers, int first, int length, long position) throws IOException {
        ByteBuffer[] used = new ByteBuffer[Math.min(length, MAX_PIECES)];
        MemorySegment[] pieces = new MemorySegment[used.length];
        int count = 0;
        long total = 0;
        boolean shared = true;
        for (int i = first; i < first + length; i++) {
            if (reading) {
                UserBuffer.checkWritable(buffers[i]);
            }
            if (buffers[i].hasRemaining() && count < used.length && total < UserBuffer.MAX_TRANSFER_BYTES) {
                MemorySegment piece = UserBuffer.remaining(buffers[i]);
                used[count] = buffers[i];
                pieces[count++] = piece.asSlice(0, Math.min(piece.byteSize(), UserBuffer.MAX_TRANSFER_BYTES - total));
                total += pieces[count - 1].byteSize();
                shared &= UserBuffer.isShared(piece);
            }
        }
        if (count <= 1) {
            return count == 0 ? 0 : io.transfer(reading, used[0], position);
        }
        MemorySegment[] memory = Arrays.copyOf(pieces, count);
        long transferred;
        if (shared && total > FEW_BYTES && total < UserBuffer.MAX_TRANSFER_BYTES) {
            transferred = vectored(reading, Arrays.copyOf(used, count), memory, position);
        } else {
            transferred = copied(reading, memory, total, position);
            advance(used, transferred);
        }
        return reading && transferred == 0 ? -1 : transferred;
    }

    /** Moves the buffers' positions. */
    private long vectored(boolean reading, ByteBuffer[] buffers, MemorySegment[] pieces, long position) throws IOException {
        for (MemorySegment piece : pieces) {
            UserBuffer.checkAligned(file, piece, piece.byteSize(), position);
        }
        BlockingIo.Interruptible<Integer> call = () -> reading ? file.readv(buffers, position) : file.writev(buffers, position);
        return channel.mode().survivesInterrupt() ? BlockingIo.surviving(call) : call.call();
    }

    private long copied(boolean reading, MemorySegment[] pieces, long total, long position) throws IOException {
        long bytes = Math.min(total, COPIED_BYTES);
        UserBuffer.checkAligned(file, null, bytes, position);
        try (Buffer copy = channel.engine().allocate(bytes)) {
            if (!reading) {
                move(copy.segment(), pieces, false);
                return io.transfer(false, copy, position);
            }
            int count = io.transfer(true, copy, position);
            move(copy.segment().asSlice(0, count), pieces, true);
            return count;
        }
    }

    /** As many bytes as the copy has, to the pieces or from them. */
    private static void move(MemorySegment copy, MemorySegment[] pieces, boolean toPieces) {
        long done = 0;
        for (int i = 0; i < pieces.length && done < copy.byteSize(); i++) {
            long bytes = Math.min(pieces[i].byteSize(), copy.byteSize() - done);
            if (toPieces) {
                MemorySegment.copy(copy, done, pieces[i], 0, bytes);
            } else {
                MemorySegment.copy(pieces[i], 0, copy, done, bytes);
            }
            done += bytes;
        }
    }

    private static void advance(ByteBuffer[] used, long transferred) {
        long left = transferred;
        for (int i = 0; left > 0; i++) {
            int bytes = (int) Math.min(left, used[i].remaining());
            used[i].position(used[i].position() + bytes);
            left -= bytes;
        }
    }
}
