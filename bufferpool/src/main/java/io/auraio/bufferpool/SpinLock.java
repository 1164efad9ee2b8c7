package io.auraio.bufferpool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for sections that move a few references and neither block nor call out. Not reentrant.
 *
 * <p>It has no queue, so that a platform thread never stands behind a virtual one. In a queue it could wait for ever: the
 * virtual thread in front is not scheduled while others keep all carriers busy, and what they wait for may be the very
 * completion that the platform thread, a ring's driver, is about to bring.
 */
final class SpinLock {
    /** Some microseconds: longer than any section takes, shorter than a time slice. */
    private static final int SPINS = 200;

    private static final long PARK_NANOS = 10_000;

    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(SpinLock.class, "locked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private boolean locked;

    boolean tryLock() {
        // acquire: the section must see what the one before has written; pairs with the release in unlock().
        return LOCKED.compareAndSet(this, false, true);
    }

    void lock() {
        for (int spins = 0; !tryLock(); spins++) {
            if (spins % SPINS != SPINS - 1) {
                Thread.onSpinWait();
            } else if (Thread.currentThread().isVirtual()) {
                // Not yield: its carrier would keep the CPU, and the holder may need one.
                LockSupport.parkNanos(PARK_NANOS);
            } else {
                Thread.yield();
            }
        }
    }

    void unlock() {
        assert locked : "unlocked by a thread that does not hold it";
        // release: the next section must see what this one has written; pairs with tryLock().
        LOCKED.setRelease(this, false);
    }

    /** For assertions: whether anybody holds it, which a caller that holds it can rely on. */
    boolean isLocked() {
        return (boolean) LOCKED.getOpaque(this);
    }
}
