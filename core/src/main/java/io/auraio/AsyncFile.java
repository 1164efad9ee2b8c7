package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Iovecs;
import io.auraio.syscall.Libc;
import io.auraio.syscall.Statx;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file whose reads, writes and syncs go through an engine's rings.
 *
 * <p>Safe for use by any number of threads. Requests on one file run at the same time and end in any order: two writes to the same place, or
 * a read and a write, are ordered only by waiting for the first before the second is submitted.
 *
 * <p>{@link #close()} never pulls a file from under a request: the descriptor is closed when the last request on it is done. (A descriptor closed
 * earlier could be given to another file, which would then get the bytes.)
 *
 * <p>Offsets are in bytes from the beginning of the file; there is no current position.
 */
public final class AsyncFile implements AutoCloseable {

    /** The most that one {@code read(2)} or {@code write(2)} transfers: INT_MAX down to a page, MAX_RW_COUNT of linux/fs.h. */
    private static final long MAX_TRANSFER_BYTES = 0x7ffff000L;

    /** Set in {@link #users} by close(): nobody can begin to use the file any more. */
    private static final int CLOSED = Integer.MIN_VALUE;

    /** A thread that is not running and never will: memory that it may access, any thread may. */
    private static final Thread ANY_THREAD = Thread.ofPlatform().unstarted(() -> {});

    private final Engine engine;
    private final Path path;
    private final OpenMode mode;
    private final int fd;
    private final Lane[] lanes;
    private final int offsetAlignment;
    private final int memoryAlignment;

    /** Requests that name the file, and CLOSED. */
    private final AtomicInteger users = new AtomicInteger();

    private AsyncFile(Engine engine, Path path, OpenMode mode, int fd, Statx status) throws IOException {
        this.engine = engine;
        this.path = path;
        this.mode = mode;
        this.fd = fd;
        this.lanes = engine.tuners().lanesOf(path);
        this.offsetAlignment = mode.direct() ? DirectAlignment.ofOffsets(status) : 1;
        this.memoryAlignment = mode.direct() ? DirectAlignment.ofMemory(status) : 1;
    }

