package io.auraio;

import io.auraio.adaptive.BatchTuner;
import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.LatencyHistogram;
import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.Errno;
import io.auraio.syscall.EventFd;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.SyscallException;
import io.auraio.syscall.Uring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The side of a ring that one thread alone calls, its driver: enters the kernel, takes completions, runs callbacks, advances the
 * controller, and closes the ring in the end.
 *
 * <p>One long-lived platform thread, for two reasons: the kernel ends the requests of a thread that ends, and a ring that a single
 * thread enters for is the fastest there is (IORING_SETUP_SINGLE_ISSUER, IORING_SETUP_DEFER_TASKRUN of {@code io_uring_setup(2)}).
 */
final class RingDriver {

    /** The ring's own operations have negative user data; requests have handles, which are not negative. */
    private static final long WAKE_USER_DATA = -2;

    static final long IGNORED_USER_DATA = -3;

    /** One early enter in so many is made although the last one found its requests done at once, as reads of the page cache are. */
    private static final int INLINE_LOOK_INTERVAL = 256;

    /** Completions that are taken between two looks at the queue. */
    private static final int BATCH = 64;

    /** Before the kernel is asked again for memory that it did not have; EAGAIN of {@code io_uring_enter(2)} is rare and passing. */
    private static final long NO_MEMORY_PAUSE_NANOS = 100_000;

    /** How often a thread that waits for the driver looks whether the driver still lives. */
    private static final long LIVENESS_LOOK_NANOS = 50_000_000;

    private final Ring ring;
    private final Uring uring;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;
    private final DriverSleep sleep;
    private final Consumer<Throwable> errorHandler;
    private final Duration drainTimeout;

    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    // One batch of completions. The driver's alone.
    private final long[] handles = new long[BATCH];
    private final int[] results = new int[BATCH];
    private final int[] slots = new int[BATCH];
    private final IoCallback[] callbacks = new IoCallback[BATCH];

    /** How many submissions the driver lets gather before it enters for them, without waiting to be done with its callbacks. */
    private final BatchTuner batch = new BatchTuner();

    private long lastBatchTickNanos = System.nanoTime();
    private long tickedCompletions;
    private long submittingEnters;
    private boolean completesInline;
    private int gatheredInline;
    private boolean wakeArmed;
    private boolean dispatching;

    // Written by the driver, read by anybody.
    private volatile IOException fatal;
    private volatile int batchThreshold = batch.threshold();
    private final LatencyHistogram latency = new LatencyHistogram();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicLong enters = new AtomicLong();

    RingDriver(Ring ring, EngineOptions options) {
        this.ring = ring;
        this.uring = ring.uring;
        this.sq = uring.sq();
        this.cq = uring.cq();
        this.sleep = ring.sleep;
        this.errorHandler = options.errorHandler();
        this.drainTimeout = options.drainTimeout();
    }

    // ---- what other threads may ask

    /** What made the ring fail for good, or null. */
    IOException fatal() {
        return fatal;
    }

    /** Whether the calling thread is in a callback of this ring's. */
    boolean inCallback() {
        return thread.get() == Thread.currentThread() && dispatching;
    }

    /** Any thread: it has published a request. The driver itself enters for it once enough are gathered; others wake the driver. */
    void published() {
        if (thread.get() != Thread.currentThread()) {
            sleep.wake();
        } else if (sq.pending() >= batch.threshold() && entersEarly()) {
            enterEarly();
        }
    }

    /** What completes within the enter gains nothing from an early one; whether it still does is looked at now and then. */
    private boolean entersEarly() {
        return !completesInline || ++gatheredInline % INLINE_LOOK_INTERVAL == 0;
    }

    private void enterEarly() {
        int ready = cq.ready();
        // Busy or out of memory: the requests stay in the queue, and the turn's own enter deals with it.
        int submitted = uring.submit();
        enters.setOpaque(enters.getPlain() + 1);
        submittingEnters++;
        completesInline = submitted > 0 && cq.ready() - ready >= submitted;
    }

    RingStats stats(long submitted, long refused, int inFlight) {
        return new RingStats(
                ring.index,
                submitted,
                completed.getOpaque(),
                failed.getOpaque(),
                refused,
                bytesRead.getOpaque(),
                bytesWritten.getOpaque(),
                inFlight,
                enters.getOpaque(),
                batchThreshold,
                uring.flags(),
                latency.snapshot());
    }

    boolean isBound() {
        return thread.get() != null;
    }

    /** Whether the calling thread is the one to close the ring: its driver, or anybody where the ring has none yet. */
    boolean closesOnThisThread() {
        Thread bound = thread.get();
        return bound == null || bound == Thread.currentThread();
    }

    // ---- becoming the driver

