package io.auraio;

import io.auraio.adaptive.ControllerOptions;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The side of a ring that one thread alone calls, its driver: enters the kernel, takes completions, runs callbacks, advances the
 * controller, and closes the ring in the end.
 *
 * <p>One long-lived platform thread, for two reasons: the kernel ends the requests of a thread that ends, and a ring that a single
 * thread enters for is the fastest there is (IORING_SETUP_SINGLE_ISSUER, IORING_SETUP_DEFER_TASKRUN of {@code io_uring_setup(2)}).
 */
final class RingDriver {

    /** Before the kernel is asked again for memory that it did not have; EAGAIN of {@code io_uring_enter(2)} is rare and passing. */
    private static final long NO_MEMORY_PAUSE_NANOS = 100_000;

    /** How often a driver looks for room in the queue where another thread makes it, of which the kernel does not tell. */
    private static final long ROOM_LOOK_NANOS = 50_000;

    /** How often a thread that waits for the driver looks whether the driver still lives. */
    private static final long LIVENESS_LOOK_NANOS = 50_000_000;

    /** As the kernel allows a thread whose first ring is deep enough, {@code io_init_wq_offload()} of io_uring/tctx.c. */
    private static final int WORKERS_PER_CPU = 4;

    private final Ring ring;
    private final Uring uring;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;
    private final DriverSleep sleep;
    private final Duration drainTimeout;

    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private final Completions completions;
    private final Gathering gathering = new Gathering();
    private final EarlyEnters early;
    private final LoneWait loneWait;

    /** Whether the kernel's own thread takes entries from the queue. */
    private final boolean polled;

    /** For how long to sleep on what waits for room in the queue: not at all where the driver's own enter makes it. */
    private final long roomNanos;
    private boolean runningErrands;
    private long lastLookNanos = System.nanoTime() - ControllerOptions.DEFAULT_TICK_NANOS;

    /** Entering without a wait: succeeds where requests are done within the enter, as reads of the page cache are. */
    private final Attempt notWaiting = new Attempt();

    // Written by the driver, read by anybody.
    private volatile IOException fatal;
    private final EnterCounts enters;

    RingDriver(Ring ring, EngineOptions options) {
        this.ring = ring;
        this.uring = ring.uring;
        this.sq = uring.sq();
        this.cq = uring.cq();
        this.polled = RingSetup.isPolled(uring);
        this.roomNanos = polled ? ROOM_LOOK_NANOS : 0;
        this.enters = new EnterCounts(polled);
        this.early = new EarlyEnters(ring, gathering, enters);
        this.loneWait = new LoneWait(ring, options, enters);
        this.sleep = ring.sleep;
        this.completions = new Completions(ring, options.errorHandler());
        this.drainTimeout = options.drainTimeout();
    }

    // ---- what other threads may ask

    /** What made the ring fail for good, or null. */
    IOException fatal() {
        return fatal;
    }

    /** In a callback: what {@link Engine#answered} is about. */
    Answered answered() {
        return completions.answered();
    }

    /** Whether the calling thread is the driver. */
    boolean isDrivenHere() {
        return thread.get() == Thread.currentThread();
    }

    /** Whether the calling thread is in a callback of this ring's, or in what waits for a registration. */
    boolean inCallback() {
        return isDrivenHere() && (completions.isDispatching() || runningErrands);
    }

    /** In a callback: {@link Engine#reapedNanos}. */
    long reapedNanos() {
        return completions.takenNanos();
    }

    /** Whether the calling thread is in a callback of this ring's. */
    boolean isDispatchingHere() {
        return isDrivenHere() && completions.isDispatching();
    }

    /** Any thread: it has published a request. The driver itself enters for it once enough are gathered; others wake the driver. */
    void published() {
        if (thread.get() != Thread.currentThread()) {
            sleep.wake();
        } else if (gathering.isEnough(sq.pending())) {
            early.enter();
        }
    }

    /** Any thread: what is in the queue is not to wait for more. */
    void flush() {
        if (thread.get() != Thread.currentThread()) {
            sleep.wake();
        } else if (fatal == null && !isClosed() && sq.pending() > 0) {
            early.enter();
        }
    }

    /**
     * Driver, when requests have left and their futures are yet to be answered: has those that waited for the room go to the device, which would be idle for as
     * long as the answers take. Not ahead of a user's callback, which often submits again and counts on the room that its request has left.
     */
    void submitWaiting() {
        if (fatal != null || !ring.lanes.areWaiting()) {
            return;
        }
        ring.lanes.submitBacklogs();
        if (sq.pending() > 0 && gathering.isEarlyDue()) {
            early.enter();
        }
    }

    /** Any thread: how many submissions gather, or {@link Gathering#TUNED}. */
    void batchThreshold(int submissions) {
        gathering.fix(submissions);
    }

