package io.auraio;

import io.auraio.syscall.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * One operation as a future: the request while it waits for room, its callback, and the future itself, in one object.
 *
 * <p>The kernel's answer and the future's completion are two steps, taken by two threads. The driver stores the answer and wakes who waits; the future is
 * completed, and its dependent stages run, by the thread that waited, or else by the engine's executor for stages: never by the driver. (The driver cannot
 * complete a future even where it sees no stage: one could be added that very moment, by allOf for example, and would run on the driver.)
 *
 * <pre>
 *           no room            a slot comes free
 *   NEW ---------------> WAITING ---------------> NEW
 *    |                      | cancel, or the engine closes
 *    | accepted             v
 *    +-----> handle -----> ANSWERED ------------> SETTLED: the future is completed
 *             completed()      |   settle(), once
 *                              +----------------> NEW: another piece of a transfer in pieces
 * </pre>
 *
 * @param <T> what the operation answers
 */
final class IoFuture<T> extends AwaitedFuture<T> implements IoCallback, Runnable {

    /** In the hands of a thread that is submitting it. */
    private static final long NEW = -1;

    /** In the backlog, from where either a submitter or a canceller takes it. */
    private static final long WAITING = -2;

    /** With the answer in the low half. Everything below WAITING is answered; handles are not negative. */
    private static final long ANSWERED = Long.MIN_VALUE;

    /** As ANSWERED, and some thread has taken it on itself to complete the future. */
    private static final long SETTLED = ANSWERED | 1L << 62;

    private static final long ANSWER_MASK = 0xffffffffL;

