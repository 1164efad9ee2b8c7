package io.auraio;

import io.auraio.syscall.CompletionQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a driver counts of its system calls and of the queue that they fill. One thread writes, the driver, so that an ordinary store does; any thread reads,
 * opaque: whole figures that never go back, of a moment ago.
 */
final class EnterCounts {

    /** Whether the kernel's own thread takes the entries, so that an enter submits none. */
    private final boolean polled;

    private final AtomicLong enters = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong sleeps = new AtomicLong();
    private final AtomicLong completionQueueFull = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private int seenLost;

    EnterCounts(boolean polled) {
        this.polled = polled;
    }

    // ---- the driver

    /** An enter returned; {@code rc} entries were consumed, or it failed. */
    void returned(int rc) {
        add(enters, 1);
        if (rc > 0 && !polled) {
            add(batches, 1);
            add(entries, rc);
        }
    }

    /** The driver slept in the kernel. */
    void slept() {
        add(sleeps, 1);
    }

    /**
     * Looks how the queue of completions fares, before they are taken. The ring's memory must be mapped, so that nobody but the driver may.
     *
     * @return whether it is full, or the kernel dropped some
     */
    boolean look(CompletionQueue cq) {
        boolean full = cq.ready() == cq.entries();
        if (full) {
            add(completionQueueFull, 1);
        }
        int now = cq.overflow();
        if (now != seenLost) {
            // The kernel's count is of 32 bits, and wraps.
            add(lost, Integer.toUnsignedLong(now - seenLost));
            seenLost = now;
            return true;
        }
        return full;
    }

    private static void add(AtomicLong count, long more) {
        count.setOpaque(count.getPlain() + more);
    }

    // ---- any thread

    long enters() {
        return enters.getOpaque();
    }

    /** Enters that submitted something. */
    long batches() {
        return batches.getOpaque();
    }

    /** Entries that they submitted. */
    long entries() {
        return entries.getOpaque();
    }

    long sleeps() {
        return sleeps.getOpaque();
    }

    long completionQueueFull() {
        return completionQueueFull.getOpaque();
    }

    /** Completions that the kernel dropped. */
    long lost() {
        return lost.getOpaque();
    }
}
