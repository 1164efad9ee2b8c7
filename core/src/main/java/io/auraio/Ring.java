package io.auraio;

import io.auraio.syscall.Kernel;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.SyscallException;
import io.auraio.syscall.Uring;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * One ring and its table of requests: the side that any thread may call. Its {@link RingDriver} is the side of the one thread that
 * enters the kernel.
 *
 * <p>Requests of a single operation are admitted here; {@link ChainSubmission} and {@link Steps} admit the others. These, {@link Cancellations} and
 * {@link RingLanes} share the ring's lock.
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
    final RingCounts counts = new RingCounts();
    final RingLanes lanes;
    final ChainSubmission chains;
    final Steps steps;
    final Drain drain;

    private final SpinLock lock = new SpinLock();
    private final RingTables tables;
    private final Errands errands = new Errands();
    private final Registry registry;
    private final SubmissionQueue sq;
    private final Cancellations cancellations;
    private final RingDriver driver;

    // Written under the lock, read anywhere: a look without it can be a moment late, and what counts is looked at again under it.
    private volatile boolean refusing;

    /** Whether every request has its time taken. Written by the driver. */
    private volatile boolean timesAll;

    /**
     * Sets the ring up, disabled; its driver enables it and becomes the one thread that enters for it.
     *
     * @throws SyscallException where the kernel refuses, with the cause and what to do
     */
    Ring(long engine, int index, EngineOptions options, ChosenKernel chosen, Registry registry) throws SyscallException {
        this.engine = engine;
        this.index = index;
        this.registry = registry;
        Kernel kernel = chosen.kernels().get();
        sleep = new DriverSleep();
        try {
            uring = RingSetup.open(options, chosen.backend(), kernel);
        } catch (SyscallException | RuntimeException e) {
            sleep.close();
            throw e;
        }
        sq = uring.sq();
        tables = new RingTables(uring);
        // Two at least: a close that waits for other requests, and one of these.
        requests = new RequestTable(Math.max(2, options.queueDepth()));
        lanes = new RingLanes(this, lock);
        chains = new ChainSubmission(this, lock, registry);
        steps = new Steps(this, lock);
        cancellations = new Cancellations(this, lock, chains);
        drain = new Drain(counts);
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

    /** Counts a refusal at a limit. */
    long again(Lane lane) {
        counts.wasRefused();
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
                counts.foundQueueFull();
                return Engine.AGAIN;
            }
            Sqe sqe = sq.claim();
            if (sqe == null) {
                counts.foundQueueFull();
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
            takeTime(request);
            long handle = request.handle(index);
            sqe.userData(handle);
            sq.publish();
            admitted(lane, 1);
            if (place >= 0) {
                counts.onRegisteredBuffer();
            }
            return handle;
        } finally {
            lock.unlock();
        }
    }

    /** Writes the entry of an operation, on the registered file where there is one. */
    static void fill(Sqe sqe, Operation operation, Descriptor file, int filePlace, MemorySegment data, long offset, int place) {
        operation.fill(sqe, filePlace < 0 ? file.fd() : filePlace, data, offset, place);
        if (filePlace >= 0) {
            sqe.flags(Sqe.IOSQE_FIXED_FILE);
        }
    }

    /** Counts requests that were published. Under the lock. */
    void admitted(Lane lane, int count) {
        lane.admit();
        counts.admitted(count);
    }

    /** Takes the time of a request that has begun, where that of every one is wanted. Under the lock. */
    void takeTime(Request request) {
        if (timesAll) {
            request.takeTime();
        }
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
        return cancellations.cancel(handle);
    }

    /**
     * Asks the kernel to cancel every request on a file. Any thread.
     *
     * @return how many there were
     */
    int cancelAll(Descriptor file) {
        return cancellations.cancelAll(file);
    }

    /**
     * Driver: queues the steps and the cancellations that found the queue full.
     *
     * @return whether some still do not fit
     */
    boolean enqueueWaiting() {
        if (!areWaiting()) {
            return false;
        }
        lock.lock();
        try {
            steps.enqueueWaiting();
            cancellations.enqueueWaiting();
            return areWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** Whether steps or cancellations wait that found the queue full. Any thread. */
    boolean areWaiting() {
        return steps.areWaiting() || cancellations.areWaiting();
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

    /** Driver: gives back the slots of requests that are done, with those results. */
    void release(int[] slots, int[] results, int count) {
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
                    chains.ended(request, results[i], next);
                }
                requests.release(slots[i]);
            }
            counts.left(count);
        } finally {
            lock.unlock();
        }
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
        return counts.inFlight();
    }

    boolean isPending(long handle) {
        return requests.isPending(handle);
    }

    RingStats stats() {
        return driver.stats();
    }
}
