package io.auraio;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a ring counts of the requests that it was asked for. Any thread may read, and sees figures of a moment ago.
 *
 * <p>All but the refusals is written under the ring's lock, which spares the locked additions; refusals come without it, at a limit.
 */
final class RingCounts {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peakInFlight = new AtomicInteger();
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong fixed = new AtomicLong();
    private final AtomicLong queueFull = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** Under the lock: so many requests were accepted. */
    void admitted(int count) {
        int now = inFlight.getPlain() + count;
        inFlight.setOpaque(now);
        if (now > peakInFlight.getPlain()) {
            peakInFlight.setOpaque(now);
        }
        submitted.setOpaque(submitted.getPlain() + count);
    }

    /** Under the lock: so many have ended. */
    void left(int count) {
        inFlight.setOpaque(inFlight.getPlain() - count);
    }

    /** Under the lock: one goes by a registered buffer. */
    void onRegisteredBuffer() {
        fixed.setOpaque(fixed.getPlain() + 1);
    }

    /** Under the lock: no entry was free, or no slot. */
    void foundQueueFull() {
        queueFull.setOpaque(queueFull.getPlain() + 1);
    }

    /** Any thread: one was refused. */
    void wasRefused() {
        refused.getAndIncrement();
    }

    /** Requests accepted and not yet completed. */
    int inFlight() {
        return inFlight.getOpaque();
    }

    /** Requests in flight at most, at any time. */
    int peakInFlight() {
        return peakInFlight.getOpaque();
    }

    /** Requests accepted so far. */
    long submitted() {
        return submitted.getOpaque();
    }

    long fixed() {
        return fixed.getOpaque();
    }

    long queueFull() {
        return queueFull.getOpaque();
    }

    long refused() {
        return refused.get();
    }
}
