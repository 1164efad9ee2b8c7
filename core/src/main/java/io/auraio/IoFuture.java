package io.auraio;

import io.auraio.syscall.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One operation as a future: the request while it waits for room, its callback, and the future itself, in one object.
 *
 * <p>The kernel's answer and the future's completion are two steps, taken by two threads. The driver stores the answer and wakes who waits; the future is completed,
 * and its dependent stages run, by the thread that waited, or else by the engine's executor for stages: never by the driver. (The driver cannot complete a future
 * even where it sees no stage: one could be added that very moment, by allOf for example, and would run on the driver.)
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
class IoFuture<T> extends CompletableFuture<T> implements IoCallback, Runnable {

    /** In the hands of a thread that is submitting it. */
    private static final long NEW = -1;

    /** In the backlog, from where either a submitter or a canceller takes it. */
    private static final long WAITING = -2;

    /** With the answer in the low half. Everything below WAITING is answered; handles are not negative. */
    private static final long ANSWERED = Long.MIN_VALUE;

    /** As ANSWERED, and some thread has taken it on itself to complete the future. */
    private static final long SETTLED = ANSWERED | 1L << 62;

    private static final long ANSWER_MASK = 0xffffffffL;

    /** Why a blocking call that was interrupted is aborted; never thrown. */
    static final CancellationException INTERRUPTED = new CancellationException("interrupted");

    private static final VarHandle STATE;
    private static final VarHandle WAITER;
    private static final VarHandle ABORTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(IoFuture.class, "state", long.class);
            WAITER = lookup.findVarHandle(IoFuture.class, "waiter", Thread.class);
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

    /** The one thread that waits without a Signaller of the superclass, if any. */
    @SuppressWarnings("unused") // through WAITER
    private Thread waiter;

    /** Why it was aborted: what the future fails with if the kernel, or the backlog, lets go of it unfinished. */
    @SuppressWarnings("unused") // through ABORTED
    private Throwable aborted;

    IoFuture(Operation operation, AsyncFile file, Object memory, long offset) {
        this.operation = operation;
        this.file = file;
        this.memory = memory;
        this.offset = offset;
    }

    /** What the future is completed with. */
    @SuppressWarnings("unchecked") // callers ask for Integer where bytes are counted, and for Void otherwise
    T value(long result) {
        return operation.reads() || operation.writes() ? (T) Integer.valueOf((int) result) : null;
    }

    // ---- submission

