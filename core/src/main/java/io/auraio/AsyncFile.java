package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import io.auraio.syscall.Statx;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An open file whose reads, writes and syncs go through an engine's rings. A directory that was opened for reading is one that only syncs: it has no bytes to
 * read, and {@link #force} makes durable which files it names.
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

    private final Engine engine;
    private final Path path;
    private final OpenMode mode;
    private final Descriptor descriptor;
    private final FileChecks checks;
    private final BlockingCalls blocking;

    private AsyncFile(Engine engine, Path path, OpenMode mode, int fd, boolean borrowed, Statx status) {
        this.engine = engine;
        this.path = path;
        this.mode = mode;
        this.descriptor = new Descriptor(engine, path.toString(), fd, borrowed, engine.tuners().lanesOf(path, status));
        this.checks = new FileChecks(path, mode, status);
        this.blocking = new BlockingCalls(this);
        engine.fileOpened(path.toString(), fd);
    }

    static AsyncFile open(Engine engine, Path path, OpenMode mode) throws IOException {
        int fd = Libc.open(path.toString(), mode.bits(), mode.permissions());
        if (fd < 0) {
            throw PathFailure.ofOpen(path, mode, -fd);
        }
        try {
            return of(engine, path, mode, fd, Libc.fstat(fd));
        } catch (IOException | RuntimeException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /** Of a descriptor that was opened for it, and stays the caller's where this throws. */
    static AsyncFile of(Engine engine, Path path, OpenMode mode, int fd, Statx status) {
        return new AsyncFile(engine, path, mode, fd, false, status);
    }

    /** Of a descriptor that stays the caller's. */
    static AsyncFile borrow(Engine engine, int fd) throws IOException {
        int flags = Libc.openFlags(fd);
        if (flags < 0) {
            throw new SyscallException("fcntl", "fd=" + fd, flags, "a descriptor that is open is right");
        }
        if ((flags & OpenFlags.O_PATH) != 0) {
            throw new IOException("fd=" + fd + " was opened with O_PATH; one that can be read or written is right");
        }
        Statx status = Libc.fstat(fd);
        FileType type = FileType.of(status.mode());
        Path path = Path.of("/proc/self/fd/" + fd);
        return new AsyncFile(engine, path, OpenMode.ofOpen(flags, type), fd, true, status);
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
     *     Memory on the heap does too, and is copied through the pool, at most 1 MiB of it in one request.
     *     The request keeps the segment reachable, which is all that automatic arenas need; closing a shared arena meanwhile is an error
     *     that cannot be detected. From 1 to 0x7ffff000 bytes
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done, on the ring's driver
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN} where the ring is at its limit: nothing was submitted
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long read(MemorySegment memory, long offset, IoCallback callback) {
        FileChecks.shared(memory);
        if (!memory.isNative()) {
            return transfer(Transfer.READ, UserBytes.of(this, true, memory, offset), offset, callback);
        }
        return transfer(Transfer.READ, memory, memory, offset, callback);
    }

    /**
     * Reads into a ByteBuffer between its position and its limit; the position moves by the result, before the callback runs. A direct buffer goes to the
     * kernel as it is; any other is copied through the pool, at most 1 MiB of it in one request. Otherwise as {@link #read(MemorySegment, long, IoCallback)}.
     *
     * @param buffer where the bytes go, of which at least one byte is left
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done, on the ring's driver
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN} where the ring is at its limit: nothing was submitted
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long read(ByteBuffer buffer, long offset, IoCallback callback) {
        return transfer(Transfer.READ, UserBytes.of(this, true, buffer, offset), offset, callback);
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
     * @param memory the bytes: native memory that any thread may access, or memory on the heap; not to be changed or freed until the callback runs, as for
     *     {@link #read(MemorySegment, long, IoCallback)}. From 1 to 0x7ffff000 bytes
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done, on the ring's driver
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN} where the ring is at its limit: nothing was submitted
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long write(MemorySegment memory, long offset, IoCallback callback) {
        FileChecks.shared(memory);
        if (!memory.isNative()) {
            return transfer(Transfer.WRITE, UserBytes.of(this, false, memory, offset), offset, callback);
        }
        return transfer(Transfer.WRITE, memory, memory, offset, callback);
    }

    /**
     * Reads into registered memory; otherwise as {@link #read(MemorySegment, long, IoCallback)}. The memory's {@link RegisteredMemory#close()} waits for the
     * request.
     *
     * @param slice where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file, the engine, the registration or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, if the memory is registered with another engine, or if an argument is out of
     *     range or badly aligned for O_DIRECT
     */
    public long read(RegisteredSlice slice, long offset, IoCallback callback) {
        return transfer(Transfer.READ, slice, slice.segment(), offset, callback);
    }

    /**
     * Writes registered memory; otherwise as {@link #write(MemorySegment, long, IoCallback)}. The memory's {@link RegisteredMemory#close()} waits for the
     * request.
     *
     * @param slice the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file, the engine, the registration or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, if the memory is registered with another engine, or if an argument is out of
     *     range or badly aligned for O_DIRECT
     */
    public long write(RegisteredSlice slice, long offset, IoCallback callback) {
        return transfer(Transfer.WRITE, slice, slice.segment(), offset, callback);
    }

    /**
     * Writes a ByteBuffer between its position and its limit; the position moves by the result, before the callback runs. A direct buffer goes to the kernel as
     * it is; any other is copied through the pool, at most 1 MiB of it in one request. Otherwise as {@link #write(MemorySegment, long, IoCallback)}.
     *
     * @param buffer the bytes, of which at least one byte is left
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done, on the ring's driver
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN} where the ring is at its limit: nothing was submitted
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long write(ByteBuffer buffer, long offset, IoCallback callback) {
        return transfer(Transfer.WRITE, UserBytes.of(this, false, buffer, offset), offset, callback);
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
        return vectored(Transfer.READV, buffers.clone(), FileChecks.segments(buffers), offset, callback);
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
        return vectored(Transfer.READV, memory.clone(), FileChecks.shareNative(memory), offset, callback);
    }

    /**
     * Reads into several ByteBuffers, each between its position and its limit; the positions move by the result, before the callback runs. See
     * {@link #readv(Buffer[], long, IoCallback)} and {@link #read(ByteBuffer, long, IoCallback)}.
     *
     * @param buffers where the bytes go, 1 to 1024, of each at least one byte; the array may be reused at once
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long readv(ByteBuffer[] buffers, long offset, IoCallback callback) {
        return transfer(Transfer.READV, UserVector.of(this, true, buffers, offset), offset, callback);
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
        return vectored(Transfer.WRITEV, buffers.clone(), FileChecks.segments(buffers), offset, callback);
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
        return vectored(Transfer.WRITEV, memory.clone(), FileChecks.shareNative(memory), offset, callback);
    }

    /**
     * Writes several ByteBuffers, each between its position and its limit; the positions move by the result, before the callback runs. See
     * {@link #writev(Buffer[], long, IoCallback)} and {@link #write(ByteBuffer, long, IoCallback)}.
     *
     * @param buffers the bytes, 1 to 1024, of each at least one byte; the array may be reused at once
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long writev(ByteBuffer[] buffers, long offset, IoCallback callback) {
        return transfer(Transfer.WRITEV, UserVector.of(this, false, buffers, offset), offset, callback);
    }

    /**
     * Takes, gives back, zeroes, moves or inserts a range of the file's space: {@code fallocate(2)}, IORING_OP_FALLOCATE (Linux 5.6). Its result is 0;
     * -EOPNOTSUPP where the file system does not know the mode.
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
        checks.access(false);
        FileChecks.range(offset, length, Long.MAX_VALUE);
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
        checks.access(false);
        FileChecks.size(size);
        return submit(new SpaceOperation.Truncate(size), null, null, 0, callback);
    }

    /**
     * Writes a range's changed pages to the device and waits for that: {@code sync_file_range(2)}. It makes nothing durable, neither the metadata that is
     * needed to read the range back nor what the device has in a cache of its own: for that there is {@link #fdatasync}. It keeps a later sync short.
     *
     * @param offset start of the range in bytes, from 0
     * @param length of the range in bytes, 1 to 2147483647
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if offset or length is out of range
     */
    public long syncRange(long offset, long length, IoCallback callback) {
        FileChecks.range(offset, length, Integer.MAX_VALUE);
        return submit(new SpaceOperation.SyncRange((int) length), null, null, offset, callback);
    }

    /**
     * Reads into registered memory, as a future; see {@link #read(RegisteredSlice, long, IoCallback)}.
     *
     * @param slice where the bytes go; not to be used until the future is done
     * @param offset where in the file to read, in bytes, from 0
     * @return completes with the bytes read, 0 at the end of the file, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> readAsync(RegisteredSlice slice, long offset) {
        checks.transfer(true, slice.segment(), offset);
        return new IoFuture<Integer>(Transfer.READ, this, slice, offset).start();
    }

    /**
     * Reads into a pool buffer, as a future; see {@link #read(Buffer, long, IoCallback)}.
     *
     * @param buffer where the bytes go; not to be used until the future is done
     * @param offset where in the file to read, in bytes, from 0
     * @return completes with the bytes read, 0 at the end of the file, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> readAsync(Buffer buffer, long offset) {
        MemorySegment data = buffer.segment();
        checks.transfer(true, data, offset);
        return new IoFuture<Integer>(Transfer.READ, this, buffer, offset).start();
    }

    /**
     * Reads into memory, as a future; see {@link #read(MemorySegment, long, IoCallback)}. Memory on the heap is copied through the pool, in pieces.
     *
     * @param memory where the bytes go: on the heap, or native and for any thread; not to be used until the future is done
     * @param offset where in the file to read, in bytes, from 0
     * @return completes with the bytes read, 0 at the end of the file, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> readAsync(MemorySegment memory, long offset) {
        return segment(Transfer.READ, memory, offset);
    }

    /**
     * Reads into a ByteBuffer between its position and its limit, as a future. Direct buffers go to the kernel as they are, others are copied
     * through the pool, in pieces. The position moves by what was transferred, when the future is done.
     *
     * @param buffer where the bytes go; not to be used until the future is done
     * @param offset where in the file to read, in bytes, from 0
     * @return completes with the bytes read, 0 at the end of the file, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> readAsync(ByteBuffer buffer, long offset) {
        return new IoFuture<Integer>(Transfer.READ, this, UserBytes.of(this, true, buffer, offset), offset).start();
    }

    /**
     * Writes registered memory, as a future; see {@link #write(RegisteredSlice, long, IoCallback)}.
     *
     * @param slice the bytes; not to be used until the future is done
     * @param offset where in the file to write, in bytes, from 0
     * @return completes with the bytes written, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> writeAsync(RegisteredSlice slice, long offset) {
        checks.transfer(false, slice.segment(), offset);
        return new IoFuture<Integer>(Transfer.WRITE, this, slice, offset).start();
    }

    /**
     * Writes a pool buffer, as a future; see {@link #write(Buffer, long, IoCallback)}.
     *
     * @param buffer the bytes; not to be used until the future is done
     * @param offset where in the file to write, in bytes, from 0
     * @return completes with the bytes written, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> writeAsync(Buffer buffer, long offset) {
        MemorySegment data = buffer.segment();
        checks.transfer(false, data, offset);
        return new IoFuture<Integer>(Transfer.WRITE, this, buffer, offset).start();
    }

    /**
     * Writes memory, as a future; see {@link #write(MemorySegment, long, IoCallback)}. Memory on the heap is copied through the pool, in pieces.
     *
     * @param memory the bytes: on the heap, or native and for any thread; not to be used until the future is done
     * @param offset where in the file to write, in bytes, from 0
     * @return completes with the bytes written, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> writeAsync(MemorySegment memory, long offset) {
        return segment(Transfer.WRITE, memory, offset);
    }

    /**
     * Writes a ByteBuffer between its position and its limit, as a future. Direct buffers go to the kernel as they are, others are copied
     * through the pool, in pieces. The position moves by what was transferred, when the future is done.
     *
     * @param buffer the bytes; not to be used until the future is done
     * @param offset where in the file to write, in bytes, from 0
     * @return completes with the bytes written, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> writeAsync(ByteBuffer buffer, long offset) {
        return new IoFuture<Integer>(Transfer.WRITE, this, UserBytes.of(this, false, buffer, offset), offset).start();
    }

    /**
     * Reads into several buffers, as a future; see {@link #readv(Buffer[], long, IoCallback)}.
     *
     * @param buffers where the bytes go, 1 to 1024; the array may be reused at once
     * @param offset where in the file to read, in bytes, from 0
     * @return completes with the bytes read, 0 at the end of the file, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed, or a buffer was returned
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> readvAsync(Buffer[] buffers, long offset) {
        return new IoFuture<Integer>(Transfer.READV, this, vector(Transfer.READV, buffers.clone(), FileChecks.segments(buffers), offset), offset).start();
    }

    /**
     * Reads into several pieces of memory, as a future; see {@link #readv(MemorySegment[], long, IoCallback)}.
     *
     * @param memory where the bytes go, 1 to 1024; the array may be reused at once
     * @param offset where in the file to read, in bytes, from 0
     * @return completes with the bytes read, 0 at the end of the file, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> readvAsync(MemorySegment[] memory, long offset) {
        return new IoFuture<Integer>(Transfer.READV, this, vector(Transfer.READV, memory.clone(), FileChecks.shareNative(memory), offset), offset).start();
    }

    /**
     * Reads into several ByteBuffers, each between its position and its limit, as a future; the positions move by what was transferred, when the future is
     * done.
     *
     * @param buffers where the bytes go, 1 to 1024, of each at least one byte; the array may be reused at once
     * @param offset where in the file to read, in bytes, from 0
     * @return completes with the bytes read, 0 at the end of the file, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> readvAsync(ByteBuffer[] buffers, long offset) {
        return new IoFuture<Integer>(Transfer.READV, this, UserVector.of(this, true, buffers, offset), offset).start();
    }

    /**
     * Writes several buffers, as a future; see {@link #writev(Buffer[], long, IoCallback)}.
     *
     * @param buffers the bytes, 1 to 1024; the array may be reused at once
     * @param offset where in the file to write, in bytes, from 0
     * @return completes with the bytes written, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed, or a buffer was returned
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> writevAsync(Buffer[] buffers, long offset) {
        return new IoFuture<Integer>(Transfer.WRITEV, this, vector(Transfer.WRITEV, buffers.clone(), FileChecks.segments(buffers), offset), offset).start();
    }

    /**
     * Writes several pieces of memory, as a future; see {@link #writev(MemorySegment[], long, IoCallback)}.
     *
     * @param memory the bytes, 1 to 1024; the array may be reused at once
     * @param offset where in the file to write, in bytes, from 0
     * @return completes with the bytes written, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> writevAsync(MemorySegment[] memory, long offset) {
        return new IoFuture<Integer>(Transfer.WRITEV, this, vector(Transfer.WRITEV, memory.clone(), FileChecks.shareNative(memory), offset), offset).start();
    }

    /**
     * Writes several ByteBuffers, each between its position and its limit, as a future; the positions move by what was transferred, when the future is done.
     *
     * @param buffers the bytes, 1 to 1024, of each at least one byte; the array may be reused at once
     * @param offset where in the file to write, in bytes, from 0
     * @return completes with the bytes written, or fails with an IOException
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public CompletableFuture<Integer> writevAsync(ByteBuffer[] buffers, long offset) {
        return new IoFuture<Integer>(Transfer.WRITEV, this, UserVector.of(this, false, buffers, offset), offset).start();
    }

    /**
     * Makes what was written durable, as a future; see {@link #fsync(IoCallback)}.
     *
     * @return completes with null, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed
     */
    public CompletableFuture<Void> fsyncAsync() {
        return new IoFuture<Void>(Transfer.FSYNC, this, null, 0).start();
    }

    /**
     * Makes what was written durable, as a future; see {@link #fdatasync(IoCallback)}.
     *
     * @return completes with null, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed
     */
    public CompletableFuture<Void> fdatasyncAsync() {
        return new IoFuture<Void>(Transfer.FDATASYNC, this, null, 0).start();
    }

    /**
     * Changes a range of the file's space, as a future; see {@link #allocate(AllocateMode, long, long, IoCallback)}.
     *
     * @param mode what to do
     * @param offset start of the range in bytes, from 0
     * @param length of the range in bytes, above 0
     * @return completes with null, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or offset or length is out of range
     */
    public CompletableFuture<Void> allocateAsync(AllocateMode mode, long offset, long length) {
        Objects.requireNonNull(mode, "mode");
        checks.access(false);
        FileChecks.range(offset, length, Long.MAX_VALUE);
        return new IoFuture<Void>(new SpaceOperation.Allocate(mode, length), this, null, offset).start();
    }

    /**
     * Sets the file's length, as a future; see {@link #truncate(long, IoCallback)}.
     *
     * @param size the new length in bytes, from 0
     * @return completes with null, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed
     * @throws IllegalArgumentException if the file was not opened for writing, or {@code size} is negative
     */
    public CompletableFuture<Void> truncateAsync(long size) {
        checks.access(false);
        FileChecks.size(size);
        return new IoFuture<Void>(new SpaceOperation.Truncate(size), this, null, 0).start();
    }

    private CompletableFuture<Integer> segment(Transfer operation, MemorySegment memory, long offset) {
        FileChecks.shared(memory);
        if (!memory.isNative()) {
            return new IoFuture<Integer>(operation, this, UserBytes.of(this, operation.reads(), memory, offset), offset).start();
        }
        checks.transfer(operation.reads(), memory, offset);
        return new IoFuture<Integer>(operation, this, memory, offset).start();
    }

    /**
     * Reads into a pool buffer, and waits for it: a virtual thread parks, and its carrier is free; a platform thread blocks in the system call.
     *
     * @param buffer where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @return bytes read, which can be fewer than asked for; 0 at the end of the file
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public int read(Buffer buffer, long offset) throws IOException {
        return blocking.transfer(Transfer.READ, buffer, offset);
    }

    /**
     * Reads into memory, and waits for it: a virtual thread parks, and its carrier is free; a platform thread blocks in the system call. Memory on the heap is
     * copied through the pool, in pieces.
     *
     * @param memory where the bytes go: on the heap, or native and for any thread
     * @param offset where in the file to read, in bytes, from 0
     * @return bytes read, which can be fewer than asked for; 0 at the end of the file
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long read(MemorySegment memory, long offset) throws IOException {
        return blocking.transfer(Transfer.READ, memory, offset);
    }

    /**
     * Reads into a ByteBuffer, and waits for it: a virtual thread parks, and its carrier is free; a platform thread blocks in the system call. It is
     * transferred between its position and its limit; the position moves by the result. Direct buffers go to the kernel as they are, others are copied through
     * the pool, in pieces.
     *
     * @param buffer where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @return bytes read, which can be fewer than asked for; 0 at the end of the file
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public int read(ByteBuffer buffer, long offset) throws IOException {
        return blocking.transfer(Transfer.READ, buffer, offset);
    }

    /**
     * Reads into a pool buffer, all of it, and waits for that; otherwise as {@link #read(Buffer, long)}.
     *
     * @param buffer where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @throws IOException if the operation fails, or with an {@link java.io.EOFException} where the file ends before; a part may have been read
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public void readFully(Buffer buffer, long offset) throws IOException {
        blocking.full(Transfer.READ, buffer, offset);
    }

    /**
     * Reads into memory, all of it, and waits for that; otherwise as {@link #read(MemorySegment, long)}.
     *
     * @param memory where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @throws IOException if the operation fails, or with an {@link java.io.EOFException} where the file ends before; a part may have been read
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public void readFully(MemorySegment memory, long offset) throws IOException {
        blocking.full(Transfer.READ, memory, offset);
    }

    /**
     * Reads into a ByteBuffer, all of it, and waits for that; otherwise as {@link #read(ByteBuffer, long)}.
     *
     * @param buffer where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @throws IOException if the operation fails, or with an {@link java.io.EOFException} where the file ends before; a part may have been read
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public void readFully(ByteBuffer buffer, long offset) throws IOException {
        blocking.full(Transfer.READ, buffer, offset);
    }

    /**
     * Writes a pool buffer, and waits for it: a virtual thread parks, and its carrier is free; a platform thread blocks in the system call.
     *
     * @param buffer the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @return bytes written, which can be fewer than asked for
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public int write(Buffer buffer, long offset) throws IOException {
        return blocking.transfer(Transfer.WRITE, buffer, offset);
    }

    /**
     * Writes memory, and waits for it: a virtual thread parks, and its carrier is free; a platform thread blocks in the system call. Memory on the heap is
     * copied through the pool, in pieces.
     *
     * @param memory the bytes: on the heap, or native and for any thread
     * @param offset where in the file to write, in bytes, from 0
     * @return bytes written, which can be fewer than asked for
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public long write(MemorySegment memory, long offset) throws IOException {
        return blocking.transfer(Transfer.WRITE, memory, offset);
    }

    /**
     * Writes a ByteBuffer, and waits for it: a virtual thread parks, and its carrier is free; a platform thread blocks in the system call. It is transferred
     * between its position and its limit; the position moves by the result. Direct buffers go to the kernel as they are, others are copied through the pool, in
     * pieces.
     *
     * @param buffer the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @return bytes written, which can be fewer than asked for
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public int write(ByteBuffer buffer, long offset) throws IOException {
        return blocking.transfer(Transfer.WRITE, buffer, offset);
    }

    /**
     * Writes a pool buffer, all of it, and waits for that; otherwise as {@link #write(Buffer, long)}.
     *
     * @param buffer the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @throws IOException if the operation fails; a part may have been written
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or the buffer was returned, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public void writeFully(Buffer buffer, long offset) throws IOException {
        blocking.full(Transfer.WRITE, buffer, offset);
    }

    /**
     * Writes memory, all of it, and waits for that; otherwise as {@link #write(MemorySegment, long)}.
     *
     * @param memory the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @throws IOException if the operation fails; a part may have been written
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file, the engine or the memory's arena is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public void writeFully(MemorySegment memory, long offset) throws IOException {
        blocking.full(Transfer.WRITE, memory, offset);
    }

    /**
     * Writes a ByteBuffer, all of it, and waits for that; otherwise as {@link #write(ByteBuffer, long)}.
     *
     * @param buffer the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @throws IOException if the operation fails; a part may have been written
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public void writeFully(ByteBuffer buffer, long offset) throws IOException {
        blocking.full(Transfer.WRITE, buffer, offset);
    }

    /**
     * Reads into several ByteBuffers, each between its position and its limit, and waits for it; the positions move by the result. Otherwise as
     * {@link #read(ByteBuffer, long)}.
     *
     * @param buffers where the bytes go, 1 to 1024, of each at least one byte
     * @param offset where in the file to read, in bytes, from 0
     * @return bytes read, which can be fewer than asked for; 0 at the end of the file
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range or badly aligned for O_DIRECT
     */
    public int readv(ByteBuffer[] buffers, long offset) throws IOException {
        return blocking.transfer(Transfer.READV, buffers, offset);
    }

    /**
     * Writes several ByteBuffers, each between its position and its limit, and waits for it; the positions move by the result. Otherwise as
     * {@link #write(ByteBuffer, long)}.
     *
     * @param buffers the bytes, 1 to 1024, of each at least one byte
     * @param offset where in the file to write, in bytes, from 0
     * @return bytes written, which can be fewer than asked for
     * @throws IOException if the operation fails: the message names it, the file, the offset and the error
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or in a callback of this engine's
     * @throws IllegalArgumentException if the file was not opened for writing, or an argument is out of range or badly aligned for O_DIRECT
     */
    public int writev(ByteBuffer[] buffers, long offset) throws IOException {
        return blocking.transfer(Transfer.WRITEV, buffers, offset);
    }

    /**
     * Makes what was written durable, and waits for it: {@code fsync(2)} or {@code fdatasync(2)}. See {@link #fsync(IoCallback)}.
     *
     * @param metadata whether to write also the metadata that is not needed to read the bytes back, such as times
     * @throws IOException if the sync fails; it is not tried again, and what is on the device is unknown
     * @throws java.io.InterruptedIOException if the thread is interrupted before, or a virtual thread meanwhile: the operation was cancelled and has ended, the
     *     interrupt flag is set, the file stays open
     * @throws IllegalStateException if the file or the engine is closed, or in a callback of this engine's
     */
    public void force(boolean metadata) throws IOException {
        blocking.force(metadata);
    }

    private long vectored(Transfer operation, Object[] pieces, MemorySegment[] segments, long offset, IoCallback callback) {
        Objects.requireNonNull(callback, "callback");
        IoVector vector = vector(operation, pieces, segments, offset);
        return engine.submitOwning(operation, descriptor, vector, vector.iovecs(), offset, callback);
    }

    private IoVector vector(Transfer operation, Object[] pieces, MemorySegment[] segments, long offset) {
        checks.vectored(operation.reads(), segments, offset);
        return new IoVector(engine, pieces, segments);
    }

    private long transfer(Transfer operation, Object memory, MemorySegment data, long offset, IoCallback callback) {
        checks.transfer(operation.reads(), data, offset);
        return submit(operation, memory, data, offset, callback);
    }

    /** With memory that has to be ended: by the request's completion, or here where there is no request. */
    private long transfer(Transfer operation, UserMemory memory, long offset, IoCallback callback) {
        Objects.requireNonNull(callback, "callback");
        long request = Engine.AGAIN;
        try {
            request = submit(operation, memory.held(), memory.next(), offset, (handle, result) -> {
                memory.transferred(result);
                memory.end();
                callback.completed(handle, result);
            });
        } finally {
            if (request == Engine.AGAIN) {
                memory.end();
            }
        }
        return request;
    }

    private long submit(Operation operation, Object memory, MemorySegment data, long offset, IoCallback callback) {
        Objects.requireNonNull(callback, "callback");
        return engine.submit(operation, descriptor, memory, data, offset, callback);
    }

    /**
     * Reads what the page cache has at once, without waiting and without a request: RWF_NOWAIT of {@code preadv2(2)}. Any thread, a driver in a callback too.
     *
     * @param memory where the bytes go: native memory, writable, that any thread may access. From 1 to 0x7ffff000 bytes
     * @param offset where in the file to read, in bytes, from 0
     * @return bytes read, 0 at the end of the file; fewer than asked for where the rest would have to be waited for; {@link Engine#AGAIN} where all of it
     *     would, where the file was opened past the page cache, or cannot tell
     * @throws IllegalStateException if the file or the memory's arena is closed
     * @throws IllegalArgumentException if the file was not opened for reading, or an argument is out of range
     */
    public long readCached(MemorySegment memory, long offset) {
        FileChecks.shareNative(memory);
        return blocking.readCached(memory, offset);
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
            return Libc.fstat(descriptor.fd()).size();
        } finally {
            release();
        }
    }

    /**
     * The path that the file was opened by.
     *
     * @return as given; {@link #descriptorPath()} where it was {@linkplain Engine#borrow borrowed}
     */
    public Path path() {
        return path;
    }

    /**
     * A path by which other APIs can open this very file once more, under whatever name it goes by now, or where it has none left:
     * {@code /proc/self/fd/N} of {@code proc(5)}. It names the file as long as this object is open, and for this process alone.
     *
     * @return the path; what is opened by it is another descriptor, which is closed on its own
     */
    public Path descriptorPath() {
        return Path.of("/proc/self/fd/" + descriptor.fd());
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
        return checks.offsetAlignment;
    }

    /**
     * What memory must be aligned to.
     *
     * @return bytes, a power of two; 1 where the file was not opened with {@link AuraOpenOption#DIRECT}
     */
    public int directMemoryAlignment() {
        return checks.memoryAlignment;
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
        descriptor.close();
    }

    /**
     * As {@link #close()}, for those who must not block, as {@code close(2)} can, or want to know when the file is closed: takes no more requests from now on,
     * and closes the descriptor through the ring, IORING_OP_CLOSE (Linux 5.6), as soon as no other request on the file is in flight. Then the callback runs,
     * with 0 or the error of {@code close(2)}, such as a delayed write that failed; the descriptor is gone in any case. It cannot be cancelled. (Where the
     * engine has several rings, the callback of a request that another one of them ended just before may still be running.)
     *
     * @param callback runs when the file is closed
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}: the file is still open. That is also the answer where one slot of the ring is left, which
     *     those may need that the close would wait for
     * @throws IllegalStateException if the file or the engine is closed
     */
    public long close(IoCallback callback) {
        return descriptor.close(Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Asks what the file system knows of the file now: {@code statx(2)}, IORING_OP_STATX (Linux 5.6).
     *
     * @param callback runs when the request is done
     * @return the request's handle, 0 or more, or {@link Engine#AGAIN}
     * @throws IllegalStateException if the file or the engine is closed
     */
    public long stat(ValueCallback<FileStatus> callback) {
        Objects.requireNonNull(callback, "callback");
        StatRequest request = StatRequest.of(engine, descriptor.fd(), path.toString(), callback);
        return engine.submitOwning(request, descriptor, request.memory(), null, 0, request);
    }

    /**
     * Asks for the cancellation of every request on this file that is pending, as {@link Engine#cancel} does for one: those in queues and those in the kernel,
     * on all rings. Futures and blocking calls that still wait for room are not among them, nor is a close. Any thread, and in callbacks too.
     *
     * @return for how many requests it was asked
     */
    public int cancelAll() {
        return engine.cancelAll(descriptor);
    }

    /**
     * Closes the file, as a future; see {@link #close(IoCallback)}. Where the rings are at their limit the executor for stages closes it.
     *
     * @return completes with null when the descriptor is closed, or fails with the IOException of {@code close(2)}; the descriptor is gone in any case
     * @throws IllegalStateException if the file or the engine is closed
     */
    public CompletableFuture<Void> closeAsync() {
        return ValueFuture.of(
                engine,
                callback -> close((request, result) -> callback.completed(request, null, result < 0 ? IoFailure.of("close", path, 0, result) : null)),
                () -> {
                    close();
                    descriptor.awaitGone(Long.MAX_VALUE);
                    return null;
                });
    }

    /**
     * Asks what the file system knows of the file now, as a future; see {@link #stat(ValueCallback)}. Where the rings are at their limit the executor for
     * stages asks.
     *
     * @return completes with the answer, or fails with an IOException
     * @throws IllegalStateException if the file or the engine is closed
     */
    public CompletableFuture<FileStatus> statAsync() {
        return ValueFuture.of(engine, this::stat, () -> {
            acquire();
            try {
                return FileStatus.of(Libc.fstat(descriptor.fd()));
            } finally {
                release();
            }
        });
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /**
     * Waits until the descriptor is closed: behind {@link #close()}, until the last request on the file is done. A caller-driven engine is not driven
     * meanwhile.
     *
     * @param timeout how long to wait at most
     * @return false where the time ran out
     * @throws InterruptedException if interrupted while waiting
     * @throws IllegalStateException on a thread that drives the engine, which would wait for itself
     */
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return descriptor.awaitGone(TimeUnit.NANOSECONDS.convert(timeout));
    }

    int fd() {
        return descriptor.fd();
    }

    Engine engine() {
        return engine;
    }

    FileChecks checks() {
        return checks;
    }

    /** Who waits for room to submit requests on this file. */
    Backlog backlog() {
        return descriptor.lane(0).backlog();
    }

    /** What the file's requests count for, by ring number. Not to be changed. */
    Lane[] lanes() {
        return descriptor.lanes();
    }

    /** What the file's requests on that ring count for. */
    Lane lane(int ring) {
        return descriptor.lane(ring);
    }

    /** Begins to use the descriptor. */
    void acquire() {
        descriptor.acquire();
    }

    /** Ends a use; the last one of a closed file closes the descriptor. */
    void release() {
        descriptor.release();
    }

    @Override
    public String toString() {
        return "AsyncFile[" + path + ", " + mode + (descriptor.isClosed() ? ", closed" : "") + ", requests=" + descriptor.users() + "]";
    }
}
