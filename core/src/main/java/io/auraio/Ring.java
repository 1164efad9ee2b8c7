package io.auraio;

import io.auraio.syscall.Kernel;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.SyscallException;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One ring and its table of requests: the side that any thread may call. Its {@link RingDriver} is the side of the one thread that
 * enters the kernel.
 *
 * <p>The lock guards the claiming and publishing of SQEs, the table's free slots and the counts. No system call is made under it and no
 * user code runs under it.
 */
final class Ring {

    /** The engine's number, for events. */
    final long engine;

    final int index;
    final Uring uring;
    final RequestTable requests;
    final DriverSleep sleep;

    private final RingTables tables;
    private final Errands errands = new Errands();
    private final Registry registry;
    private final SubmissionQueue sq;
    private final SpinLock lock = new SpinLock();
    private final RingDriver driver;

    // Written under the lock, read anywhere: a look without it can be a moment late, and what counts is looked at again under it.
    private volatile boolean refusing;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peakInFlight = new AtomicInteger();
    private volatile Lane[] lanes = {};
    private volatile boolean chained;

    /** Whether every request has its time taken. Written by the driver. */
    private volatile boolean timesAll;

    private final Queue<Request> waitingSteps = new ConcurrentLinkedQueue<>();
    private final Queue<Long> waitingCancels = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> drainers = new ConcurrentLinkedQueue<>();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong fixed = new AtomicLong();
    private final AtomicLong queueFull = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * Sets the ring up, disabled; its driver enables it and becomes the one thread that enters for it.
     *
     * @throws SyscallException where the kernel refuses, with the cause and what to do
     */
    Ring(long engine, int index, EngineOptions options, Kernel kernel, Registry registry) throws SyscallException {
        this.engine = engine;
        this.index = index;
        this.registry = registry;
        sleep = new DriverSleep();
        try {
            uring = Uring.open(
                    UringSetup.of(options.queueDepth())
                            .withRequired(UringSetup.IORING_SETUP_R_DISABLED)
                            .withOptional(UringSetup.IORING_SETUP_CLAMP
                                    | UringSetup.IORING_SETUP_SUBMIT_ALL
                                    | UringSetup.IORING_SETUP_SINGLE_ISSUER
                                    | UringSetup.IORING_SETUP_DEFER_TASKRUN
                                    | UringSetup.IORING_SETUP_NO_SQARRAY),
                    kernel);
        } catch (SyscallException | RuntimeException e) {
            sleep.close();
            throw e;
        }
        sq = uring.sq();
        tables = new RingTables(uring);
        requests = new RequestTable(options.queueDepth());
        driver = new RingDriver(this, options);
    }

    RingDriver driver() {
        return driver;
    }

    /**
     * Admits a request whose file and memory are held already, as {@link #submit} does: they are the request's from here on, unless it is refused.
     *
     * @return its handle, or {@link Engine#AGAIN}
     * @throws IllegalStateException where the engine is closed
     */
    long submitHeld(Operation operation, Descriptor file, Object memory, MemorySegment data, long offset, IoCallback callback) {
        Lane lane = file.lane(index);
        long handle = lane.isFull() && !refusing ? Engine.AGAIN : enqueue(operation, file, lane, memory, data, offset, callback);
        if (handle == Engine.AGAIN) {
            return again(lane);
        }
        driver.published();
        return handle;
    }

    /** Driver: submits of those that wait as many as there is room for. */
    void submitBacklogs() {
        for (Lane lane : lanes) {
            lane.backlog().submitTo(this);
        }
    }

    /** Refuses those that wait, and those that come. */
    void closeBacklogs(RuntimeException why) {
        for (Lane lane : lanes) {
            lane.backlog().close(why);
        }
    }

