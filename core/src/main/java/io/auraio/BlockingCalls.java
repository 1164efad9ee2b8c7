package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.Libc;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;

/**
 * The blocking calls of one file. A platform thread goes the straight way, through {@code pread(2)} and its like: it would block in any case, and two hand-overs
 * between threads cost more than the system call. A virtual thread parks on a request, so that its carrier is free.
 */
final class BlockingCalls {

    /** Of what is transferred in full; a multiple of every alignment. */
    private static final long GREATEST_PIECE_BYTES = 1 << 30;

    private final AsyncFile file;

    BlockingCalls(AsyncFile file) {
        this.file = file;
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

    /** A piece at a time. An error behind the first piece is left for the next call to meet: what was transferred is the answer. */
    private long copied(Transfer operation, UserBytes bytes, long offset) throws IOException {
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
        throw new IOException("write(path=" + file.path() + ", offset=" + offset + "): " + transferred + " of " + left + " bytes were written, and the rest cannot be"
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
        return Thread.currentThread().isVirtual() ? parked(operation, memory, data, offset, done) : straight(operation, memory, data, offset);
    }

    private long straight(Transfer operation, Object memory, MemorySegment data, long offset) {
        file.engine().isDrivenHere(operation.call() + "()");
        file.acquire();
        try {
            HeldMemory.pin(memory);
            try {
                long result;
                do {
                    result = operation.straight(file.fd(), data, offset);
                } while (result == -Errno.EINTR);
                return result;
            } finally {
                HeldMemory.unpin(memory);
            }
        } finally {
            file.release();
        }
    }

    private long parked(Transfer operation, Object memory, MemorySegment data, long offset, long done) throws IOException {
        IoFuture<Void> request = new IoFuture<>(operation, file, memory instanceof Buffer buffer ? new BufferPart(buffer, data) : data, offset);
        request.waiter(Thread.currentThread());
        request.start();
        int result = request.awaitAnswer();
        if (result == -Errno.ECANCELED && request.isAborted()) {
            if (request.aborted() instanceof IllegalStateException closed) {
                throw closed;
            }
            throw interrupted(operation, offset, done);
        }
        return result;
    }

    private InterruptedIOException interrupted(Transfer operation, long offset, long done) {
        InterruptedIOException e = new InterruptedIOException(operation.call() + "(path=" + file.path() + ", offset=" + offset + "): the thread was interrupted; the file stays open");
        e.bytesTransferred = (int) Math.min(done, Integer.MAX_VALUE);
        return e;
    }
}
