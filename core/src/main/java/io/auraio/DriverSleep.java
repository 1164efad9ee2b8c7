package io.auraio;

import io.auraio.syscall.EventFd;
import io.auraio.syscall.SyscallException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How a driver sleeps in the kernel and is woken by a thread that has work for it.
 *
 * <p>Both sides store, fence, then load; without the full fence each could read the other's old value, and a request
 * would lie in the queue, or a cancellation wait for room in it, with its driver asleep:
 *
 * <pre>
 *   driver                                  submitter
 *   asleep = true                           publish, note what found the queue full, or set poked
 *   full fence                              full fence
 *   look at poked, at what waits,           asleep? then signal the eventfd
 *     and, entering, at the queue
 *   io_uring_enter, waiting
 * </pre>
 *
 * A driver that is awake costs the submitter the fence and no system call. The eventfd is never read: each signal ends the
 * driver's wait through a multishot poll in the ring, and the counter would take 2^64 signals to fill.
 */
final class DriverSleep implements AutoCloseable {

    private static final VarHandle ASLEEP;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(DriverSleep.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventFd eventFd;

    @SuppressWarnings("unused") // through ASLEEP
    private boolean asleep;

    private volatile boolean poked;

    /**
     * What the driver's own event loop waits on, if it has one. The kernel signals it at completions; work from other threads is signalled here and not
     * left to the completion of the poll on the other eventfd: Linux 6.18 was seen to lose a signal that one eventfd's write brings about on another.
     */
    private volatile EventFd watched;

    DriverSleep() throws SyscallException {
        eventFd = EventFd.open();
    }

    int fd() {
        return eventFd.fd();
    }

    /**
     * Driver: says that it is about to wait. What it looks at afterwards, it looks at in time.
     *
     * @return whether it may wait; false where it was poked since it last looked
     */
    boolean fallAsleep() {
        ASLEEP.setOpaque(this, true);
        // full fence: the look at the queue and at poked must not come before the store; pairs with the fence in wake().
        VarHandle.fullFence();
        return !poked;
    }

    /** Driver: is awake again. */
    void wakeUp() {
        ASLEEP.setOpaque(this, false);
        if (poked) { // seldom; the store would cost a full fence each time
            poked = false;
        }
    }

    /** Any thread, after it published work for the driver. */
    void wake() {
        // full fence: the look at asleep must not come before the store of the queue's tail; pairs with the fence in fallAsleep().
        VarHandle.fullFence();
        // One of many submitters signals: the others' work is found by the same waking.
        if ((boolean) ASLEEP.getOpaque(this) && ASLEEP.compareAndSet(this, true, false)) {
            try {
                eventFd.signal();
                EventFd outside = watched;
                if (outside != null) {
                    outside.signal();
                }
            } catch (IllegalStateException closed) {
                // The driver woke by itself and has closed its ring since: whatever was published before, it has drained.
            }
        }
    }

    /** Any thread: ends the driver's wait, or keeps the next one from beginning, with no work in the queue. */
    void poke() {
        poked = true;
        wake();
    }

    /**
     * Driver: from now on its thread also sleeps in an event loop of its own.
     *
     * @param loop what that loop waits on; closed with this
     */
    void watch(EventFd loop) {
        watched = loop;
    }

    /** What was given to {@link #watch}, or null. */
    EventFd watched() {
        return watched;
    }

    @Override
    public void close() {
        eventFd.close();
        if (watched != null) {
            watched.close();
        }
    }
}