    /**
     * Admits a request, puts it into the queue and sees to it that the driver learns of it.
     *
     * @param memory what the request holds, for {@link HeldMemory}
     * @return its handle, or {@link Engine#AGAIN}
     * @throws IllegalStateException where the engine or the file is closed or the buffer was returned
     */
    long submit(Operation operation, Descriptor file, Object memory, MemorySegment data, long offset, IoCallback callback) {
        // A look without the lock first: refusing is what a busy caller meets most. refuse() under the lock is what counts.
        Lane lane = file.lane(index);
        if (lane.isFull() && !refusing) {
            return again(lane);
        }
        file.acquire();
        long handle = Engine.AGAIN;
        try {
            HeldMemory.pin(memory);
            try {
                handle = enqueue(operation, file, lane, memory, data, offset, callback);
            } finally {
                if (handle == Engine.AGAIN) {
                    HeldMemory.unpin(memory);
                }
            }
        } finally {
            if (handle == Engine.AGAIN) {
                file.release();
            }
        }
        if (handle == Engine.AGAIN) {
            return again(lane);
        }
        driver.published();
        return handle;
    }

    private long again(Lane lane) {
        refused.getAndIncrement();
        lane.noteRefusal();
        return Engine.AGAIN;
    }

    private long enqueue(
            Operation operation, Descriptor file, Lane lane, Object memory, MemorySegment data, long offset, IoCallback callback) {
        lock.lock();
        try {
            checkOpen();
            if (lane.isFull()) {
                return Engine.AGAIN;
            }
            int place = registry.placeOf(memory);
            int filePlace = operation.takesRegisteredFile() ? file.registeredPlace() : Descriptor.NOT_REGISTERED;
            Request request = requests.claim();
            if (request == null) {
                countQueueFull();
                return Engine.AGAIN;
            }
            Sqe sqe = sq.claim();
            if (sqe == null) {
                countQueueFull();
                requests.release(request.slot);
                return Engine.AGAIN;
            }
            try {
                fill(sqe, operation, file, filePlace, data, offset, place);
            } catch (RuntimeException e) {
                // Such as a segment whose arena was closed a moment ago.
                sq.unclaim();
                requests.release(request.slot);
                throw e;
            }
            request.begin(operation, file, lane, memory, callback);
            request.uses(place, filePlace);
            if (timesAll) {
                request.takeTime();
            }
            long handle = request.handle(index);
            sqe.userData(handle);
            sq.publish();
            admitted(lane, 1);
            if (place >= 0) {
                fixed.setOpaque(fixed.getPlain() + 1);
            }
            return handle;
        } finally {
            lock.unlock();
        }
    }

    private static void fill(Sqe sqe, Operation operation, Descriptor file, int filePlace, MemorySegment data, long offset, int place) {
        operation.fill(sqe, filePlace < 0 ? file.fd() : filePlace, data, offset, place);
        if (filePlace >= 0) {
            sqe.flags(Sqe.IOSQE_FIXED_FILE);
        }
    }

    private void admitted(Lane lane, int count) {
        int now = inFlight.getPlain() + count;
        inFlight.setOpaque(now);
        if (now > peakInFlight.getPlain()) {
            peakInFlight.setOpaque(now);
        }
        lane.admit();
        submitted.setOpaque(submitted.getPlain() + count);
    }

    /**
     * Admits all of a chain, as {@link #submit(Operation, Descriptor, Object, MemorySegment, long, IoCallback)} does one request, or nothing.
     *
     * @return the handle of its first request, or {@link Engine#AGAIN}
     */
    long submit(Chain chain) {
        Lane lane = chain.link(0).file.lane(index);
        if (lane.isFull() && !refusing) {
            return again(lane);
        }
        chain.hold();
        long handle = Engine.AGAIN;
        try {
            handle = enqueue(chain, lane);
        } finally {
            if (handle == Engine.AGAIN) {
                chain.letGo();
            }
        }
        if (handle == Engine.AGAIN) {
            return again(lane);
        }
        driver.published();
        return handle;
    }