    RingStats stats() {
        // Completions before submissions: a request between the two looks is then one that is still in flight, and not one that ended before it came.
        long reads = completions.reads();
        long writes = completions.writes();
        long failed = completions.failed();
        long completed = completions.completed();
        return new RingStats(
                ring.index,
                ring.counts.submitted(),
                ring.counts.fixed(),
                completed,
                failed,
                ring.counts.refused(),
                reads,
                writes,
                completions.bytesRead(),
                completions.bytesWritten(),
                ring.inFlight(),
                ring.counts.peakInFlight(),
                ring.lanes.allowed(),
                enters.enters(),
                enters.batches(),
                enters.entries(),
                enters.sleeps(),
                ring.counts.queueFull(),
                enters.completionQueueFull(),
                enters.lost(),
                gathering.threshold(),
                uring.flags(),
                Optional.ofNullable(fatal),
                completions.latency());
    }

    boolean isBound() {
        return thread.get() != null;
    }

    /** Whether the calling thread is the ring's driver, or the ring has none yet. */
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
                ring.checkOpen();
                throw new IllegalStateException("ring " + ring.index + " is driven by thread=" + thread.get().getName()
                        + "; called from thread=" + current.getName());
            }
            enable();
        }
        if (inCallback()) {
            throw new IllegalStateException("not in a callback: its ring is being driven already");
        }
    }

    private void enable() {
        try {
            uring.enable();
            // Saves the look-up of the descriptor in each enter; a kernel that has it not says so and loses nothing.
            uring.registerRingFd();
            allowWorkers();
        } catch (SyscallException e) {
            fail(e, e.errno());
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sees to it that this ring's requests can wait in the kernel beside one another. How many worker threads do so is settled for a thread by the first ring
     * that it ever sets up, whose depth is the most: on a thread that once had a ring of one entry, one request that blocks would stop every other that needs a
     * worker, each fsync among them.
     */
    private void allowWorkers() {
        int[] limits = {0, 0};
        int wanted = Math.min(sq.entries(), WORKERS_PER_CPU * Runtime.getRuntime().availableProcessors());
        // Before Linux 5.15 there is nothing to set: what it refuses, it does without.
        if (uring.registrations().workerLimits(limits) == 0 && limits[0] < wanted) {
            uring.registrations().workerLimits(new int[] {wanted, 0});
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
        if (waitNanos == 0) {
            // What it was poked for is looked at from here on. Where it may sleep, whoever called it looked before, and a poke behind that look must stay.
            sleep.wakeUp();
        }
        // Somebody may wait for what was asked for, perhaps the caller of this turn: it must not go to sleep then.
        boolean hasNews = runErrands();
        long sleepNanos = ring.enqueueWaiting() ? Math.min(waitNanos, roomNanos) : waitNanos;
        enter(hasNews ? 0 : sleepNanos);
        if (enters.look(cq)) {
            OverflowEvent.emit(ring.engine, ring.index, cq.entries(), enters.lost());
        }
        long now = System.nanoTime();
        Lane[] lanes = ring.lanes.all();
        for (Lane lane : lanes) {
            lane.noteReturn(now);
        }
        if (fatal != null) {
            return 0;
        }
        int handled = completions.take(now);
        for (Lane lane : lanes) {
            lane.reportIfDue(now);
        }
        lookAtSettings(now);
        gathering.tickIfDue(now, lanes, completions.completed());
        if (sleep.watched() != null) {
            announceWatching(handled > 0);
        }
        return handled;
    }

    /** Learns, now and then, from which latency on a flight recording wants to hear of requests. */
    private void lookAtSettings(long now) {
        if (now - lastLookNanos >= ControllerOptions.DEFAULT_TICK_NANOS) {
            lastLookNanos = now;
            Engine.lookForRecorder();
            long slowNanos = SlowOperationEvent.leastNanos();
            completions.slowFrom(slowNanos);
            ring.timeAll(slowNanos != Long.MAX_VALUE);
        }
    }

    /** Does what other threads have asked for; true where some of it was ended. */
    private boolean runErrands() {
        if (ring.errands().isEmpty()) {
            return false;
        }
        runningErrands = true;
        try {
            return ring.errands().run(ring);
        } finally {
            runningErrands = false;
        }
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
            sleep.wakeUp();
            runErrands();
            announceWatching(false);
        }
        return sleep.watched().fd();
    }

    /**
     * Leaves the driver announced as asleep, so that submitters signal, and the eventfd unreadable, unless there is more to do. What was published
     * before submitters could know is submitted here. What completed before the eventfd was drained is found by the enter behind it, which costs a
     * second enter for each turn: under DEFER_TASKRUN a completion can signal long before it can be seen. What was asked for since the turn began, what
     * may have waited for a completion of this turn, and what the kernel did not take, is for the next turn, for which nobody else would signal.
     */
    private void announceWatching(boolean hasCompleted) {
        boolean more = !sleep.fallAsleep();
        more |= hasCompleted && !ring.errands().isEmpty();
        sleep.watched().drain();
        more |= isRoomAwaited();
        if (early.isNeeded()) {
            ring.chains.mendCut();
            enters.returned(uring.submitAndWait(0));
            more |= !polled && sq.pending() > 0;
        }
        if (more || cq.ready() > 0) {
            sleep.watched().signal();
        }
    }

    private void armWake() {
        if (!completions.isWakeArmed()) {
            completions.wakeArmed(ring.enqueueOwn(sqe -> sqe.pollAdd(sleep.fd(), Sqe.POLLIN, true).userData(Completions.WAKE_USER_DATA)));
        }
    }

    private void enter(long waitNanos) {
        if (fatal != null) {
            return;
        }
        ring.lanes.submitBacklogs();
        // Not before: those that waited are in flight from here on, or the limit would seem not to be used.
        for (Lane lane : ring.lanes.all()) {
            lane.noteEnter();
        }
        if (waitNanos > 0 || sleep.watched() != null) {
            armWake();
        }
        ring.chains.mendCut();
        early.enterInPortions();
        int rc;
        if (waitNanos == 0 || !completions.isWakeArmed() || cq.ready() > 0) {
            // Nothing in flight, but perhaps cancellations of what has ended: left in the queue they would fill it for good.
            if (ring.inFlight() == 0 && sq.pending() == 0 && sleep.watched() == null) {
                return;
            }
            if (!early.isNeeded()) {
                return;
            }
            // 0 to wait for, but with IORING_ENTER_GETEVENTS: without it a DEFER_TASKRUN ring never posts a completion.
            rc = uring.submitAndWait(0);
        } else if (!polled && sq.pending() > 0 && notWaiting.isDue()) {
            // Spares the announcement of the sleep, its fences, and the kernel the timeout. Where nothing is done yet, the next turn waits.
            rc = uring.submitAndWait(0);
            notWaiting.ended(cq.ready() > 0);
        } else if (loneWait.begins(waitNanos)) {
            rc = loneWait.looks() ? loneWait.submitAndLook() : submitAndSleep(waitNanos);
            loneWait.ended();
        } else {
            rc = submitAndSleep(waitNanos);
        }
        enters.returned(rc);
        if (rc > 0) {
            gathering.entered();
        }
        if (rc < 0) {
            entered(-rc);
        }
    }

    /** Announced as asleep, so that who has work for the driver wakes it; not at all where somebody had some just now. */
    private int submitAndSleep(long waitNanos) {
        long sleepNanos = !sleep.fallAsleep() ? 0 : isRoomAwaited() ? Math.min(waitNanos, roomNanos) : waitNanos;
        int rc;
        if (sleepNanos > 0) {
            ring.drain.wake();
            rc = uring.submitAndWait(1, sleepNanos);
            enters.slept();
        } else {
            rc = uring.submitAndWait(0);
        }
        sleep.wakeUp();
        return rc;
    }

    /**
     * The driver's last look, now that it is announced as asleep and who comes will wake it: submits those that wait for the limit.
     *
     * @return whether something found the queue full, for which there will be room and the next turn has to look
     */
    private boolean isRoomAwaited() {
        ring.lanes.submitBacklogs();
        return ring.areWaiting() || sq.pending() == sq.entries() && ring.lanes.areWaiting();
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

    // ---- the end

    /**
     * Latches an error after which the ring cannot be used. Every request still out is completed with it; its memory stays pinned,
     * since nobody knows whether the kernel still writes there.
     */
    private void fail(IOException error, int errno) {
        fatal = error;
        ring.refuse();
        completions.report(error);
        // What has ended ends as it did, and its memory is free; of the rest nothing is known, nor ever will be.
        while (completions.take(System.nanoTime()) > 0) {
            // A queue full at a time.
        }
        boolean drained = ring.inFlight() == 0;
        completions.abandonAll(errno);
        ring.lanes.closeBacklogs(new IllegalStateException("a ring has failed and takes no more requests: " + error.getMessage(), error));
        ring.errands().close(drained);
        ring.drain.wake();
    }

    /** Driver: ends the ring for something that nobody expected, such as an OutOfMemoryError, so that nobody waits for it for ever. */
    void failBy(Throwable unexpected) {
        if (fatal == null && !isClosed()) {
            fail(new IOException("the driver of ring " + ring.index + " has failed: " + unexpected, unexpected), Errno.EIO);
        }
    }

    /**
     * Closes the ring where the calling thread is its driver, or where it has none and the caller becomes it. Any thread.
     *
     * @return false where another thread is the driver, and has to
     */
    boolean closeAsDriver() {
        Thread current = Thread.currentThread();
        if (thread.get() == null && current.isVirtual()) {
            // A driver must not be virtual; what was submitted and never driven is drained by a thread that is not.
            CompletableFuture.runAsync(this::closeAsDriver, task -> Thread.ofPlatform().name("auraio-close-" + ring.index).start(task)).join();
            return true;
        }
        if (thread.get() != current) {
            // Of several threads that close a ring which was never driven, one becomes its driver.
            if (!thread.compareAndSet(null, current)) {
                return false;
            }
            try {
                enable();
            } catch (UncheckedIOException e) {
                // Reported. A ring that cannot be enabled has nothing in the kernel, and is closed all the same.
            }
        }
        closeDown();
        return true;
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
            ring.errands().close(true);
            ring.tables().close();
            uring.close();
            sleep.close();
        } else {
            ring.errands().close(false);
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
                ring.errands().close(ring.inFlight() == 0);
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
