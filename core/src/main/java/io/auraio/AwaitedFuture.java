package io.auraio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * How threads wait for a request. One waits here, with nothing allocated and no executor between the driver and it: the driver wakes it, and it completes the
 * future itself. Others wait as the superclass has them, for the executor or for that thread. The thread that drives a caller-driven engine drives it
 * meanwhile.
 *
 * @param <T> what it is completed with
 */
abstract class AwaitedFuture<T> extends KernelFuture<T> {

    /** Why a blocking call that was interrupted is aborted; never thrown. */
    static final CancellationException INTERRUPTED = new CancellationException("interrupted");

    private static final VarHandle WAITER;

    static {
        try {
            WAITER = MethodHandles.lookup().findVarHandle(AwaitedFuture.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The one thread that waits without a Signaller of CompletableFuture's, if any. */
    @SuppressWarnings("unused") // through WAITER
    private Thread waiter;

    /** Whether the kernel has answered, or the backlog has let go of it. */
    abstract boolean isAnswered();

    /** Completes the future where the kernel has answered and nobody else does; asks for the next piece where there is one. */
    abstract void settle();

    /** Whether another thread has taken it on itself to complete the future. */
    abstract boolean isSettling();

    /** Ends the operation early. */
    abstract boolean abort(Throwable why, boolean running);

    /** The operation's name, for messages. */
    abstract String call();

    // ---- for who answers

    /** Behind the answer's store: wakes who waits for it, if anybody does; then nobody else has to be found that completes the future. */
    final boolean wakeWaiter() {
        Thread waiting = (Thread) WAITER.getVolatile(this);
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        return waiting != null;
    }

    /** Whether a thread waits for it already, and will take the answer. */
    final boolean isAwaited() {
        return WAITER.getVolatile(this) != null;
    }

    // ---- blocking calls

    /** For a blocking call, before the request starts: this thread, and no executor, takes the answer. */
    final void waiter(Thread thread) {
        WAITER.setVolatile(this, thread);
    }

    /**
     * For a blocking call, behind {@link #waiter}: waits until the kernel has answered, whatever happens. An interrupt aborts the operation and leaves the flag
     * set.
     */
    final void awaitAnswer() {
        boolean interrupted = false;
        while (!isAnswered()) {
            if (engine().isDrivenHere(call())) {
                engine().driveOnce(Long.MAX_VALUE);
            } else {
                LockSupport.park(this);
            }
            if (Thread.interrupted()) {
                interrupted = true;
                abort(INTERRUPTED, true);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- futures

    @Override
    public final T join() {
        boolean interrupted = false;
        while (!awaitCompletion(Long.MAX_VALUE)) {
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return super.join();
    }

    @Override
    public final T get() throws InterruptedException, ExecutionException {
        if (!awaitCompletion(Long.MAX_VALUE) && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return super.get();
    }

    @Override
    public final T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = unit.toNanos(timeout);
        long deadline = System.nanoTime() + nanos;
        if (!awaitCompletion(nanos) && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return super.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** False where the thread was interrupted or the time ran out; true where the future is completed, or must be waited for as the superclass does. */
    private boolean awaitCompletion(long nanos) {
        long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
        while (!isCompleted()) {
            if (isAnswered()) {
                if (isSettling()) {
                    return true;
                }
                settle();
                continue;
            }
            long left = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (engine().isDrivenHere("join")) {
                engine().driveOnce(left);
            } else if (Thread.currentThread() instanceof ForkJoinWorkerThread || !WAITER.compareAndSet(this, null, Thread.currentThread())) {
                // The pool makes up for its blocked worker, where the superclass blocks it; nor can two threads wait here.
                return true;
            } else if (!awaitWoken(left)) {
                return false;
            }
        }
        return true;
    }

    /** The one waiter. */
    private boolean awaitWoken(long nanos) {
        long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
        boolean inTime = true;
        // volatile: the waiter is stored before the answer is looked for; pairs with who stores the answer, and then looks for the waiter. Otherwise neither
        // would see the other.
        while (!isAnswered() && inTime) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, deadline - System.nanoTime());
                inTime = deadline - System.nanoTime() > 0;
            }
            inTime &= !Thread.currentThread().isInterrupted();
        }
        WAITER.setVolatile(this, null);
        // Also where the time ran out: the driver may have left it to this thread a moment ago.
        settle();
        return inTime || isCompleted();
    }
}
