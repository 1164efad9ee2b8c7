package io.auraio.bench;

import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;
import java.nio.ByteBuffer;

/**
 * One operation that is in flight or waits to be: made once, used for block after block, so that the I/O loop allocates nothing.
 *
 * <p>Belongs to its worker's thread.
 */
final class Transfer implements IoCallback {
    /** What a transfer was last submitted as. */
    enum Kind {
        READ,
        WRITE,
        /** A read of what the job wrote itself. */
        READ_BACK,
        SYNC
    }

    final Buffer buffer;

    /** The same memory as {@link #buffer}. */
    final ByteBuffer bytes;

    Kind kind;

    /** The index of the file. */
    int file;

    /** Where in the file the block is. */
    long offset;

    /** When the call began that last submitted it, in {@link System#nanoTime()}. */
    long startedNanos;

    /** When that call was over. */
    long submittedNanos;

    /** Whether the buffer holds what the job's {@link BlockFiller} put there. */
    boolean filled;

    private final Worker worker;

    Transfer(Worker worker, Buffer buffer) {
        this.worker = worker;
        this.buffer = buffer;
        this.bytes = buffer.segment().asByteBuffer();
    }

    @Override
    public void completed(long request, int result) {
        worker.completed(this, request, result);
    }
}