    private static final VarHandle STATE;
    private static final VarHandle ABORTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(IoFuture.class, "state", long.class);
            ABORTED = lookup.findVarHandle(IoFuture.class, "aborted", Throwable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final AsyncFile file;
    final Operation operation;
    private long offset;

    /** A Buffer, MemorySegment, IoVector or UserMemory, or null. Held from {@link #hold()} to the kernel's answer. */
    private Object memory;

    @SuppressWarnings("unused") // through STATE
    private long state = NEW;

    /** Why it was aborted: what the future fails with if the kernel, or the backlog, lets go of it unfinished. */
    @SuppressWarnings("unused") // through ABORTED
    private Throwable aborted;

    IoFuture(Operation operation, AsyncFile file, Object memory, long offset) {
        this.operation = operation;
        this.file = file;
        this.memory = memory;
        this.offset = offset;
    }

    @Override
    Engine engine() {
        return file.engine();
    }

    @Override
    String call() {
        return operation.call();
    }

    /** What the future is completed with. */
    @SuppressWarnings("unchecked") // callers ask for Integer where bytes are counted, and for Void otherwise
    private T value(long result) {
        return operation.reads() || operation.writes() ? (T) Integer.valueOf((int) result) : null;
    }

    // ---- submission

    /**
     * Takes file and memory for as long as the request needs them, and submits it or lets it wait.
     *
     * @throws IllegalStateException where the file or the engine is closed, or a buffer was returned
     */
    IoFuture<T> start() {
        boolean started = false;
        try {
            file.engine().checkOpen();
            hold();
            started = true;
        } finally {
            if (!started) {
                discardMemory();
            }
        }
        file.engine().submit(this);
        return this;
    }

    private void hold() {
        file.acquire();
        try {
            HeldMemory.pin(held());
        } catch (RuntimeException e) {
            file.release();
            throw e;
        }
    }

    private Object held() {
        return memory instanceof UserMemory bytes ? bytes.held() : memory;
    }

    /**
     * Tries to submit it to that ring. Whoever calls has it for himself: it is new, or was taken out of the backlog.
     *
     * @return false where the ring is at its limit
     */
    boolean submitTo(Ring ring) {
        long handle;
        try {
            handle = ring.submitHeld(operation, file.descriptor(), held(), data(), offset, this);
        } catch (RuntimeException | Error e) {
            // Closed, most likely, or out of memory. It was accepted once, so this is the operation's answer; and a driver is not to end by it.
            refuse(e);
            return true;
        }
        if (handle == Engine.AGAIN) {
            return false;
        }
        // volatile: before the look at aborted; pairs with abort(), which stores aborted before it looks at the state. One of the two cancels.
        // The completion may have come already; then the state is ANSWERED and stays it.
        if (STATE.compareAndSet(this, NEW, handle) && ABORTED.getVolatile(this) != null) {
            ring.cancel(handle);
        }
        return true;
    }

    private MemorySegment data() {
        return memory instanceof UserMemory bytes ? bytes.next() : HeldMemory.data(memory);
    }

    /** Before it is put into the backlog. */
    void enterBacklog() {
        STATE.setVolatile(this, WAITING);
    }

    /** Why it was aborted, or null. */
    Throwable aborted() {
        return (Throwable) ABORTED.getVolatile(this);
    }

    /** Behind {@link #enterBacklog()}: whether it was aborted while a submitter had it; it is to be taken and refused then. */
    boolean isAborted() {
        return aborted() != null;
    }

    /** Under the backlog's lock: claims it; false where it was cancelled, and what is in the queue is but its shell. */
    boolean takeFromBacklog() {
        return STATE.compareAndSet(this, WAITING, NEW);
    }

    boolean isInBacklog() {
        return (long) STATE.getVolatile(this) == WAITING;
    }

    /** By who has it for himself: it ends unsubmitted. */
    void refuse(Throwable why) {
        ABORTED.compareAndSet(this, null, why);
        HeldMemory.release(held());
        file.release();
        answer(-Errno.ECANCELED);
    }

    // ---- the driver

    @Override
    public void completed(long request, int result) {
        if (answered(result)) {
            if (getNumberOfDependents() > 0) {
                file.engine().handOver(this);
            } else {
                file.engine().answered(request).add(this);
            }
        }
    }

    private void answer(int result) {
        if (answered(result)) {
            file.engine().handOver(this);
        }
        // Not the kernel answered: a driver that waits for it in the kernel has to be told.
        file.engine().wakeDriver();
    }

    /** Whether another thread has to be found that completes the future: nobody waits who would, or there are stages to run. */
    private boolean answered(int result) {
        // volatile: the look at the waiter must not come before the answer; pairs with AwaitedFuture, which stores the waiter before it looks at the state.
        STATE.setVolatile(this, ANSWERED | result & ANSWER_MASK);
        return !wakeWaiter() || getNumberOfDependents() > 0;
    }

    // ---- completion

    /** By the executor for stages. */
    @Override
    public void run() {
        settle();
    }

    @Override
    boolean isAnswered() {
        return (long) STATE.getVolatile(this) < WAITING;
    }

    @Override
    boolean isSettling() {
        return ((long) STATE.getVolatile(this) & SETTLED) == SETTLED;
    }

    /** What the kernel answered, as in {@link IoCallback}. */
    int answer() {
        return (int) (long) STATE.getVolatile(this);
    }

    @Override
    void settleWithoutStages() {
        if (isAnswered() && !isCompleted() && getNumberOfDependents() == 0) {
            settle();
        }
    }

    @Override
    void settle() {
        long answered = (long) STATE.getVolatile(this);
        int result = (int) answered;
        if (answered >= WAITING || (answered & SETTLED) == SETTLED || !STATE.compareAndSet(this, answered, SETTLED | result & ANSWER_MASK)) {
            return;
        }
        if (memory instanceof UserMemory bytes && bytes.transferred(result) && nextPiece(bytes, result)) {
            return;
        }
        long total = memory instanceof UserMemory bytes && bytes.done() > 0 ? bytes.done() : result;
        endMemory();
        if (total >= 0) {
            completeWith(value(total));
        } else {
            failWith(failure(result));
        }
    }

    private boolean nextPiece(UserMemory bytes, int result) {
        if (isAborted()) {
            return false;
        }
        offset += result;
        try {
            hold();
        } catch (IllegalStateException closed) {
            // The file was closed between two pieces: what was transferred is the answer.
            return false;
        }
        STATE.setVolatile(this, NEW);
        file.engine().submit(this);
        return true;
    }

    private void endMemory() {
        if (memory instanceof UserMemory bytes) {
            bytes.end();
        }
        memory = null;
    }

    /** It was never held: nothing else gives the pool its buffers back. */
    private void discardMemory() {
        if (held() instanceof IoVector vector) {
            vector.close();
        }
        endMemory();
    }

    private Throwable failure(int result) {
        Throwable why = aborted();
        return why != null && result == -Errno.ECANCELED ? why : IoFailure.of(operation, file, offset, result);
    }

    // ---- ending it early

    /**
     * Cancels the operation. Where it waits for room it is cancelled at once; where the kernel has it and {@code mayInterruptIfRunning} says so, the kernel is
     * asked to, and the future is cancelled when the kernel has let go of the memory, or completed as usual where it could not be stopped.
     *
     * @return whether it was still to be cancelled
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return abort(new CancellationException(), mayInterruptIfRunning);
    }

    /** Cancels the operation as {@code cancel(true)} does, and fails with that exception instead. This is what {@link #orTimeout} comes to. */
    @Override
    public boolean completeExceptionally(Throwable ex) {
        return abort(Objects.requireNonNull(ex, "ex"), true);
    }

    @Override
    boolean abort(Throwable why, boolean running) {
        while (true) {
            long seen = (long) STATE.getVolatile(this);
            if (seen == WAITING) {
                if (file.backlog().take(this)) {
                    refuse(why);
                    settle();
                    while (!isCompleted()) {
                        // The executor or a waiter was quicker and is completing it, for which it waits for nothing.
                        Thread.yield();
                    }
                    return true;
                }
            } else if (isCompleted() || !running && seen != NEW) {
                return false;
            } else if (!running) {
                // In the hands of a submitter, for no longer than a submission takes: then it is in flight, or waits again.
                Thread.yield();
            } else {
                ABORTED.compareAndSet(this, null, why);
                // volatile: stored before the state is looked at again; pairs with submitTo(), which publishes the handle before it looks at aborted.
                if ((long) STATE.getVolatile(this) == seen) {
                    // Neither submitted nor waiting: who has it in hands looks at aborted next.
                    return seen < 0 || file.engine().cancel(seen);
                }
            }
        }
    }
}
