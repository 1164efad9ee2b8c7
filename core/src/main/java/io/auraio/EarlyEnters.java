package io.auraio;

import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.Uring;
import java.lang.invoke.VarHandle;

/**
 * The enters that a driver makes ahead of the one that ends its turn, so that a device is busy while more is prepared. None of them waits.
 *
 * <p>The driver's alone.
 */
final class EarlyEnters {

    private final Ring ring;
    private final Uring uring;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;
    private final Gathering gathering;
    private final EnterCounts enters;

    /** Whether the kernel's own thread takes entries from the queue. */
    private final boolean polled;

    EarlyEnters(Ring ring, Gathering gathering, EnterCounts enters) {
        this.ring = ring;
        this.gathering = gathering;
        this.enters = enters;
        uring = ring.uring;
        sq = uring.sq();
        cq = uring.cq();
        polled = RingSetup.isPolled(uring);
    }

    /** Enters for all that is in the queue, and does not wait. */
    void enter() {
        if (!isNeeded()) {
            return;
        }
        ring.chains.mendCut();
        enterInPortions();
        int ready = cq.ready();
        // Busy or out of memory: the requests stay in the queue, and the turn's own enter deals with it.
        int submitted = uring.submit();
        enters.returned(submitted);
        gathering.enteredEarly(submitted, cq.ready() - ready);
    }

    /**
     * Enters for what is in the queue, but for the last portion of it. Others may go on publishing, but nothing is reaped here: each portion is as large as all
     * before it, so that there are few.
     */
    void enterInPortions() {
        // Under SQPOLL the kernel's thread takes what it likes.
        boolean goesOn = !polled;
        while (goesOn) {
            // In this order: of what is published now a chain is known, and what comes later is not taken.
            int published = sq.published();
            int portion = gathering.portion(published, ring.inFlight() - published);
            goesOn = portion < published && !ring.chains.mayBePublished() && enterForPortion(portion);
        }
    }

    /** Whether all of it were taken. Where not, the kernel is busy or out of memory, and the enter that follows deals with it. */
    private boolean enterForPortion(int portion) {
        int ready = cq.ready();
        int submitted = uring.submitAtMost(portion);
        enters.returned(submitted);
        gathering.enteredPortion(submitted, cq.ready() - ready);
        return submitted == portion;
    }

    /**
     * Whether an enter that does not wait would bring anything about. Under SQPOLL only where the kernel's thread sleeps while there is something to take, or
     * completions wait for room in their queue: all else comes about by itself.
     */
    boolean isNeeded() {
        if (!polled) {
            return true;
        }
        // full fence: the look at the flag must not come before the store of the queue's tail, or the kernel's thread sleeps on what was published;
        // pairs with the kernel's own, between its store of the flag and its last look at the tail.
        VarHandle.fullFence();
        int flags = sq.flags();
        return (flags & SubmissionQueue.IORING_SQ_CQ_OVERFLOW) != 0
                || (flags & SubmissionQueue.IORING_SQ_NEED_WAKEUP) != 0 && sq.pending() > 0;
    }
}
