package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Sqe;

/** Closes a descriptor, {@code close(2)}, once nobody uses it: until then the request has a slot and a handle, and no entry in the queue. */
final class CloseRequest extends StepwiseOperation {

    private final Descriptor descriptor;
    private final IoCallback callback;
    private Ring ring;
    private Request request;
    private boolean undone;

    CloseRequest(Descriptor descriptor, IoCallback callback) {
        this.descriptor = descriptor;
        this.callback = callback;
    }

    /** Where it has its slot; before it can start. */
    void reserved(Ring at, Request slot) {
        ring = at;
        request = slot;
    }

    /**
     * Whoever uses the descriptor last: puts the close into the queue.
     *
     * @return false where the ring takes nothing any more, and nobody will close the descriptor
     */
    boolean start() {
        return ring.steps.enqueue(request);
    }

    @Override
    public String call() {
        return "close";
    }

    @Override
    void fill(Sqe sqe) {
        if (descriptor.isBorrowed()) {
            sqe.nop();
        } else {
            sqe.close(descriptor.fd());
        }
    }

    @Override
    boolean continues(int result) {
        // The kernel had no thread for it, and dropped it before it began. (Any other error is of a descriptor that is closed.)
        undone = result == -Errno.ECANCELED;
        return false;
    }

    @Override
    public boolean isCancellable() {
        return false;
    }

    @Override
    public void completed(long handle, int result) {
        int answer = result;
        if (undone) {
            answer = descriptor.closeNow();
        } else {
            descriptor.closed();
        }
        callback.completed(handle, answer);
    }
}
