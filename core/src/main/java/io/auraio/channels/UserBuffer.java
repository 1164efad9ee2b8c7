package io.auraio.channels;

import io.auraio.AsyncFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** What a channel may be given by its user, and how that goes to the engine. */
final class UserBuffer {

    /** The most that one {@code read(2)} or {@code write(2)} transfers: INT_MAX down to a page, MAX_RW_COUNT of linux/fs.h. */
    static final int MAX_TRANSFER_BYTES = 0x7ffff000;

    /** A thread that is not running and never will: memory that it may access, any thread may. */
    private static final Thread ANY_THREAD = Thread.ofPlatform().unstarted(() -> {});

    private UserBuffer() {}

    static void checkPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position=" + position + "; 0 or more is right");
        }
    }

    static void checkWritable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("buffer=" + buffer + " is read-only; a writable buffer is right");
        }
    }

    /** What lies between the buffer's position and its limit. */
    static MemorySegment remaining(ByteBuffer buffer) {
        MemorySegment memory = MemorySegment.ofBuffer(buffer);
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException("buffer=" + buffer + " was freed: its arena is closed");
        }
        return memory.byteSize() > MAX_TRANSFER_BYTES ? memory.asSlice(0, MAX_TRANSFER_BYTES) : memory;
    }

    /** Whether the kernel may be given the memory as it is. Memory on the heap is moved by the collector, confined memory freed by its thread. */
    static boolean isShared(MemorySegment memory) {
        return memory.isNative() && memory.isAccessibleBy(ANY_THREAD);
    }

    static boolean isConfined(MemorySegment memory) {
        return !memory.isAccessibleBy(ANY_THREAD);
    }

    /**
     * The JDK's channels answer O_DIRECT's demands with an IOException.
     *
     * @param memory null where it is copied to memory that is aligned
     */
    static void checkAligned(AsyncFile file, MemorySegment memory, long length, long position) throws IOException {
        if (file.isDirect()) {
            checkAligned(file, "position", position, file.directOffsetAlignment());
            checkAligned(file, "length", length, file.directOffsetAlignment());
            checkAligned(file, "memory address", memory == null ? 0 : memory.address(), file.directMemoryAlignment());
        }
    }

    private static void checkAligned(AsyncFile file, String what, long value, int alignment) throws IOException {
        if ((value & (alignment - 1)) != 0) {
            throw new IOException(what + "=" + value + " on path=" + file.path() + " opened with O_DIRECT; a multiple of " + alignment + " is right");
        }
    }
}
