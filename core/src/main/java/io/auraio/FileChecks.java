package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Iovecs;
import io.auraio.syscall.Statx;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What may be asked of one file: the checks of every argument, and the messages that say what would be right. */
final class FileChecks {

    /** The most that one {@code read(2)} or {@code write(2)} transfers: INT_MAX down to a page, MAX_RW_COUNT of linux/fs.h. */
    static final long MAX_TRANSFER_BYTES = 0x7ffff000L;

    /** A thread that is not running and never will: memory that it may access, any thread may. */
    private static final Thread ANY_THREAD = Thread.ofPlatform().unstarted(() -> {});

    private final Path path;
    private final OpenMode mode;
    final int offsetAlignment;
    final int memoryAlignment;

    FileChecks(Path path, OpenMode mode, Statx status) {
        this.path = path;
        this.mode = mode;
        this.offsetAlignment = mode.direct() ? DirectAlignment.ofOffsets(status) : 1;
        this.memoryAlignment = mode.direct() ? DirectAlignment.ofMemory(status) : 1;
    }

    /** A read or write. Memory on the heap goes in pieces, and so can be larger than what one request takes. */
    void transfer(boolean reading, MemorySegment data, long offset) {
        access(reading);
        range(offset, data.byteSize(), data.isNative() ? MAX_TRANSFER_BYTES : Integer.MAX_VALUE);
        piece(reading, data);
        aligned("offset", offset, offsetAlignment);
    }

    /** A read or write of several pieces of memory. */
    void vectored(boolean reading, MemorySegment[] segments, long offset) {
        if (segments.length < 1 || segments.length > Iovecs.IOV_MAX) {
            throw new IllegalArgumentException("pieces=" + segments.length + "; 1 to " + Iovecs.IOV_MAX + " is right");
        }
        access(reading);
        long length = 0;
        for (MemorySegment segment : segments) {
            piece(reading, segment);
            length = Math.addExact(length, segment.byteSize());
        }
        range(offset, length, MAX_TRANSFER_BYTES);
        aligned("offset", offset, offsetAlignment);
    }

    void access(boolean reading) {
        if (reading ? !mode.reads() : !mode.writes()) {
            throw new IllegalArgumentException(
                    "path=" + path + " was opened with " + mode + "; it cannot be " + (reading ? "read" : "written"));
        }
    }

    static void range(long offset, long length, long greatest) {
        if (length < 1 || length > greatest) {
            throw new IllegalArgumentException("length=" + length + "; 1 to " + greatest + " bytes is right");
        }
        if (offset < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("offset=" + offset + "; 0 to " + (Long.MAX_VALUE - length) + " is right");
        }
    }

    static void size(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size=" + size + "; 0 or more is right");
        }
    }

    private void piece(boolean reading, MemorySegment data) {
        writable(reading, data);
        aligned("length", data.byteSize(), offsetAlignment);
        if (data.isNative()) {
            // What is on the heap goes through a buffer of the pool's, which is aligned.
            aligned("memory address", data.address(), memoryAlignment);
        }
    }

    private static void writable(boolean reading, MemorySegment data) {
        if (reading && data.isReadOnly()) {
            throw new IllegalArgumentException("memory=" + data + " is read-only; a writable segment is right");
        }
    }

    private void aligned(String what, long value, int alignment) {
        // Powers of two: statx(2) gives nothing else.
        if ((value & (alignment - 1)) != 0) {
            throw new IllegalArgumentException(
                    what + "=" + value + " on path=" + path + " opened with O_DIRECT; a multiple of " + alignment + " is right");
        }
    }

    // ---- memory

    /** That the kernel may be given the memory while any thread waits for it: alive, and not confined. */
    static MemorySegment shared(MemorySegment memory) {
        if (!memory.scope().isAlive()) {
            // The segment still knows its address; the memory there is somebody else's by now.
            throw new IllegalStateException("memory=" + memory + " was freed: its arena is closed");
        }
        if (!memory.isAccessibleBy(ANY_THREAD)) {
            throw new IllegalArgumentException("memory=" + memory
                    + " is confined to a thread, which could free it under the kernel; a shared or automatic arena is right");
        }
        return memory;
    }

    /** That the memory is native besides. */
    static MemorySegment shareNative(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("memory=" + memory + " is on the heap; native memory is right, such as a buffer of Engine.allocate");
        }
        return shared(memory);
    }

    static MemorySegment[] shareNative(MemorySegment[] memory) {
        for (MemorySegment segment : memory) {
            shareNative(segment);
        }
        return memory.clone();
    }

    static MemorySegment[] segments(Buffer[] buffers) {
        MemorySegment[] segments = new MemorySegment[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            segments[i] = buffers[i].segment();
        }
        return segments;
    }

    /** The bytes between position and limit. */
    static MemorySegment remaining(boolean reading, ByteBuffer buffer) {
        if (reading && buffer.isReadOnly()) {
            throw new IllegalArgumentException("buffer=" + buffer + " is read-only; a writable buffer is right");
        }
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("buffer=" + buffer + " has nothing between position and limit; at least 1 byte is right");
        }
        return shared(MemorySegment.ofBuffer(buffer));
    }
}
