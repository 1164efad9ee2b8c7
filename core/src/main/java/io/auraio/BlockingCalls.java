package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The blocking calls of one file. A platform thread goes the straight way, through {@code pread(2)} and its like: it would block in any case, and two
 * hand-overs between threads cost more than the system call. A virtual thread takes what the page cache has, and parks on a request for the rest, so that its
 * carrier is free.
 */
final class BlockingCalls {

    /** Of what is transferred in full; a multiple of every alignment. */
    private static final long GREATEST_PIECE_BYTES = 1 << 30;

    private final AsyncFile file;
    private final PageCache cache;

    BlockingCalls(AsyncFile file) {
        this.file = file;
        this.cache = new PageCache(file);
    }

    int transfer(Transfer operation, Buffer buffer, long offset) throws IOException {
        MemorySegment data = buffer.segment();
        file.checks().transfer(operation.reads(), data, offset);
        return (int) answer(operation, buffer, data, offset, 0);
    }

    long transfer(Transfer operation, MemorySegment memory, long offset) throws IOException {
        FileChecks.shared(memory);
        if (!memory.isNative()) {
            return copied(operation, UserBytes.of(file, operation.reads(), memory, offset), offset);
        }
        file.checks().transfer(operation.reads(), memory, offset);
        return answer(operation, memory, memory, offset, 0);
    }

    int transfer(Transfer operation, ByteBuffer buffer, long offset) throws IOException {
        return (int) copied(operation, UserBytes.of(file, operation.reads(), buffer, offset), offset);
    }

    int transfer(Transfer operation, ByteBuffer[] buffers, long offset) throws IOException {
        return (int) copied(operation, UserVector.of(file, operation.reads(), buffers, offset), offset);
    }

    /** A piece at a time. An error behind the first piece is left for the next call to meet: what was transferred is the answer. */
    private long copied(Transfer operation, UserMemory bytes, long offset) throws IOException {
        try {
            int result;
            do {
                result = (int) request(operation, bytes.held(), bytes.next(), offset + bytes.done(), bytes.done());
            } while (bytes.transferred(result));
            return bytes.done() > 0 ? bytes.done() : checked(operation, offset, result);
        } finally {
            bytes.end();
        }
    }

    void full(Transfer operation, MemorySegment memory, long offset) throws IOException {
        long done = 0;
        while (done < memory.byteSize()) {
            MemorySegment piece = memory.asSlice(done, Math.min(memory.byteSize() - done, GREATEST_PIECE_BYTES));
            done += more(operation, transfer(operation, piece, offset + done), offset + done, piece.byteSize());
        }
    }

    void full(Transfer operation, Buffer buffer, long offset) throws IOException {
        MemorySegment data = buffer.segment();
        file.checks().transfer(operation.reads(), data, offset);
        long done = 0;
        while (done < data.byteSize()) {
            long at = offset + done;
            done += more(operation, answer(operation, buffer, data.asSlice(done), at, done), at, data.byteSize() - done);
        }
    }