    /**
     * Makes the calling thread the driver, if none is yet.
     *
     * @throws IllegalStateException where another thread is, where the caller is a virtual thread or in a callback
     * @throws UncheckedIOException where the kernel does not enable the ring
     */
    void bind() {
        Thread current = Thread.currentThread();
        Thread bound = thread.get();
        if (bound != current) {
            if (current.isVirtual()) {
                throw new IllegalStateException("thread=" + current + " is virtual; a ring's driver must be a platform thread");
            }
            if (bound != null || !thread.compareAndSet(null, current)) {
                throw new IllegalStateException("ring " + ring.index + " is driven by thread=" + thread.get().getName()
                        + "; called from thread=" + current.getName());
            }
            try {
                uring.enable();
                // Saves the look-up of the descriptor in each enter; a kernel that has it not says so and loses nothing.
                uring.registerRingFd();
            } catch (SyscallException e) {
                fail(e, e.errno());
                throw new UncheckedIOException(e);
            }
        }
        if (dispatching) {
            throw new IllegalStateException("not in a callback: its ring is being driven already");
        }
    }

    // ---- driving

    /**
     * One turn: submit what is queued, wait for a completion where asked, take what there is, run its callbacks, tick.
     *
     * @param waitNanos how long to wait where nothing is there yet; 0 not at all; Long.MAX_VALUE for as long as it takes
     * @return requests completed
     */
    int turn(long waitNanos) {
        Lane[] lanes = ring.lanes();
        for (Lane lane : lanes) {
            lane.noteEnter();
        }
        ring.enqueueWaitingCancels();
        enter(waitNanos);
        long now = System.nanoTime();
        for (Lane lane : lanes) {
            lane.noteReturn(now);
        }
        int handled = reap(now);
        for (Lane lane : lanes) {
            lane.reportIfDue(now);
        }
        tuneBatchIfDue(lanes, now);
        if (sleep.watched() != null) {
            announceWatching();
        }
        return handled;
    }

    /**
     * From now on the driver's thread sleeps where this class does not see it: in its own event loop, on an eventfd that the kernel signals
     * at completions. (The ring's own descriptor does not become readable under DEFER_TASKRUN, where completions wait for an enter.)
     *
     * @return the eventfd's descriptor
     * @throws SyscallException where there is none left, or the kernel does not take it
     */
    int watch() throws SyscallException {
        if (sleep.watched() == null) {
            EventFd signals = EventFd.open();
            int rc = uring.registrations().eventFd(signals.fd());
            if (rc < 0) {
                signals.close();
                throw new SyscallException("io_uring_register", "IORING_REGISTER_EVENTFD", -rc);
            }
            sleep.watch(signals);
            armWake();
            announceWatching();
        }
        return sleep.watched().fd();
    }

    /**
     * Leaves the driver announced as asleep, so that submitters signal, and the eventfd unreadable, unless there is more to do. What was published
     * before submitters could know is submitted here. What completed before the eventfd was drained is found by the enter behind it, which costs a
     * second enter for each turn: under DEFER_TASKRUN a completion can signal long before it can be seen.
     */
    private void announceWatching() {
        sleep.fallAsleep();
        sleep.watched().drain();
        uring.submitAndWait(0);
        if (cq.ready() > 0) {
            sleep.watched().signal();
        }
    }

    private void armWake() {
        if (!wakeArmed) {
            wakeArmed = ring.enqueueOwn(sqe -> sqe.pollAdd(sleep.fd(), Sqe.POLLIN, true).userData(WAKE_USER_DATA));
        }
    }

    private void enter(long waitNanos) {
        if (fatal != null) {
            return;
        }
        if (waitNanos > 0 || sleep.watched() != null) {
            armWake();
        }
        int rc;
        if (waitNanos == 0 || !wakeArmed || cq.ready() > 0) {
            if (ring.inFlight() == 0 && sleep.watched() == null) {
                return;
            }
            // 0 to wait for, but with IORING_ENTER_GETEVENTS: without it a DEFER_TASKRUN ring never posts a completion.
            rc = uring.submitAndWait(0);
        } else if (sleep.fallAsleep()) {
            ring.wakeDrainers();
            rc = uring.submitAndWait(1, waitNanos);
            sleep.wakeUp();
        } else {
            rc = uring.submitAndWait(0);
            sleep.wakeUp();
        }
        enters.setOpaque(enters.getPlain() + 1);
        if (rc > 0) {
            submittingEnters++;
        }
        if (rc < 0) {
            entered(-rc);
        }
    }

    /** What an enter that failed asks for. Whatever it is, no request is lost: what was not consumed stays in the queue. */
    private void entered(int errno) {
        switch (errno) {
            case Errno.EINTR, Errno.ETIME, Errno.EBUSY -> {
                // A signal, the time-out, or completions to be taken first: the next turn enters again.
            }
            case Errno.EAGAIN -> {
                if (cq.ready() == 0) {
                    LockSupport.parkNanos(NO_MEMORY_PAUSE_NANOS);
                }
            }
            default -> fail(new IOException("io_uring_enter on ring " + ring.index + ": " + Errno.describe(errno)), errno);
        }
    }

