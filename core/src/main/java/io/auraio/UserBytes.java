package io.auraio;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The bytes of a ByteBuffer, or of a segment on the heap, while they are transferred. Native memory goes to the kernel as it is; heap memory, which the
 * collector moves, is copied through a buffer of the pool's, a piece at a time. A ByteBuffer's position is moved by what was transferred, once, at the end.
 */
final class UserBytes implements UserMemory {

    /** How much of heap memory one request takes: as much as the pool's thread caches hold, where a system call is lost in the copying. */
    static final int PIECE_BYTES = 1 << 20;

    private final boolean reading;
    private final ByteBuffer buffer;
    private final int position;
    private final MemorySegment memory;
    private final Buffer copy;
    private long done;

    private UserBytes(Engine engine, boolean reading, ByteBuffer buffer, MemorySegment memory) {
        this.reading = reading;
        this.buffer = buffer;
        this.position = buffer == null ? 0 : buffer.position();
        this.memory = memory;
        this.copy = memory.isNative() ? null : engine.allocate(Math.min(memory.byteSize(), PIECE_BYTES));
    }

    /** What lies between the buffer's position and its limit. */
    static UserBytes of(AsyncFile file, boolean reading, ByteBuffer buffer, long offset) {
        MemorySegment memory = FileChecks.remaining(reading, buffer);
        file.checks().transfer(reading, memory, offset);
        return new UserBytes(file.engine(), reading, buffer, memory);
    }

    /** A segment on the heap. */
    static UserBytes of(AsyncFile file, boolean reading, MemorySegment memory, long offset) {
        file.checks().transfer(reading, memory, offset);
        return new UserBytes(file.engine(), reading, null, memory);
    }

    @Override
    public MemorySegment next() {
        if (copy == null) {
            return memory.asSlice(done);
        }
        MemorySegment piece = copy.segment().asSlice(0, Math.min(copy.sizeBytes(), memory.byteSize() - done));
        if (!reading) {
            MemorySegment.copy(memory, done, piece, 0, piece.byteSize());
        }
        return piece;
    }

    @Override
    public Object held() {
        return copy == null ? memory : copy;
    }

    /** There is more where the piece was whole, and not the last. */
    @Override
    public boolean transferred(int result) {
        if (result <= 0) {
            return false;
        }
        if (copy != null && reading) {
            MemorySegment.copy(copy.segment(), 0, memory, done, result);
        }
        long asked = copy == null ? memory.byteSize() - done : Math.min(copy.sizeBytes(), memory.byteSize() - done);
        done += result;
        return result == asked && done < memory.byteSize();
    }

    @Override
    public long done() {
        return done;
    }

    @Override
    public void end() {
        if (buffer != null) {
            // No further than its limit, which the user may have moved meanwhile: an answer must come in any case.
            buffer.position(Math.min(position + (int) done, buffer.limit()));
        }
        if (copy != null) {
            HeldMemory.giveBack(copy);
        }
    }
}
