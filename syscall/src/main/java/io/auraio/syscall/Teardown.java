package io.auraio.syscall;

import static io.auraio.syscall.Struct.GETEVENTS_ARG;
import static io.auraio.syscall.Struct.SYNC_CANCEL_REG;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * The steps between a ring's refusal of further calls and the end of its descriptor: threads out, operations ended.
 *
 * <p>Each has a bound, because a device or a network file system may never answer; what has not ended is left to the
 * caller, which {@link Uring#inFlight} tells.
 */
final class Teardown {
    private static final long LIMIT_NANOS = 2_000_000_000L;
    private static final long SPIN_NANOS = 100_000;
    private static final long WAKE_INTERVAL_NANOS = 1_000_000;
    private static final int IORING_REGISTER_SYNC_CANCEL = 24;

    private Teardown() {
    }

    /** True where no thread is inside a call on the ring any more. */
    static boolean run(Uring ring, Kernel kernel, Gate gate) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        if (!gate.awaitEmpty(SPIN_NANOS) && !wake(ring, gate, deadline)) {
            return false;
        }
        if (ring.surelyInFlight() > 0) {
            drain(ring, kernel, deadline);
        }
        return true;
    }

    /**
     * Sends completions into the ring until who waits for them has left. It is another ring that sends, since this one
     * may take orders from a single thread only, and that one sleeps. Without MSG_RING (5.18; 6.3 where the ring defers
     * its completions) there is only waiting.
     */
    private static boolean wake(Uring ring, Gate gate, long deadline) {
        try (Uring waker = Uring.open(UringSetup.of(1))) {
            while (!gate.awaitEmpty(WAKE_INTERVAL_NANOS)) {
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                waker.sq().claim().msgRing(ring.fd(), 0, -1, 0);
                waker.sq().publish();
                if (waker.submitAndWait(1) == 1 && waker.cq().res(0) == 0) {
                    ring.addForeign();
                }
                waker.cq().advance(waker.cq().ready());
            }
            return true;
        } catch (SyscallException e) {
            return gate.awaitEmpty(deadline - System.nanoTime());
        }
    }

    /** Refused before Linux 6.0 and to others than a single issuer; then what ends by itself is waited for. */
    private static void cancelAll(Uring ring, Kernel kernel) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cancel = arena.allocate(SYNC_CANCEL_REG);
            long address = cancel.address();
            Memory.putInt(address + offset(SYNC_CANCEL_REG, "fd"), -1);
            Memory.putInt(address + offset(SYNC_CANCEL_REG, "flags"),
                    Sqe.IORING_ASYNC_CANCEL_ALL | Sqe.IORING_ASYNC_CANCEL_ANY);
            // A nanosecond: started, not waited for, which the draining does.
            Timespec.put(address + offset(SYNC_CANCEL_REG, "timeout"), 1);
            kernel.register(ring.fd(), IORING_REGISTER_SYNC_CANCEL, address, 1);
        }
    }

    private static void drain(Uring ring, Kernel kernel, long deadline) {
        boolean timed = (ring.features() & Uring.IORING_FEAT_EXT_ARG) != 0;
        ThreadScratch scratch = ThreadScratch.current();
        long left = deadline - System.nanoTime();
        while (ring.surelyInFlight() > 0 && left > 0) {
            // Each time round: what just completes one of many times cannot be found, and goes on.
            cancelAll(ring, kernel);
            int result = timed
                    ? kernel.enter(ring.fd(), 0, 1, Kernel.IORING_ENTER_GETEVENTS | Kernel.IORING_ENTER_EXT_ARG,
                            Uring.timeout(scratch, left, 0), GETEVENTS_ARG.byteSize())
                    : kernel.enter(ring.fd(), 0, 0, Kernel.IORING_ENTER_GETEVENTS, 0, 0);
            int ready = ring.cq().ready();
            ring.cq().advance(ready);
            if (result < 0 && result != -Errno.EINTR && result != -Errno.ETIME && result != -Errno.EBUSY
                    && result != -Errno.EAGAIN && ready == 0) {
                break; // not this thread's ring, or not enabled: nothing will come of asking again
            }
            left = deadline - System.nanoTime();
        }
        Reference.reachabilityFence(scratch);
    }
}
