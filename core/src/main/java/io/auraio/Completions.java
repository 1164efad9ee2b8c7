package io.auraio;

import io.auraio.adaptive.LatencyHistogram;
import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.Errno;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What a ring's driver does with completions: takes them from the queue, ends their requests, counts, and runs the callbacks, a batch at a time.
 *
 * <p>The driver's alone, but for the counts.
 */
final class Completions {

    /** The ring's own operations have negative user data; requests have handles, which are not negative. */
    static final long WAKE_USER_DATA = -2;

    /** An operation of the ring's own of whose completion nothing depends, such as a cancellation. */
    static final long IGNORED_USER_DATA = -3;

    private static final int BATCH = 64;

    private final Ring ring;
    private final CompletionQueue cq;
    private final Consumer<Throwable> errorHandler;

    private final long[] handles = new long[BATCH];
    private final int[] results = new int[BATCH];
    private final int[] slots = new int[BATCH];
    private final IoCallback[] callbacks = new IoCallback[BATCH];
    private final Answered answered = new Answered();
    private long slowNanos = Long.MAX_VALUE;

    /** Of the batch in hand: whether all of it are futures of transfers. */
    private boolean onlyFutures;

    private boolean dispatching;

    /** When the batch in hand was taken from the queue. */
    private long takenNanos;
    private boolean wakeArmed;

    // Written by the driver, read anywhere.
    private final LatencyHistogram latency = new LatencyHistogram();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();

    Completions(Ring ring, Consumer<Throwable> errorHandler) {
        this.ring = ring;
        this.cq = ring.uring.cq();
        this.errorHandler = errorHandler;
    }

    // ---- the driver

    /** Takes what has completed, at most a queue full, so that callbacks which keep submitting cannot keep a poll from returning. */
    int take(long nowNanos) {
        int total = 0;
        int n;
        do {
            n = Math.min(cq.ready(), BATCH);
            // A callback may have submitted what has ended already: not before it began, for the controller.
            total += takeBatch(n, total == 0 ? nowNanos : System.nanoTime());
        } while (n == BATCH && total < cq.entries());
        return total;
    }

    private int takeBatch(int n, long nowNanos) {
        int done = 0;
        for (int i = 0; i < n; i++) {
            long userData = cq.userData(i);
            if (userData == WAKE_USER_DATA) {
                wakeArmed = (cq.flags(i) & CompletionQueue.IORING_CQE_F_MORE) != 0;
            } else if (userData != IGNORED_USER_DATA) {
                handles[done] = userData;
                results[done++] = cq.res(i);
            }
        }
        takenNanos = nowNanos;
        // The entries are copied: the kernel may have them back before the callbacks run.
        cq.advance(n);
        int ended = end(done, nowNanos);
        if (ended > 0) {
            ring.release(slots, results, ended);
            dispatch(ended);
        }
        return ended;
    }

    /** Ends the requests that are done, and moves what is known of them to the front; those with another step go on. */
    private int end(int count, long nowNanos) {
        onlyFutures = true;
        int failures = 0;
        int ended = 0;
        for (int i = 0; i < count; i++) {
            int slot = RequestHandle.slot(handles[i]);
            Request request = ring.requests.get(slot);
            int result = results[i];
            if (request.retracted) {
                request.retracted = false;
                result = -Errno.ECANCELED;
            }
            if (request.operation instanceof StepwiseOperation steps && steps.continues(result)) {
                ring.steps.enqueue(request);
                continue;
            }
            if (result < 0) {
                failures++;
            }
            request.lane.completed(countBytes(request.operation, Math.max(0, result)));
            if (request.submittedNanos != 0) {
                time(request, result, nowNanos);
            }
            handles[ended] = handles[i];
            results[ended] = result;
            slots[ended] = slot;
            onlyFutures &= request.callback instanceof IoFuture;
            callbacks[ended++] = request.callback;
            request.end();
        }
        completed.setOpaque(completed.getPlain() + ended);
        failed.setOpaque(failed.getPlain() + failures);
        return ended;
    }

    private void time(Request request, int result, long nowNanos) {
        long nanos = nowNanos - request.submittedNanos;
        if (request.sampled) {
            latency.record(nanos);
            request.lane.sample(nowNanos, request.submittedNanos);
        }
        if (nanos >= slowNanos) {
            SlowOperationEvent.emit(ring.engine, ring.index, request, result, nanos);
        }
    }

    /** From which latency on a request is reported as slow; Long.MAX_VALUE for never. */
    void slowFrom(long nanos) {
        slowNanos = nanos;
    }

    /** The bytes that a result counts; what neither reads nor writes counts none. */
    private int countBytes(Operation operation, int result) {
        if (operation.reads()) {
            reads.setOpaque(reads.getPlain() + 1);
            bytesRead.setOpaque(bytesRead.getPlain() + result);
            return result;
        }
        if (operation.writes()) {
            writes.setOpaque(writes.getPlain() + 1);
            bytesWritten.setOpaque(bytesWritten.getPlain() + result);
            return result;
        }
        return 0;
    }

    /** Ends every request that is still out with that error. Its memory stays held, since nobody knows whether the kernel still writes there. */
    void abandonAll(int errno) {
        takenNanos = System.nanoTime();
        for (int slot = 0; slot < ring.requests.slots(); slot++) {
            Request request = ring.requests.get(slot);
            if (request.isOut()) {
                handles[0] = request.handle(ring.index);
                results[0] = -errno;
                callbacks[0] = request.callback;
                request.abandon();
                completed.setOpaque(completed.getPlain() + 1);
                failed.setOpaque(failed.getPlain() + 1);
                dispatch(1);
            }
        }
    }

    private void dispatch(int count) {
        dispatching = true;
        if (onlyFutures) {
            try {
                ring.driver().submitWaiting();
            } catch (Throwable e) {
                report(e);
            }
        }
        for (int i = 0; i < count; i++) {
            IoCallback callback = callbacks[i];
            callbacks[i] = null;
            try {
                callback.completed(handles[i], results[i]);
            } catch (Throwable e) {
                report(e);
            }
        }
        try {
            // Still as in a callback: an executor may run the stages here and now.
            answered.handOver();
        } finally {
            dispatching = false;
            ring.drain.settle(count);
        }
    }

    /** Takes an error that nobody waits for. */
    void report(Throwable error) {
        try {
            errorHandler.accept(error);
        } catch (Throwable ignored) {
            // The handler was the last resort; the other callbacks still run.
        }
    }

    /** Where the futures gather that this batch answers. */
    Answered answered() {
        return answered;
    }

    /** In a callback: {@link Engine#reapedNanos}. */
    long takenNanos() {
        return takenNanos;
    }

    /** Whether a callback is running. */
    boolean isDispatching() {
        return dispatching;
    }

    /** Whether the poll that wakes the driver is out. */
    boolean isWakeArmed() {
        return wakeArmed;
    }

    void wakeArmed(boolean armed) {
        wakeArmed = armed;
    }

    // ---- any thread

    /** Requests completed. */
    long completed() {
        return completed.getOpaque();
    }

    long failed() {
        return failed.getOpaque();
    }

    long reads() {
        return reads.getOpaque();
    }

    long writes() {
        return writes.getOpaque();
    }

    long bytesRead() {
        return bytesRead.getOpaque();
    }

    long bytesWritten() {
        return bytesWritten.getOpaque();
    }

    LatencyHistogram.Snapshot latency() {
        return latency.snapshot();
    }
}
