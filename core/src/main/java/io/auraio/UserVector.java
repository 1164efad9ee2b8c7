package io.auraio;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Several ByteBuffers as the memory of one vectored request, each between its position and its limit. Direct ones go to the kernel as they are, others are
 * copied through a pool buffer of their own.
 */
final class UserVector implements UserMemory {

    private final boolean reading;
    private final ByteBuffer[] buffers;
    private final Buffer[] copies;
    private final IoVector vector;
    private long done;

    /** Copies the array. The checks are the caller's: {@link #of}. */
    private UserVector(AsyncFile file, boolean reading, ByteBuffer[] buffers, MemorySegment[] memory) {
        this.reading = reading;
        this.buffers = buffers;
        copies = new Buffer[buffers.length];
        Object[] pieces = new Object[buffers.length];
        MemorySegment[] segments = new MemorySegment[buffers.length];
        boolean made = false;
        try {
            for (int i = 0; i < buffers.length; i++) {
                pieces[i] = segments[i] = memory[i];
                if (!memory[i].isNative()) {
                    copies[i] = file.engine().allocate(memory[i].byteSize());
                    pieces[i] = copies[i];
                    segments[i] = copies[i].segment();
                    if (!reading) {
                        segments[i].copyFrom(memory[i]);
                    }
                }
            }
            vector = new IoVector(file.engine(), pieces, segments);
            made = true;
        } finally {
            if (!made) {
                end();
            }
        }
    }

    static UserVector of(AsyncFile file, boolean reading, ByteBuffer[] buffers, long offset) {
        ByteBuffer[] own = buffers.clone();
        MemorySegment[] memory = new MemorySegment[own.length];
        for (int i = 0; i < own.length; i++) {
            memory[i] = FileChecks.remaining(reading, own[i]);
        }
        file.checks().vectored(reading, memory, offset);
        return new UserVector(file, reading, own, memory);
    }

    @Override
    public Object held() {
        return vector;
    }

    @Override
    public MemorySegment next() {
        return vector.iovecs();
    }

    /** Never more: what is left of a vector is another one. */
    @Override
    public boolean transferred(int result) {
        done = Math.max(0, result);
        return false;
    }

    @Override
    public long done() {
        return done;
    }

    @Override
    public void end() {
        if (vector != null) {
            vector.close();
        }
        long left = done;
        for (int i = 0; i < buffers.length; i++) {
            int length = (int) Math.min(left, buffers[i].remaining());
            if (copies[i] != null) {
                if (reading && length > 0) {
                    MemorySegment.ofBuffer(buffers[i]).asSlice(0, length).copyFrom(copies[i].segment().asSlice(0, length));
                }
                HeldMemory.giveBack(copies[i]);
            }
            buffers[i].position(buffers[i].position() + length);
            left -= length;
        }
    }
}
