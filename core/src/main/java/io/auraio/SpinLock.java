package io.auraio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for sections of a few dozen nanoseconds that neither block nor call out. Not reentrant.
 *
 * <p>It has no queue, and that is the point. In a lock with a queue a ring's driver can stand behind a virtual thread, and waits until that
 * thread is scheduled: for ever, where other virtual threads keep their carriers busy waiting for the very completions that the driver is
 * to bring. Here whoever comes first takes the lock. Its holder is never descheduled by the virtual threads' scheduler, since nothing inside
 * parks; where the system takes the holder's CPU away, the others yield theirs.
 */
final class SpinLock {

    /** Some microseconds: much longer than any section, much shorter than a time slice. */
    private static final int SPINS = 200;

    private static final long PARK_NANOS = 10_000;

    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private boolean held;

    void lock() {
        // acquire: what the last holder wrote must be seen; pairs with the release in unlock().
        while (!HELD.weakCompareAndSetAcquire(this, false, true)) {
            await();
        }
    }

    void unlock() {
        assert held : "unlock of a lock that nobody holds";
        // release: what this holder wrote must be seen by the next.
        HELD.setRelease(this, false);
    }

    private void await() {
        for (int i = 0; i < SPINS; i++) {
            if (!(boolean) HELD.getOpaque(this)) {
                return;
            }
            Thread.onSpinWait();
        }
        if (Thread.currentThread().isVirtual()) {
            // Its yield would leave the carrier running, and perhaps the holder without a CPU.
            LockSupport.parkNanos(PARK_NANOS);
        } else {
            Thread.yield();
        }
    }
}
