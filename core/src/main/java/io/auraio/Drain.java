package io.auraio;

import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How far a ring has come with what it accepted, and who waits until nothing is left.
 *
 * <p>The driver settles and wakes; any thread may look; any but the driver may wait. No lock: what was accepted is counted under the ring's lock, and
 * a look can be a moment late, but is never ahead of what the calling thread itself has submitted.
 */
final class Drain {

    private final RingCounts counts;
    private final AtomicLong settled = new AtomicLong();
    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    Drain(RingCounts counts) {
        this.counts = counts;
    }

    /** Driver: the callbacks of so many requests have run. */
    void settle(int count) {
        settled.setRelease(settled.getPlain() + count);
    }

    boolean isDrained() {
        return settled.getAcquire() == counts.submitted();
    }

    /** Driver, after the full fence with which it falls asleep: wakes those who wait, where the ring is drained. */
    void wake() {
        if (!waiting.isEmpty() && isDrained()) {
            waiting.forEach(LockSupport::unpark);
        }
    }

    /**
     * Not the driver: waits until every request accepted so far, and every one accepted meanwhile, has ended and its callback has run.
     *
     * @return false where the time ran out
     */
    boolean await(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        Thread current = Thread.currentThread();
        waiting.add(current);
        try {
            // full fence: the look at what is settled must not come before the entry in the list; pairs with the one in DriverSleep.fallAsleep().
            VarHandle.fullFence();
            long left = nanos;
            // Looked at once a turn: what the callbacks of another ring submit behind that look is for the next pass of Engine.drain().
            boolean drained = isDrained();
            while (!drained && left > 0) {
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                left = deadline - System.nanoTime();
                drained = isDrained();
            }
            return drained;
        } finally {
            waiting.remove(current);
        }
    }
}