    void full(Transfer operation, ByteBuffer buffer, long offset) throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining()) {
            long at = offset + buffer.position() - start;
            int left = buffer.remaining();
            more(operation, transfer(operation, buffer, at), at, left);
        }
    }

    private long more(Transfer operation, long transferred, long offset, long left) throws IOException {
        // Past the page cache, what ends between two blocks ends where the file does.
        if (transferred > 0 && (transferred == left || transferred % file.checks().offsetAlignment == 0)) {
            return transferred;
        }
        if (operation.reads()) {
            throw new EOFException("read(path=" + file.path() + ", offset=" + offset + "): the file ends within the " + left + " bytes from here");
        }
        throw new IOException("write(path=" + file.path() + ", offset=" + offset + "): " + transferred + " of " + left
                + " bytes were written, and the rest cannot be"
                + " on its own");
    }

    void force(boolean metadata) throws IOException {
        Transfer operation = metadata ? Transfer.FSYNC : Transfer.FDATASYNC;
        answer(operation, null, null, 0, 0);
    }

    private long answer(Transfer operation, Object memory, MemorySegment data, long offset, long done) throws IOException {
        return checked(operation, offset, request(operation, memory, data, offset, done));
    }

    private long checked(Transfer operation, long offset, long result) throws IOException {
        if (result < 0) {
            throw IoFailure.of(operation.call(), file.path(), offset, result);
        }
        return result;
    }

    /** One request, by the way that suits the thread: bytes transferred, or {@code -errno}. */
    private long request(Transfer operation, Object memory, MemorySegment data, long offset, long done) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(operation, offset, done);
        }
        file.engine().isDrivenHere(operation.call());
        if (!Thread.currentThread().isVirtual()) {
            long result = straight(operation, memory, data, offset);
            // A pipe has no offsets to go to; a ring reads it all the same.
            return result == -Errno.ESPIPE ? parked(operation, memory, data, offset, done) : result;
        }
        return cache.isWorthTrying(operation) ? cached(operation, memory, data, offset, done) : parked(operation, memory, data, offset, done);
    }

    private long straight(Transfer operation, Object memory, MemorySegment data, long offset) {
        hold(memory);
        try {
            long result;
            do {
                result = operation.straight(file.fd(), data, offset);
            } while (result == -Errno.EINTR);
            return result;
        } finally {
            release(memory);
        }
    }

    /** What the page cache has at once, and the rest by a request. */
    private long cached(Transfer operation, Object memory, MemorySegment data, long offset, long done) throws IOException {
        long ready;
        hold(memory);
        try {
            ready = cache.transfer(operation, file.fd(), data, offset);
        } finally {
            release(memory);
        }
        if ((ready & PageCache.END) != 0 && ready > 0) {
            return ready & ~PageCache.END;
        }
        if (ready == data.byteSize() || ready < 0 && ready != -Errno.EAGAIN) {
            return ready;
        }
        if (ready < 0) {
            return parked(operation, memory, data, offset, done);
        }
        try {
            return ready + Math.max(0, parked(operation, memory, data.asSlice(ready), offset + ready, done));
        } catch (InterruptedIOException e) {
            // The flag is set; what was transferred before is the answer.
            return ready;
        }
    }

    /** What the page cache has at once; {@link Engine#AGAIN} where that is nothing, or an error for a request to meet. */
    long readCached(MemorySegment memory, long offset) {
        file.checks().transfer(true, memory, offset);
        if (!cache.isWorthTrying(Transfer.READ)) {
            return Engine.AGAIN;
        }
        hold(memory);
        try {
            long ready = cache.transfer(Transfer.READ, file.fd(), memory, offset);
            return ready < 0 ? Engine.AGAIN : ready & ~PageCache.END;
        } finally {
            release(memory);
        }
    }

    private void hold(Object memory) {
        file.acquire();
        try {
            HeldMemory.pin(memory);
        } catch (RuntimeException e) {
            file.release();
            throw e;
        }
    }

    private void release(Object memory) {
        HeldMemory.unpin(memory);
        file.release();
    }

    private long parked(Transfer operation, Object memory, MemorySegment data, long offset, long done) throws IOException {
        IoFuture<Void> request = new IoFuture<>(operation, file, part(memory, data), offset);
        request.waiter(Thread.currentThread());
        request.start();
        request.awaitAnswer();
        int result = request.answer();
        if (result == -Errno.ECANCELED && request.isAborted()) {
            if (request.aborted() == IoFuture.INTERRUPTED) {
                throw interrupted(operation, offset, done);
            }
            // The engine was closed while the request waited for room.
            throw (IllegalStateException) request.aborted();
        }
        return result;
    }

    /** What a request holds for that part of the memory. */
    private static Object part(Object memory, MemorySegment data) {
        return switch (memory) {
            case Buffer buffer when buffer.sizeBytes() > data.byteSize() -> new BufferPart(buffer, data);
            case MemorySegment whole -> data;
            case null, default -> memory;
        };
    }

    private InterruptedIOException interrupted(Transfer operation, long offset, long done) {
        InterruptedIOException e = new InterruptedIOException(operation.call() + "(path=" + file.path() + ", offset=" + offset
                + "): the thread was interrupted; the file stays open");
        e.bytesTransferred = (int) Math.min(done, Integer.MAX_VALUE);
        return e;
    }
}