    static AsyncFile open(Engine engine, Path path, OpenOption... options) throws IOException {
        OpenMode mode = OpenMode.of(options);
        int fd = Libc.open(path.toString(), mode.bits(), OpenMode.MODE_OF_NEW_FILES);
        if (fd < 0) {
            throw OpenFailure.of(path, mode, -fd);
        }
        try {
            Statx status = Libc.fstat(fd);
            if ((status.mode() & Statx.S_IFMT) == Statx.S_IFDIR) {
                throw new IOException("path=" + path + " is a directory; a file is right");
            }
            return new AsyncFile(engine, path, mode, fd, status);
        } catch (IOException | RuntimeException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /**
     * Reads into a pool buffer, as much as the buffer's size; see {@link #read(MemorySegment, long, IoCallback)}. The buffer cannot be returned
     * to its pool before the request is done.
     *
     * @param buffer where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long read(Buffer buffer, long offset, IoCallback callback) {
        return transfer(Transfer.READ, buffer, buffer.segment(), offset, callback);
    }

    /**
     * Reads into memory, as much as the segment's size. Fewer bytes than that is a success, at the end of the file always.
     *
     * @param memory where the bytes go: native memory, writable, that any thread may access; not to be read, written or freed until the callback runs.
     *     The request keeps the segment reachable, which is all that automatic arenas need; closing a shared arena meanwhile is an error
     *     that cannot be detected. From 1 to 0x7ffff000 bytes
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done, on the ring's driver
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN} where the ring is at its limit: nothing was submitted
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long read(MemorySegment memory, long offset, IoCallback callback) {
        checkMemory(memory);
        return transfer(Transfer.READ, memory, memory, offset, callback);
    }

    /**
     * Writes a pool buffer, all of its size; see {@link #write(MemorySegment, long, IoCallback)}. The buffer cannot be returned to its pool before
     * the request is done.
     *
     * @param buffer the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long write(Buffer buffer, long offset, IoCallback callback) {
        return transfer(Transfer.WRITE, buffer, buffer.segment(), offset, callback);
    }

    /**
     * Writes memory, all of the segment. Fewer bytes written than that is a success: submit the rest again.
     *
     * @param memory the bytes: native memory that any thread may access; not to be changed or freed until the callback runs, as for
     *     {@link #read(MemorySegment, long, IoCallback)}. From 1 to 0x7ffff000 bytes
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done, on the ring's driver
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN} where the ring is at its limit: nothing was submitted
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long write(MemorySegment memory, long offset, IoCallback callback) {
        checkMemory(memory);
        return transfer(Transfer.WRITE, memory, memory, offset, callback);
    }

    /**
     * Makes what was written durable, with the file's metadata: {@code fsync(2)}. It covers the writes that were done when it was submitted, not
     * those in flight beside it. An error is reported once by the kernel and never retried here: after one, what is on the device is unknown.
     *
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed
     */
    public long fsync(IoCallback callback) {
        return submit(Transfer.FSYNC, null, null, 0, callback);
    }

    /**
     * Makes what was written durable, with only the metadata that is needed to read it back: {@code fdatasync(2)}. Otherwise as
     * {@link #fsync(IoCallback)}.
     *
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed
     */
    public long fdatasync(IoCallback callback) {
        return submit(Transfer.FDATASYNC, null, null, 0, callback);
    }

    /**
     * Reads into several buffers, one after the other, in one request: {@code readv(2)}. Each must be full before the next is used. Otherwise as
     * {@link #read(Buffer, long, IoCallback)}.
     *
     * @param buffers where the bytes go, 1 to 1024; the array may be reused at once
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed, or a buffer was returned
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long readv(Buffer[] buffers, long offset, IoCallback callback) {
        return vectored(Transfer.READV, buffers.clone(), segments(buffers), offset, callback);
    }

    /**
     * Reads into several pieces of memory; see {@link #readv(Buffer[], long, IoCallback)} and {@link #read(MemorySegment, long, IoCallback)}.
     *
     * @param memory where the bytes go, 1 to 1024 segments; the array may be reused at once
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long readv(MemorySegment[] memory, long offset, IoCallback callback) {
        return vectored(Transfer.READV, memory.clone(), checked(memory), offset, callback);
    }

    /**
     * Writes several buffers, one after the other, in one request: {@code writev(2)}. Otherwise as {@link #write(Buffer, long, IoCallback)}.
     *
     * @param buffers the bytes, 1 to 1024; the array may be reused at once
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed, or a buffer was returned
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long writev(Buffer[] buffers, long offset, IoCallback callback) {
        return vectored(Transfer.WRITEV, buffers.clone(), segments(buffers), offset, callback);
    }

    /**
     * Writes several pieces of memory; see {@link #writev(Buffer[], long, IoCallback)} and {@link #write(MemorySegment, long, IoCallback)}.
     *
     * @param memory the bytes, 1 to 1024 segments; the array may be reused at once
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long writev(MemorySegment[] memory, long offset, IoCallback callback) {
        return vectored(Transfer.WRITEV, memory.clone(), checked(memory), offset, callback);
    }

    /**
     * Takes, gives back, zeroes, moves or inserts a range of the file's space: {@code fallocate(2)}, IORING_OP_FALLOCATE (Linux 5.6). Its result is 0; -EOPNOTSUPP
     * where the file system does not know the mode.
     *
     * @param mode what to do
     * @param offset start of the range in bytes, from 0
     * @param length of the range in bytes, above 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or offset or length is out of range
     */
    public long allocate(AllocateMode mode, long offset, long length, IoCallback callback) {
        Objects.requireNonNull(mode, "mode");
        checkAccess(false);
        checkRange(offset, length, Long.MAX_VALUE);
        return submit(new SpaceOperation.Allocate(mode, length), null, null, offset, callback);
    }

    /**
     * Sets the file's length: {@code ftruncate(2)}, IORING_OP_FTRUNCATE. Its result is 0; -EINVAL before Linux 6.9, which does not know the operation.
     *
     * @param size the new length in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or {@code size} is negative
     */
    public long truncate(long size, IoCallback callback) {
        checkAccess(false);
        if (size < 0) {
            throw new IllegalArgumentException("size=" + size + "; 0 or more is right");
        }
        return submit(new SpaceOperation.Truncate(size), null, null, 0, callback);
    }

    /**
     * Writes a range's changed pages to the device and waits for that: {@code sync_file_range(2)}. It makes nothing durable, neither the metadata that is needed to
     * read the range back nor what the device has in a cache of its own: for that there is {@link #fdatasync}. It keeps a later sync short.
     *
     * @param offset start of the range in bytes, from 0
     * @param length of the range in bytes, 1 to 2147483647
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if offset or length is out of range
     */
    public long syncRange(long offset, long length, IoCallback callback) {
        checkRange(offset, length, Integer.MAX_VALUE);
        return submit(new SpaceOperation.SyncRange((int) length), null, null, offset, callback);
    }

    private static MemorySegment[] segments(Buffer[] buffers) {
        MemorySegment[] segments = new MemorySegment[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            segments[i] = buffers[i].segment();
        }
        return segments;
    }

    private static MemorySegment[] checked(MemorySegment[] memory) {
        for (MemorySegment segment : memory) {
            checkMemory(segment);
        }
        return memory.clone();
    }

    private long vectored(Transfer operation, Object[] pieces, MemorySegment[] segments, long offset, IoCallback callback) {
        if (segments.length < 1 || segments.length > Iovecs.IOV_MAX) {
            throw new IllegalArgumentException("pieces=" + segments.length + "; 1 to " + Iovecs.IOV_MAX + " is right");
        }
        checkAccess(operation.reads());
        long length = 0;
        for (MemorySegment segment : segments) {
            checkPiece(operation, segment);
            length = Math.addExact(length, segment.byteSize());
        }
        checkRange(offset, length, MAX_TRANSFER_BYTES);
        checkAligned("offset", offset, offsetAlignment);
        IoVector vector = new IoVector(engine, pieces, segments);
        long request = Engine.AGAIN;
        try {
            request = submit(operation, vector, vector.iovecs(), offset, callback);
        } finally {
            if (request == Engine.AGAIN) {
                vector.close();
            }
        }
        return request;
    }

    private long transfer(Transfer operation, Object memory, MemorySegment data, long offset, IoCallback callback) {
        checkAccess(operation.reads());
        checkRange(offset, data.byteSize(), MAX_TRANSFER_BYTES);
        checkPiece(operation, data);
        checkAligned("offset", offset, offsetAlignment);
        return submit(operation, memory, data, offset, callback);
    }

    private long submit(Operation operation, Object memory, MemorySegment data, long offset, IoCallback callback) {
        Objects.requireNonNull(callback, "callback");
        return engine.submit(operation, this, memory, data, offset, callback);
    }

    private void checkAccess(boolean reading) {
        if (reading ? !mode.reads() : !mode.writes()) {
            throw new IllegalArgumentException(
                    "path=" + path + " was opened with " + mode + "; it cannot be " + (reading ? "read" : "written"));
        }
    }

    private static void checkRange(long offset, long length, long greatest) {
        if (length < 1 || length > greatest) {
            throw new IllegalArgumentException("length=" + length + "; 1 to " + greatest + " bytes is right");
        }
        if (offset < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("offset=" + offset + "; 0 to " + (Long.MAX_VALUE - length) + " is right");
        }
    }

    private void checkPiece(Transfer operation, MemorySegment data) {
        if (operation.reads() && data.isReadOnly()) {
            throw new IllegalArgumentException("memory=" + data + " is read-only; a writable segment is right");
        }
        checkAligned("length", data.byteSize(), offsetAlignment);
        checkAligned("memory address", data.address(), memoryAlignment);
    }

    private static void checkMemory(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("memory=" + memory + " is on the heap; native memory is right, such as a buffer of Engine.allocate");
        }
        if (!memory.scope().isAlive()) {
            // The segment still knows its address; the memory there is somebody else's by now.
            throw new IllegalStateException("memory=" + memory + " was freed: its arena is closed");
        }
        if (!memory.isAccessibleBy(ANY_THREAD)) {
            throw new IllegalArgumentException("memory=" + memory
                    + " is confined to a thread, which could free it under the kernel; a shared or automatic arena is right");
        }
    }

    private void checkAligned(String what, long value, int alignment) {
        // Powers of two: statx(2) gives nothing else.
        if ((value & (alignment - 1)) != 0) {
            throw new IllegalArgumentException(
                    what + "=" + value + " on path=" + path + " opened with O_DIRECT; a multiple of " + alignment + " is right");
        }
    }

    /**
     * The file's size now. Enters the kernel and may block.
     *
     * @return bytes
     * @throws IOException if {@code statx(2)} fails
     * @throws IllegalStateException if the file is closed
     */
    public long size() throws IOException {
        acquire();
        try {
            return Libc.fstat(fd).size();
        } finally {
            release();
        }
    }

    /**
     * The path that the file was opened by.
     *
     * @return as given
     */
    public Path path() {
        return path;
    }

    /**
     * Whether the file was opened past the page cache.
     *
     * @return whether O_DIRECT is set
     */
    public boolean isDirect() {
        return mode.direct();
    }

    /**
     * What offsets and lengths must be multiples of.
     *
     * @return bytes, a power of two; 1 where the file was not opened with {@link AuraOpenOption#DIRECT}
     */
    public int directOffsetAlignment() {
        return offsetAlignment;
    }

    /**
     * What memory must be aligned to.
     *
     * @return bytes, a power of two; 1 where the file was not opened with {@link AuraOpenOption#DIRECT}
     */
    public int directMemoryAlignment() {
        return memoryAlignment;
    }

    /**
     * Takes no more requests, and closes the descriptor as soon as none is in flight: at once where none is. Safe from any thread and from a
     * callback; closing again does nothing.
     *
     * @throws IOException if {@code close(2)} reports an error, such as a delayed write that failed; where the descriptor is closed later, by the
     *     last request, such an error goes to {@link EngineOptions#errorHandler()}
     */
    @Override
    public void close() throws IOException {
        int before = users.getAndUpdate(n -> n | CLOSED);
        if (before == 0) {
            int rc = closeDescriptor();
            if (rc < 0) {
                throw closeFailure(-rc);
            }
        }
    }

    int fd() {
        return fd;
    }

    /** What the file's requests count for, by ring number. Not to be changed. */
    Lane[] lanes() {
        return lanes;
    }

    /** What the file's requests on that ring count for. */
    Lane lane(int ring) {
        return lanes[ring];
    }

    /** Begins to use the descriptor. */
    void acquire() {
        int n;
        do {
            n = users.get();
            if (n < 0) {
                throw new IllegalStateException("path=" + path + " is closed");
            }
        } while (!users.compareAndSet(n, n + 1));
    }

    /** Ends a use; the last one of a closed file closes the descriptor. */
    void release() {
        if (users.decrementAndGet() == CLOSED) {
            int rc = closeDescriptor();
            if (rc < 0) {
                engine.report(closeFailure(-rc));
            }
        }
    }

    private int closeDescriptor() {
        engine.tuners().release(lanes);
        return Libc.close(fd);
    }

    private IOException closeFailure(int errno) {
        return new SyscallException("close", "path=" + path, errno, "the last writes may be lost; see close(2)");
    }

    @Override
    public String toString() {
        int n = users.get();
        return "AsyncFile[" + path + ", " + mode + (n < 0 ? ", closed" : "") + ", requests=" + (n & ~CLOSED) + "]";
    }
}