    private long enqueue(Chain chain, Lane lane) {
        int length = chain.length();
        lock.lock();
        try {
            checkOpen();
            if (lane.isFull()) {
                return Engine.AGAIN;
            }
            if (requests.free() < length || sq.entries() - sq.pending() < length) {
                countQueueFull();
                return Engine.AGAIN;
            }
            fill(chain);
            Request previous = null;
            for (int i = 0; i < length; i++) {
                ChainLink link = chain.link(i);
                link.request.begin(link.operation, link.file, link.file.lane(index), link.memory, link.callback);
                link.request.uses(link.place, link.filePlace);
                if (link.place >= 0) {
                    fixed.setOpaque(fixed.getPlain() + 1);
                }
                if (previous != null) {
                    link.request.follow(previous);
                }
                previous = link.request;
                chain.handle(i, previous.handle(index));
            }
            chained = true;
            // All of it at once: at the tail that an enter finds, the kernel ends a chain.
            sq.publish();
            admitted(lane, length);
            return chain.link(0).request.handle(index);
        } finally {
            lock.unlock();
        }
    }

    /** Claims and fills an entry and a slot for each request of a chain, or none. */
    private void fill(Chain chain) {
        int last = chain.length() - 1;
        int claimed = 0;
        boolean filled = false;
        try {
            while (claimed <= last) {
                ChainLink link = chain.link(claimed);
                link.request = requests.claim();
                claimed++;
                Sqe sqe = sq.claim();
                link.place = registry.placeOf(link.memory);
                link.filePlace = link.operation.takesRegisteredFile() ? link.file.registeredPlace() : Descriptor.NOT_REGISTERED;
                fill(sqe, link.operation, link.file, link.filePlace, link.data, link.offset, link.place);
                sqe.userData(link.request.nextHandle(index));
                if (claimed <= last) {
                    sqe.flags(Sqe.IOSQE_IO_LINK);
                }
            }
            filled = true;
        } finally {
            if (!filled) {
                sq.unclaimAll();
                for (int i = claimed - 1; i >= 0; i--) {
                    requests.release(chain.link(i).request.slot);
                }
            }
        }
    }

