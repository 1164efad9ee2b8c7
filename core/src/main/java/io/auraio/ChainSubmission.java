package io.auraio;

import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;

/**
 * How the requests of a {@link Chain} get into a ring's queue: all of them, published at once, or none. And how they are taken out again, before the
 * kernel has seen them.
 *
 * <p>Any thread may submit; the driver alone mends and retracts, since it alone knows that the kernel is not reading the queue. All of it is under the
 * ring's lock.
 */
final class ChainSubmission {

    private final Ring ring;
    private final SpinLock lock;
    private final RequestTable requests;
    private final SubmissionQueue sq;
    private final Registry registry;

    /** Whether there ever was a chain: where not, no enter has to look for one. Written under the lock, before the chain is published. */
    private volatile boolean chained;

    ChainSubmission(Ring ring, SpinLock lock, Registry registry) {
        this.ring = ring;
        this.lock = lock;
        this.registry = registry;
        requests = ring.requests;
        sq = ring.uring.sq();
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
            if (requests.free() < length || sq.entries() - sq.pending() < length) {
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
                previous = link.request;
                chain.handle(i, previous.handle(ring.index));
            }
            chained = true;
            // All of it at once: at the tail that an enter finds, the kernel ends a chain.
            sq.publish();
            ring.admitted(lane, length);
            return chain.link(0).request.handle(ring.index);
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
                Ring.fill(sqe, link.operation, link.file, link.filePlace, link.data, link.offset, link.place);
                sqe.userData(link.request.nextHandle(ring.index));
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
     * Driver, before each enter: cancels the rest of a chain of which the last enter took only the beginning, as it does where it has no memory for one
     * more request. The rest would be a chain of its own, and an fsync run beside the write that it is to cover.
     */
    void mendCut() {
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
     * Driver, under the lock: makes the entry of a request, of a chain or not, do nothing, and those of its chain behind it.
     *
     * @return false where the kernel has it already
     */
    boolean retract(Request request) {
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