    /**
     * Takes file and memory for as long as the request needs them, and submits it or lets it wait.
     *
     * @throws IllegalStateException where the file or the engine is closed, or a buffer was returned
     */
    final IoFuture<T> start() {
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
    final boolean submitTo(Ring ring) {
        long handle;
        try {
            handle = ring.submitHeld(operation, file.descriptor(), held(), data(), offset, this);
        } catch (RuntimeException e) {
            // Closed, most likely. It was accepted once, so this is the operation's answer.
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
    final void enterBacklog() {
        STATE.setVolatile(this, WAITING);
    }

    /** Why it was aborted, or null. */
    final Throwable aborted() {
        return (Throwable) ABORTED.getVolatile(this);
    }

    /** Behind {@link #enterBacklog()}: whether it was aborted while a submitter had it; it is to be taken and refused then. */
    final boolean isAborted() {
        return aborted() != null;
    }

    /** Under the backlog's lock: claims it; false where it was cancelled, and what is in the queue is but its shell. */
    final boolean takeFromBacklog() {
        return STATE.compareAndSet(this, WAITING, NEW);
    }

    final boolean isInBacklog() {
        return (long) STATE.getVolatile(this) == WAITING;
    }

    /** By who has it for himself: it ends unsubmitted. */
    final void refuse(Throwable why) {
        ABORTED.compareAndSet(this, null, why);
        HeldMemory.release(held());
        file.release();
        answer(-Errno.ECANCELED);
    }

    // ---- the driver

    @Override
    public final void completed(long request, int result) {
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
    }

    /** Whether another thread has to be found that completes the future: nobody waits who would, or there are stages to run. */
    private boolean answered(int result) {
        // volatile: the look at the waiter must not come before the answer; pairs with await(), which stores the waiter before it looks at the state.
        STATE.setVolatile(this, ANSWERED | result & ANSWER_MASK);
        Thread waiting = (Thread) WAITER.getVolatile(this);
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        return waiting == null || getNumberOfDependents() > 0;
    }

    // ---- completion

    /** By the executor for stages. */
    @Override
    public final void run() {
        settle();
    }

    private boolean isAnswered() {
        return (long) STATE.getVolatile(this) < WAITING;
    }

    /** Completes the future where the kernel has answered and nobody else does; asks for the next piece where there is one. */
    private void settle() {
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
            super.complete(value(total));
        } else {
            super.completeExceptionally(failure(result));
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

    // ---- waiting

    /** For a blocking call, before {@link #start()}: this thread, and no executor, takes the answer. */
    final void waiter(Thread thread) {
        WAITER.setVolatile(this, thread);
    }

    /** Whether a thread waits for it already, and will take the answer. */
    final boolean isAwaited() {
        return WAITER.getVolatile(this) != null;
    }

    /**
     * For a blocking call, behind {@link #waiter}: waits until the kernel has answered, whatever happens. An interrupt aborts the operation and leaves the flag set.
     *
     * @return the answer, as in {@link IoCallback}
     */
    final int awaitAnswer() {
        boolean interrupted = false;
        while (!isAnswered()) {
            if (file.engine().isDrivenHere(operation.call())) {
                file.engine().await(Long.MAX_VALUE);
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
        return (int) (long) STATE.getVolatile(this);
    }

    @Override
    public T join() {
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
    public T get() throws InterruptedException, ExecutionException {
        if (!awaitCompletion(Long.MAX_VALUE) && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = unit.toNanos(timeout);
        long deadline = System.nanoTime() + nanos;
        if (!awaitCompletion(nanos) && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return super.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits with nothing allocated and no executor between the driver and this thread.
     *
     * @return false where the thread was interrupted or the time ran out; true where the future is completed, or must be waited for as the superclass does
     */
    private boolean awaitCompletion(long nanos) {
        long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
        while (!super.isDone()) {
            if (isAnswered()) {
                if (((long) STATE.getVolatile(this) & SETTLED) == SETTLED) {
                    // Another thread is completing it.
                    return true;
                }
                settle();
                continue;
            }
            long left = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (file.engine().isDrivenHere("join")) {
                file.engine().await(left);
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
        // volatile: the waiter is stored before the state is looked at; pairs with answer(). Otherwise neither would see the other.
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
        return inTime || super.isDone();
    }

    // ---- ending it early

    /**
     * Cancels the operation. Where it waits for room it is cancelled at once; where the kernel has it and {@code mayInterruptIfRunning} says so, the kernel is asked to,
     * and the future is cancelled when the kernel has let go of the memory, or completed as usual where it could not be stopped.
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

    private boolean abort(Throwable why, boolean running) {
        while (true) {
            long seen = (long) STATE.getVolatile(this);
            if (seen == WAITING) {
                if (file.backlog().take(this)) {
                    refuse(why);
                    settle();
                    while (!super.isDone()) {
                        // The executor or a waiter was quicker and is completing it, for which it waits for nothing.
                        Thread.yield();
                    }
                    return true;
                }
            } else if (super.isDone() || !running && seen != NEW) {
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

    // ---- what the superclass must not do behind the kernel's back, or would answer too early

    @Override
    public boolean complete(T value) {
        throw completedByKernel();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw completedByKernel();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw completedByKernel();
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        throw completedByKernel();
    }

    @Override
    public void obtrudeValue(T value) {
        throw completedByKernel();
    }

    @Override
    public void obtrudeException(Throwable ex) {
        throw completedByKernel();
    }

    private static UnsupportedOperationException completedByKernel() {
        return new UnsupportedOperationException("the kernel completes this future; cancel it, or complete a stage that depends on it");
    }

    @Override
    public Executor defaultExecutor() {
        return file.engine().stageExecutor();
    }

    @Override
    public boolean isDone() {
        settleWithoutStages();
        return super.isDone();
    }

    @Override
    public boolean isCancelled() {
        settleWithoutStages();
        return super.isCancelled();
    }

    @Override
    public boolean isCompletedExceptionally() {
        settleWithoutStages();
        return super.isCompletedExceptionally();
    }

    @Override
    public T getNow(T valueIfAbsent) {
        settleWithoutStages();
        return super.getNow(valueIfAbsent);
    }

    @Override
    public T resultNow() {
        settleWithoutStages();
        return super.resultNow();
    }

    @Override
    public Throwable exceptionNow() {
        settleWithoutStages();
        return super.exceptionNow();
    }

    @Override
    public State state() {
        settleWithoutStages();
        return super.state();
    }

    /** For those who merely look: they do not expect to run stages. */
    private void settleWithoutStages() {
        if (isAnswered() && !super.isDone() && getNumberOfDependents() == 0) {
            settle();
        }
    }
}