    /** Takes what has completed, at most a queue full, so that callbacks which keep submitting cannot keep a poll from returning. */
    private int reap(long now) {
        int total = 0;
        int n;
        do {
            n = Math.min(cq.ready(), BATCH);
            total += complete(n, now);
        } while (n == BATCH && total < cq.entries());
        return total;
    }

    private int complete(int n, long now) {
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
        // The entries are copied: the kernel may have them back before the callbacks run.
        cq.advance(n);
        if (done > 0) {
            finish(done, now);
            ring.release(slots, done);
            dispatch(done);
            ring.settle(done);
        }
        return done;
    }

    private void finish(int count, long now) {
        int failures = 0;
        for (int i = 0; i < count; i++) {
            int slot = RequestHandle.slot(handles[i]);
            Request request = ring.requests.get(slot);
            int result = results[i];
            if (result < 0) {
                failures++;
                request.lane.completed(0);
            } else {
                request.lane.completed(result);
                countBytes(request.operation, result);
            }
            if (request.submittedNanos != 0) {
                latency.record(now - request.submittedNanos);
                request.lane.sample(now, request.submittedNanos);
            }
            slots[i] = slot;
            callbacks[i] = request.callback;
            request.end();
        }
        completed.setOpaque(completed.getPlain() + count);
        failed.setOpaque(failed.getPlain() + failures);
    }

    private void countBytes(Operation operation, int bytes) {
        if (operation == Operation.READ) {
            bytesRead.setOpaque(bytesRead.getPlain() + bytes);
        } else if (operation == Operation.WRITE) {
            bytesWritten.setOpaque(bytesWritten.getPlain() + bytes);
        }
    }

    private void dispatch(int count) {
        dispatching = true;
        for (int i = 0; i < count; i++) {
            IoCallback callback = callbacks[i];
            callbacks[i] = null;
            try {
                callback.completed(handles[i], results[i]);
            } catch (Throwable e) {
                report(e);
            }
        }
        dispatching = false;
    }

    private void report(Throwable error) {
        try {
            errorHandler.accept(error);
        } catch (Throwable ignored) {
            // The handler was the last resort; the other callbacks still run.
        }
    }

    // ---- tuning

    private void tuneBatchIfDue(Lane[] lanes, long now) {
        if (now - lastBatchTickNanos < ControllerOptions.DEFAULT_TICK_NANOS) {
            return;
        }
        lastBatchTickNanos = now;
        boolean held = false;
        for (Lane lane : lanes) {
            held |= lane.isHeld();
        }
        batch.tick(now, completed.getPlain() - tickedCompletions, submittingEnters, held);
        tickedCompletions = completed.getPlain();
        submittingEnters = 0;
        batchThreshold = batch.threshold();
    }

    // ---- the end

    /**
     * Latches an error after which the ring cannot be used. Every request still out is completed with it; its memory stays pinned,
     * since nobody knows whether the kernel still writes there.
     */
    private void fail(IOException error, int errno) {
        fatal = error;
        ring.refuse();
        report(error);
        for (int slot = 0; slot < ring.requests.slots(); slot++) {
            Request request = ring.requests.get(slot);
            if (request.isOut()) {
                handles[0] = request.handle(ring.index);
                results[0] = -errno;
                callbacks[0] = request.callback;
                request.abandon();
                failed.setOpaque(failed.getPlain() + 1);
                dispatch(1);
                ring.settle(1);
            }
        }
        ring.wakeDrainers();
    }

    /** The driver, or any thread where there is none yet: closes the ring. */
    void bindAndCloseDown() {
        if (!isClosed()) {
            bind();
            closeDown();
        }
    }

    /**
     * Driver: drains and closes the ring. What does not drain in time is leaked, since the kernel may still write into its memory. Does nothing
     * where that was done.
     */
    void closeDown() {
        if (isClosed()) {
            return;
        }
        long deadline = System.nanoTime() + drainTimeout.toNanos();
        long left = drainTimeout.toNanos();
        while (ring.inFlight() > 0 && fatal == null && left > 0) {
            turn(left);
            left = deadline - System.nanoTime();
        }
        if (ring.inFlight() == 0) {
            uring.close();
            sleep.close();
        } else {
            Leaked.keep(ring);
        }
        closed.countDown();
    }

    /**
     * Not the driver: waits until the driver has closed the ring, and gives the ring up where it does not. Goes on waiting when interrupted, and leaves
     * the interrupt flag set.
     */
    void awaitClosedOrLeak(long nanos) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + nanos;
        try {
            // A thread that has ended drives no more; the kernel has ended its requests, but nobody can take their completions.
            while (!isClosed() && thread.get().isAlive() && deadline - System.nanoTime() > 0) {
                try {
                    closed.await(LIVENESS_LOOK_NANOS, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (!isClosed()) {
                Leaked.keep(ring);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }
}
