package io.auraio.channels;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.IoCallback;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * A read or write of an asynchronous channel, from its start until its taker has the result. Memory on the heap is copied through a buffer of the
 * pool's, as much as one piece, which is a result as good as any.
 *
 * <p>Where the engine is at its limit the transfer waits as one of the engine's futures.
 */
final class PendingTransfer implements IoCallback {

    /** What the taker is given. */
    interface Taker {

        /** On the driver: the result is there; hands over to where {@link #finish()} may be called. */
        void ready(PendingTransfer transfer);
    }

    private static final int PIECE_BYTES = 1 << 20;

    private static final long NOT_SUBMITTED = -1;

    private final EngineAsynchronousFileChannel channel;
    private final boolean reading;
    private final ByteBuffer buffer;
    private final MemorySegment memory;
    private final Buffer copy;
    private final long position;
    private final Taker taker;

    /** Written once, behind the submission; read by who aborts. */
    private volatile long request = NOT_SUBMITTED;

    private volatile CompletableFuture<Integer> waiting;
    private volatile boolean aborted;

    // Written before ready(), read behind it: the executor, or the future, hands them over.
    private int result;
    private Throwable failure;

    PendingTransfer(EngineAsynchronousFileChannel channel, boolean reading, ByteBuffer buffer, MemorySegment memory, long position, Taker taker) {
        this.channel = channel;
        this.reading = reading;
        this.buffer = buffer;
        this.memory = memory;
        this.copy = memory.isNative() ? null : channel.engine().allocate(Math.min(memory.byteSize(), PIECE_BYTES));
        this.position = position;
        this.taker = taker;
    }

    /** Whether finishing it copies, or is done in no time. */
    boolean copies() {
        return copy != null;
    }

    void start() {
        try {
            if (copy != null && !reading) {
                MemorySegment.copy(memory, 0, copy.segment(), 0, copy.sizeBytes());
            }
            long handle = submit(channel.file());
            if (handle == Engine.AGAIN) {
                await(channel.file());
            } else {
                request = handle;
            }
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        if (aborted) {
            // By one who found neither.
            stop();
        }
    }

    private long submit(AsyncFile file) {
        if (copy != null) {
            return reading ? file.read(copy, position, this) : file.write(copy, position, this);
        }
        return reading ? file.read(memory, position, this) : file.write(memory, position, this);
    }

    private void await(AsyncFile file) {
        CompletableFuture<Integer> future;
        if (copy != null) {
            future = reading ? file.readAsync(copy, position) : file.writeAsync(copy, position);
        } else {
            future = reading ? file.readAsync(memory, position) : file.writeAsync(memory, position);
        }
        waiting = future;
        future.whenComplete((count, error) -> {
            if (error == null) {
                completed(NOT_SUBMITTED, count);
            } else {
                fail(error);
            }
        });
    }

    /** Asks the kernel to stop it. It ends all the same, once. */
    void abort() {
        // volatile: stored before the look at request and waiting; pairs with start(), which stores those before it looks at aborted. One of the two stops it.
        aborted = true;
        stop();
    }

    private void stop() {
        CompletableFuture<Integer> future = waiting;
        if (future != null) {
            future.cancel(true);
        }
        long handle = request;
        if (handle != NOT_SUBMITTED) {
            channel.engine().cancel(handle);
        }
    }

    @Override
    public void completed(long handle, int count) {
        result = count;
        end();
    }

    private void fail(Throwable error) {
        failure = error;
        end();
    }

    private void end() {
        channel.ended(this);
        taker.ready(this);
    }

    /**
     * Gives the bytes to the user's buffer, and moves its position. To be called once.
     *
     * @return bytes; -1 at the end of the file
     * @throws IOException how the transfer failed
     */
    int finish() throws IOException {
        try {
            if (failure != null) {
                throw failed();
            }
            if (result < 0) {
                throw stopped(result) ? new AsynchronousCloseException() : IoResult.exception(describe(), result);
            }
            if (copy != null && reading) {
                MemorySegment.copy(copy.segment(), 0, memory, 0, result);
            }
            buffer.position(buffer.position() + result);
            return reading && result == 0 ? -1 : result;
        } finally {
            giveBack();
        }
    }

    /** Where the ring has failed the kernel may still use the memory: then it stays lent for ever. */
    private void giveBack() {
        if (copy != null) {
            try {
                copy.close();
            } catch (IllegalStateException inUse) {
                // The failure is the answer.
            }
        }
    }

    private boolean stopped(int errno) {
        return errno == -Errno.ECANCELED && !channel.isOpen();
    }

    private IOException failed() {
        if (!channel.isOpen() && (failure instanceof IllegalStateException || failure instanceof CancellationException)) {
            return new AsynchronousCloseException();
        }
        return failure instanceof IOException e ? e : new IOException(describe() + ": " + failure.getMessage(), failure);
    }

    private String describe() {
        return (reading ? "read" : "write") + "(path=" + channel.file().path() + ", position=" + position + ")";
    }
}