    /**
     * Driver, before each enter: cancels the rest of a chain of which the last enter took only the beginning, as it does where it has no memory for one more request. The
     * rest would be a chain of its own, and an fsync run beside the write that it is to cover.
     */
    void mendCutChain() {
        if (!chained) {
            return;
        }
        lock.lock();
        try {
            long next = sq.nextUserData(Completions.IGNORED_USER_DATA);
            if (next >= 0) {
                Request request = requests.get(RequestHandle.slot(next));
                if (request.previous != null) {
                    leaveChain(request);
                    boolean found = retract(request);
                    assert found : "userData=" + next;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is cut off may end before what it was behind: it counts on its own, from now on. */
    private static void leaveChain(Request request) {
        if (request.previous.next == request) {
            request.previous.next = null;
            request.lane.admit();
        }
        request.previous = null;
    }

    /**
     * Driver, under the lock: makes a request's entry do nothing, and those of its chain behind it.
     *
     * @return false where the kernel has it already
     */
    private boolean retract(Request request) {
        if (!sq.retract(request.handle(index))) {
            return false;
        }
        for (Request each = request; each != null; each = each.next) {
            sq.retract(each.handle(index));
            each.retracted = true;
        }
        return true;
    }

    /** Under the lock: no entry was free, or no slot. */
    private void countQueueFull() {
        queueFull.setOpaque(queueFull.getPlain() + 1);
    }

    /**
     * Admits a request whose first step comes later, by {@link #enqueueStep}.
     *
     * @return its handle, or {@link Engine#AGAIN}
     * @throws IllegalStateException where the engine is closed
     */
    long reserve(CloseRequest operation, Descriptor paths) {
        Lane lane = paths.lane(index);
        paths.acquire();
        lock.lock();
        try {
            checkOpen();
            boolean full = lane.isFull();
            Request request = full ? null : requests.claim();
            if (request == null && !full) {
                countQueueFull();
            }
            if (request != null) {
                request.begin(operation, paths, lane, null, operation);
                operation.reserved(this, request);
                if (timesAll) {
                    request.takeTime();
                }
                admitted(lane, 1);
                return request.handle(index);
            }
        } finally {
            lock.unlock();
        }
        paths.release();
        return again(lane);
    }

    /**
     * Any thread: queues the next step of a request. Where the queue is full, the driver does it as soon as it is not.
     *
     * @return false where the ring takes nothing any more
     */
    boolean enqueueStep(Request request) {
        lock.lock();
        try {
            if (driver.fatal() != null || driver.isClosed()) {
                return false;
            }
            // Bounded by the table: a request has one next step at most.
            if (!waitingSteps.isEmpty() || !enqueueNow(request)) {
                countQueueFull();
                waitingSteps.add(request);
            }
        } finally {
            lock.unlock();
        }
        driver.published();
        return true;
    }

    private boolean enqueueNow(Request request) {
        Sqe sqe = sq.claim();
        if (sqe == null) {
            return false;
        }
        request.operation.fill(sqe, request.file.fd(), null, 0);
        sqe.userData(request.handle(index));
        sq.publish();
        return true;
    }

    /** Refuses where the ring takes no more requests, and says why. */
    void checkOpen() {
        if (refusing) {
            IOException fatal = driver.fatal();
            throw fatal == null
                    ? new IllegalStateException("the engine is closed")
                    : new IllegalStateException("the ring has failed and takes no more requests: " + fatal.getMessage(), fatal);
        }
    }

    /**
     * Asks the kernel to cancel a request. Any thread.
     *
     * @return whether the request was still pending
     */
    boolean cancel(long handle) {
        lock.lock();
        try {
            if (!requests.isPending(handle) || !requests.get(RequestHandle.slot(handle)).operation.isCancellable()) {
                return false;
            }
            askToCancel(handle);
        } finally {
            lock.unlock();
        }
        driver.published();
        return true;
    }

    /**
     * Asks the kernel to cancel every request on a file. Any thread.
     *
     * @return how many there were
     */
    int cancelAll(Descriptor file) {
        int asked = 0;
        for (int slot = 0; slot < requests.slots(); slot++) {
            Request request = requests.get(slot);
            // A look without the lock, which nobody should wait for while there are thousands of slots to look at. It finds what the caller knows to
            // be submitted; the look under the lock counts.
            if (request.file != file) {
                continue;
            }
            lock.lock();
            try {
                if (request.isOut() && request.file == file && request.operation.isCancellable()) {
                    askToCancel(request.handle(index));
                    asked++;
                }
            } finally {
                lock.unlock();
            }
        }
        if (asked > 0) {
            driver.published();
        }
        return asked;
    }

    private void askToCancel(long handle) {
        // The driver knows that the kernel is not reading the queue: what is in it need not begin at all.
        if (driver.isDrivenHere() && retract(requests.get(RequestHandle.slot(handle)))) {
            return;
        }
        // Bounded by the table: a request that is pending has at most one cancellation waiting.
        if (!enqueueCancel(handle) && !waitingCancels.contains(handle)) {
            countQueueFull();
            waitingCancels.add(handle);
        }
    }

    /**
     * Driver: queues the steps and the cancellations that found the queue full.
     *
     * @return whether some still do not fit
     */
    boolean enqueueWaiting() {
        if (waitingSteps.isEmpty() && waitingCancels.isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            while (!waitingSteps.isEmpty() && enqueueNow(waitingSteps.peek())) {
                waitingSteps.remove();
            }
            while (!waitingCancels.isEmpty() && enqueueCancel(waitingCancels.peek())) {
                waitingCancels.remove();
            }
            return !waitingSteps.isEmpty() || !waitingCancels.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean enqueueCancel(long handle) {
        Sqe sqe = sq.claim();
        if (sqe == null) {
            return false;
        }
        // Entries are taken in order: a request that is still in the queue is started before its cancellation is looked at.
        sqe.asyncCancel(handle, 0).userData(Completions.IGNORED_USER_DATA);
        sq.publish();
        return true;
    }

    /** Has the driver do something that only it may do: at once where it is the calling thread, otherwise in its next turn. Any thread. */
    void ask(Errand errand) {
        if (driver.isDrivenHere() && !errands.isClosed() && errand.run(this)) {
            return;
        }
        errands.add(errand);
        sleep.poke();
    }

    Errands errands() {
        return errands;
    }

    /** For the driver. */
    RingTables tables() {
        return tables;
    }

    /** Driver: whether a request that is not done uses that place of the registered buffers. */
    boolean usesBuffer(int place) {
        lock.lock();
        try {
            return requests.anyOut(request -> request.bufferPlace == place);
        } finally {
            lock.unlock();
        }
    }

    /** Driver: whether a request that is not done uses that place of the registered files. */
    boolean usesFile(int place) {
        lock.lock();
        try {
            return requests.anyOut(request -> request.filePlace == place);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Driver: queues an operation of the ring's own, such as the poll that wakes it.
     *
     * @return false where the queue is full
     */
    boolean enqueueOwn(Consumer<Sqe> fill) {
        lock.lock();
        try {
            Sqe sqe = sq.claim();
            if (sqe == null) {
                return false;
            }
            fill.accept(sqe);
            sq.publish();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Driver: gives back the slots of requests that are done. */
    void release(int[] slots, int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                Request request = requests.get(slots[i]);
                request.lane.leave();
                Request next = request.next;
                if (next != null) {
                    // Its turn in the chain has come: from here on it counts.
                    request.next = null;
                    next.lane.admit();
                }
                requests.release(slots[i]);
            }
            inFlight.setOpaque(inFlight.getPlain() - count);
        } finally {
            lock.unlock();
        }
    }

    /** Driver: the callbacks of so many requests have run. */
    void settle(int count) {
        settled.setRelease(settled.getPlain() + count);
    }

    /** Driver, after the full fence with which it falls asleep: wakes those who wait for the ring to be drained, where it is. */
    void wakeDrainers() {
        if (!drainers.isEmpty() && isDrained()) {
            drainers.forEach(LockSupport::unpark);
        }
    }

    /**
     * Not the driver: waits until every request accepted so far, and every one accepted meanwhile, has ended and its callback has run.
     *
     * @return false where the time ran out
     */
    boolean awaitDrained(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        Thread current = Thread.currentThread();
        drainers.add(current);
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
            drainers.remove(current);
        }
    }

    /** Requests accepted so far. */
    long submitted() {
        return submitted.getOpaque();
    }

    boolean isDrained() {
        return settled.getAcquire() == submitted.getOpaque();
    }

    /** Adds the lane of a file, a device or all. */
    void add(Lane lane) {
        lock.lock();
        try {
            Lane[] more = Arrays.copyOf(lanes, lanes.length + 1);
            more[lanes.length] = lane;
            lanes = more;
        } finally {
            lock.unlock();
        }
    }

    void remove(Lane lane) {
        lock.lock();
        try {
            lanes = Arrays.stream(lanes).filter(other -> other != lane).toArray(Lane[]::new);
        } finally {
            lock.unlock();
        }
    }

    Lane[] lanes() {
        return lanes;
    }

    /** Takes no more requests. What is in flight goes on. Any thread. */
    void refuse() {
        lock.lock();
        try {
            refusing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up a ring whose engine could not be opened. */
    void discard() {
        refuse();
        if (driver.isBound()) {
            sleep.poke();
        } else {
            errands.close(true);
            uring.close();
            sleep.close();
        }
    }

    boolean isRefusing() {
        return refusing;
    }

    /** Driver: from now on every request has its time taken, or those alone that are sampled. */
    void timeAll(boolean all) {
        if (timesAll != all) {
            timesAll = all;
        }
    }

    /** Requests accepted and not yet completed. */
    int inFlight() {
        return inFlight.getOpaque();
    }

    /** Requests in flight at most, at any time. */
    int peakInFlight() {
        return peakInFlight.getOpaque();
    }

    /** Requests that may be in flight: what the limits that count on this ring add up to, and never more than it has slots. */
    int allowed() {
        long sum = 0;
        for (Lane lane : lanes) {
            sum += lane.limit();
        }
        return (int) Math.min(sum, requests.slots());
    }

    long fixed() {
        return fixed.getOpaque();
    }

    long refused() {
        return refused.get();
    }

    long queueFull() {
        return queueFull.getOpaque();
    }

    boolean isPending(long handle) {
        return requests.isPending(handle);
    }

    RingStats stats() {
        return driver.stats();
    }
}
