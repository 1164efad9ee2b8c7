package io.auraio;

import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The requests of a ring whose entries come into the queue after they were admitted, each when its turn has come: those of {@link StepwiseOperation}s, and
 * under SQPOLL those of a chain behind its first.
 *
 * <p>Any thread may. Under the ring's lock: the entries, and all changes of what waits. A step that finds the queue full waits until the driver
 * has made room; those behind it wait as well, so that none is overtaken for ever.
 */
final class Steps {

    private final Ring ring;
    private final SpinLock lock;
    private final SubmissionQueue sq;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();

    Steps(Ring ring, SpinLock lock) {
        this.ring = ring;
        this.lock = lock;
        sq = ring.uring.sq();
    }

    /**
     * Admits a request whose first step comes later, by {@link #enqueue}.
     *
     * @return its handle, or {@link Engine#AGAIN}
     * @throws IllegalStateException where the engine is closed
     */
    long reserve(CloseRequest operation, Descriptor paths) {
        Lane lane = paths.lane(ring.index);
        paths.acquire();
        boolean reserved = false;
        lock.lock();
        try {
            ring.checkOpen();
            boolean full = lane.isFull();
            // One slot is left: closes that held them all would wait for futures on their files that wait for a slot.
            Request request = full || ring.requests.free() == 1 ? null : ring.requests.claim();
            if (request == null && !full) {
                ring.counts.foundQueueFull();
            }
            if (request != null) {
                request.begin(operation, paths, lane, null, operation);
                operation.reserved(ring, request);
                ring.takeTime(request);
                ring.admitted(lane, 1);
                reserved = true;
                return request.handle(ring.index);
            }
        } finally {
            lock.unlock();
            if (!reserved) {
                paths.release();
            }
        }
        return ring.again(lane);
    }

    /**
     * Any thread: queues the next step of a request. Where the queue is full, the driver does it as soon as it is not.
     *
     * @return false where the ring takes nothing any more
     */
    boolean enqueue(Request request) {
        RingDriver driver = ring.driver();
        lock.lock();
        try {
            if (driver.fatal() != null || driver.isClosed()) {
                return false;
            }
            enqueueLocked(request);
        } finally {
            lock.unlock();
        }
        driver.published();
        return true;
    }

    /** The same under the lock, for the driver, whose next enter has the kernel see it. */
    void enqueueLocked(Request request) {
        // Bounded by the table: a request has one next step at most.
        if (!waiting.isEmpty() || !enqueueNow(request)) {
            ring.counts.foundQueueFull();
            waiting.add(request);
        }
    }

    /** Whether some found the queue full. Any thread. */
    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    /** Driver, under the lock: queues those that wait, as many as there is room for. */
    void enqueueWaiting() {
        while (!waiting.isEmpty() && enqueueNow(waiting.peek())) {
            waiting.remove();
        }
    }

    private boolean enqueueNow(Request request) {
        Sqe sqe = sq.claim();
        if (sqe == null) {
            return false;
        }
        if (request.retracted) {
            sqe.nop();
        } else {
            fill(sqe, request);
        }
        request.deferred = false;
        request.data = null;
        sqe.userData(request.handle(ring.index));
        sq.publish();
        return true;
    }

    private static void fill(Sqe sqe, Request request) {
        try {
            Ring.fill(sqe, request.operation, request.file, request.filePlace, request.data, request.offset, request.bufferPlace);
        } catch (RuntimeException e) {
            // Such as a segment whose arena was closed since it was submitted. The request still has to end.
            request.retracted = true;
            sqe.nop();
        }
    }
}
