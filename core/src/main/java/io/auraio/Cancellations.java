package io.auraio;

import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A ring's cancellations, each an entry of its own in the queue, behind the request that it is to end. What the kernel has not seen yet is ended
 * without it, see {@link ChainSubmission#retract}.
 *
 * <p>Any thread may ask. Under the ring's lock: the looks that count, the entries, and all changes of what waits. A cancellation that
 * finds the queue full waits until the driver has made room.
 */
final class Cancellations {

    private final Ring ring;
    private final SpinLock lock;
    private final RequestTable requests;
    private final SubmissionQueue sq;
    private final ChainSubmission chains;

    /** With so many entries in the queue, cancellations wait: under SQPOLL the rest is for requests, see {@link RingSetup}. */
    private final int mostPending;

    private final Queue<Long> waiting = new ConcurrentLinkedQueue<>();

    Cancellations(Ring ring, SpinLock lock, ChainSubmission chains) {
        this.ring = ring;
        this.lock = lock;
        this.chains = chains;
        requests = ring.requests;
        sq = ring.uring.sq();
        mostPending = RingSetup.isPolled(ring.uring) ? sq.entries() / RingSetup.SQ_POLL_ENTRIES_PER_REQUEST : sq.entries();
    }

    /** {@link Ring#cancel}. */
    boolean cancel(long handle) {
        lock.lock();
        try {
            if (!requests.isPending(handle) || !requests.get(RequestHandle.slot(handle)).operation.isCancellable()) {
                return false;
            }
            ask(handle);
        } finally {
            lock.unlock();
        }
        ring.driver().published();
        return true;
    }

    /** {@link Ring#cancelAll}. */
    int cancelAll(Descriptor file) {
        int asked = 0;
        for (int slot = 0; slot < requests.slots(); slot++) {
            Request request = requests.get(slot);
            // A look without the lock, which nobody should wait for while there are thousands of slots to look at. It finds what the caller knows to
            // be submitted; the look under the lock counts.
            if (request.file != file) {
                continue;
            }
            lock.lock();
            try {
                if (request.isOut() && request.file == file && request.operation.isCancellable()) {
                    ask(request.handle(ring.index));
                    asked++;
                }
            } finally {
                lock.unlock();
            }
        }
        if (asked > 0) {
            ring.driver().published();
        }
        return asked;
    }

    private void ask(long handle) {
        if (chains.retract(requests.get(RequestHandle.slot(handle)))) {
            return;
        }
        // Bounded by the table: a request that is pending has at most one cancellation waiting.
        if (!enqueue(handle) && !waiting.contains(handle)) {
            ring.counts.foundQueueFull();
            waiting.add(handle);
        }
    }

    /** Whether some found the queue full. Any thread. */
    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    /** Driver, under the lock: queues those that wait, as many as there is room for. */
    void enqueueWaiting() {
        while (!waiting.isEmpty() && enqueue(waiting.peek())) {
            waiting.remove();
        }
    }

    private boolean enqueue(long handle) {
        Sqe sqe = sq.pending() < mostPending ? sq.claim() : null;
        if (sqe == null) {
            return false;
        }
        // Entries are taken in order: a request that is still in the queue is started before its cancellation is looked at.
        sqe.asyncCancel(handle, 0).userData(Completions.IGNORED_USER_DATA);
        sq.publish();
        return true;
    }
}
