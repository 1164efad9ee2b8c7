package io.auraio.bench;

import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;

/**
 * One operation that is in flight or waits to be: made once, used for block after block, so that the I/O loop allocates nothing.
 *
 * <p>Belongs to its worker's thread.
 */
final class Transfer implements IoCallback {
    final Buffer buffer;

    /** Where in the file the block is that it was last submitted for. */
    long offset;

    /** When the call began that last submitted it, in {@link System#nanoTime()}. */
    long startedNanos;

    /** When that call was over. */
    long submittedNanos;

    private final Worker worker;

    Transfer(Worker worker, Buffer buffer) {
        this.worker = worker;
        this.buffer = buffer;
    }

    @Override
    public void completed(long request, int result) {
        worker.completed(this, result);
    }
}
