package io.auraio;

import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;
import java.lang.foreign.MemorySegment;

/**
 * How the requests of a {@link Chain} get into a ring's queue: all of them, published at once, or none. And how they are taken out again, before the
 * kernel has seen them.
 *
 * <p>Under SQPOLL the kernel's thread reads the queue at any time, and goes on by itself behind a chain that it had to cut: there would be nothing to be done
 * for the fsync that then runs beside the write that it is to cover. So a chain is not linked there: its first request goes into the queue, and each of the
 * others when the one before it has ended.
 *
 * <p>Any thread may submit; the driver alone mends and rewrites entries, since it alone knows that the kernel is not reading the queue. All of it is under
 * the ring's lock.
 */
final class ChainSubmission {

    private final Ring ring;
    private final SpinLock lock;
    private final RequestTable requests;
    private final SubmissionQueue sq;
    private final Registry registry;

    /** Whether the kernel goes from one request of a chain to the next; otherwise the driver does. */
    private final boolean linked;

    /** Whether a linked chain may be in the queue: where not, no enter has to look for one. Written under the lock, before the chain is published. */
    private volatile boolean chained;

    ChainSubmission(Ring ring, SpinLock lock, Registry registry) {
        this.ring = ring;
        this.lock = lock;
        this.registry = registry;
        requests = ring.requests;
        sq = ring.uring.sq();
        linked = !RingSetup.isPolled(ring.uring);
    }

    /**
     * Admits all of a chain, as {@link Ring#submit} does one request, or nothing.
     *
     * @return the handle of its first request, or {@link Engine#AGAIN}
     * @throws IllegalStateException where the engine or a file is closed or a buffer was returned
     */
    long submit(Chain chain) {
        Lane lane = chain.link(0).file.lane(ring.index);
        if (lane.isFull() && !ring.isRefusing()) {
            return ring.again(lane);
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
            return ring.again(lane);
        }
        ring.driver().published();
        return handle;
    }

    private long enqueue(Chain chain, Lane lane) {
        int length = chain.length();
        lock.lock();
        try {
            ring.checkOpen();
            if (lane.isFull()) {
                return Engine.AGAIN;
            }
            if (requests.free() < length || sq.entries() - sq.pending() < (linked ? length : 1)) {
                ring.counts.foundQueueFull();
                return Engine.AGAIN;
            }
            fill(chain);
            Request previous = null;
            for (int i = 0; i < length; i++) {
                ChainLink link = chain.link(i);
                link.request.begin(link.operation, link.file, link.file.lane(ring.index), link.memory, link.callback);
                link.request.uses(link.place, link.filePlace);
                if (link.place >= 0) {
                    ring.counts.onRegisteredBuffer();
                }
                if (previous != null) {
                    link.request.follow(previous);
                }
                if (!linked) {
                    defer(link, i);
                }
                previous = link.request;
                chain.handle(i, previous.handle(ring.index));
            }
            chained = linked;
            // Before it is published: it may have ended a moment after, and its slot may be another's.
            long handle = chain.link(0).request.handle(ring.index);
            // All of it at once: at the tail that an enter finds, the kernel ends a chain.
            sq.publish();
            ring.admitted(lane, length);
            return handle;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps for a request what tells whether it was whole, and for one behind the first what its entry will say. */
    private static void defer(ChainLink link, int index) {
        Request request = link.request;
        request.wholeBytes = link.data == null ? 0 : link.data.byteSize();
        if (index > 0) {
            request.deferred = true;
            request.data = link.data;
            request.offset = link.offset;
        }
    }

    /** Driver, under the lock: a request of a chain has ended, and the next one's turn has come. */
    void ended(Request request, int result, Request next) {
        if (!linked) {
            // Or it was cancelled meanwhile.
            next.retracted |= result != request.wholeBytes;
            ring.steps.enqueueLocked(next);
        }
    }

    /** Claims a slot for each request of a chain, and claims and fills the entries that go into the queue with it; or none. */
    private void fill(Chain chain) {
        int last = chain.length() - 1;
        int claimed = 0;
        boolean filled = false;
        try {
            while (claimed <= last) {
                ChainLink link = chain.link(claimed);
                link.request = requests.claim();
                claimed++;
                link.place = registry.placeOf(link.memory);
                link.filePlace = link.operation.takesRegisteredFile() ? link.file.registeredPlace() : Descriptor.NOT_REGISTERED;
                if (!linked && claimed > 1) {
                    checkAlive(link.data);
                    continue;
                }
                Sqe sqe = sq.claim();
                Ring.fill(sqe, link.operation, link.file, link.filePlace, link.data, link.offset, link.place);
                sqe.userData(link.request.nextHandle(ring.index));
                if (linked && claimed <= last) {
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

    /** Refuses at the submission what could not be written into an entry later. */
    private static void checkAlive(MemorySegment data) {
        if (data != null && !data.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
    }

    /**
     * Driver: whether a linked chain may be among those entries that {@link SubmissionQueue#published()} told of before. An enter must take it whole.
     */
    boolean mayBePublished() {
        return chained;
    }

    /**
     * Driver, before each enter: cancels the rest of a chain of which the last enter took only the beginning, as it does where it has no memory for one
     * more request. The rest would be a chain of its own, and an fsync run beside the write that it is to cover.
     */
    void mendCut() {
        if (!chained) {
            return;
        }
        lock.lock();
        try {
            if (sq.pending() == 0) {
                chained = false;
                return;
            }
            long next = sq.nextUserData(Completions.IGNORED_USER_DATA);
            if (next >= 0) {
                Request request = requests.get(RequestHandle.slot(next));
                if (request.previous != null) {
                    leaveChain(request);
                    boolean found = retractEntry(request);
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
     * Under the lock: makes a request that the kernel cannot have seen do nothing, and those of its chain behind it.
     *
     * @return false where the kernel has it already, or may be reading it
     */
    boolean retract(Request request) {
        if (request.deferred) {
            request.retracted = true;
            return true;
        }
        // The driver alone knows that the kernel is not reading the queue; under SQPOLL nobody does.
        return linked && ring.driver().isDrivenHere() && retractEntry(request);
    }

    private boolean retractEntry(Request request) {
        if (!sq.retract(request.handle(ring.index))) {
            return false;
        }
        for (Request each = request; each != null; each = each.next) {
            sq.retract(each.handle(ring.index));
            each.retracted = true;
        }
        return true;
    }
}
