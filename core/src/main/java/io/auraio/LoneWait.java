package io.auraio;

import io.auraio.adaptive.WaitTuner;
import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.Uring;

/**
 * How a driver waits for the only request in flight, where it has nothing else to do and there is no batch to gather: asleep in the kernel, or looking for
 * the completion for a while, as a {@link WaitTuner} finds.
 *
 * <p>Only where the application's own thread drives, which waits for nothing else: a thread of the engine's would take the CPU from those whom it serves. And
 * only where the engine tunes itself.
 *
 * <p>The driver's alone.
 */
final class LoneWait {

    private final Ring ring;
    private final Uring uring;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;
    private final EnterCounts enters;
    private final boolean allowed;
    private final WaitTuner tuner = new WaitTuner();
    private long beganNanos;

    LoneWait(Ring ring, EngineOptions options, EnterCounts enters) {
        this.ring = ring;
        this.enters = enters;
        uring = ring.uring;
        sq = uring.sq();
        cq = uring.cq();
        // Under SQPOLL the kernel's thread submits, and a completion needs no enter to be seen.
        allowed = options.adaptive() && options.driving() == Driving.CALLER && !RingSetup.isPolled(uring);
    }

    /** Whether a turn that may wait for so long is about to submit a lone request; then it is timed, and {@link #ended()} follows. */
    boolean begins(long waitNanos) {
        if (!allowed || waitNanos < WaitTuner.GREATEST_LOOK_NANOS || sq.pending() == 0 || ring.inFlight() != 1) {
            return false;
        }
        beganNanos = System.nanoTime();
        return true;
    }

    boolean looks() {
        return tuner.looks();
    }

    /**
     * Submits, and looks for the completion; no longer once another thread has published something. Where it has not come, the next turn sleeps.
     *
     * @return as an enter that does not wait
     */
    int submitAndLook() {
        int submitted = uring.submitAndWait(0);
        int rc = submitted;
        while (rc >= 0 && cq.ready() == 0 && sq.pending() == 0 && System.nanoTime() - beganNanos < WaitTuner.GREATEST_LOOK_NANOS) {
            // An enter each time: under DEFER_TASKRUN no completion is posted without one. One that fails is left to the next turn.
            rc = uring.getEvents();
            enters.returned(rc);
        }
        return submitted;
    }

    /** The wait is over, with a completion or without. */
    void ended() {
        boolean found = cq.ready() > 0;
        // A sleep without a completion was ended by something else, and says nothing.
        if (found || tuner.looks()) {
            tuner.waited(System.nanoTime() - beganNanos, found);
        }
    }
}
