package io.auraio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The futures and blocking calls that wait until the limit leaves room for them, in the order of their coming. The drivers of the rings under that limit submit
 * them as requests complete.
 *
 * <p>Nobody waits unseen: where the backlog is not empty, each ring under the limit has requests in flight, whose completions make its driver look here, or its
 * driver is awake and looks here before it sleeps. The first one that is added wakes the drivers, and so does one that a driver had in its hands and puts
 * back, if another with room has looked here meanwhile.
 *
 * <p>The lock guards the queue, and who of it waits; it is held for changes of these alone. What is cancelled leaves a shell in the queue, which is skipped;
 * shells that are more than half of it are swept out.
 */
final class Backlog {

    private static final int FEW_SHELLS = 64;

    private final int capacity;
    private final Runnable wakeDrivers;
    private final SpinLock lock = new SpinLock();
    private final ArrayDeque<IoFuture<?>> queue = new ArrayDeque<>();

    /** The queue's length, shells and all; written under the lock, read anywhere. */
    private final AtomicInteger size = new AtomicInteger();

    /** Those in it who wait, and those in the hands of a driver; as the length. */
    private final AtomicInteger waiting = new AtomicInteger();

    // Guarded by the lock.
    private int shells;
    private int inHands;
    private boolean passedBy;
    private RuntimeException closed;

    /**
     * For so many futures; blocking calls come on top, since each is a thread that waits anyway.
     *
     * @param wakeDrivers has every driver of the rings under the limit look here once more
     */
    Backlog(int capacity, Runnable wakeDrivers) {
        this.capacity = capacity;
        this.wakeDrivers = wakeDrivers;
    }

    /** Any thread; an answer of a moment ago. */
    boolean isEmpty() {
        return size.getOpaque() == 0;
    }

    /** Who waits, up to the ring's having counted them as submitted. Any thread; an answer of a moment ago. */
    int waiting() {
        // acquire: who finds that nobody waits any more must find them among the submitted; pairs with the release in resized().
        return waiting.getAcquire();
    }

    /** Adds a future, which is the caller's until here. Where it cannot wait, it is refused. */
    void add(IoFuture<?> future, boolean bounded) {
        RuntimeException refusal;
        boolean first = false;
        lock.lock();
        try {
            refusal = closed;
            // With those in hands: a driver that finds no room puts them back.
            if (refusal == null && bounded && waiting.getPlain() >= capacity) {
                refusal = full();
            }
            if (refusal == null) {
                future.enterBacklog();
                first = queue.isEmpty();
                queue.addLast(future);
                resized();
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            future.refuse(refusal);
        } else {
            refuseIfAborted(future);
        }
        if (first) {
            wakeDrivers.run();
        }
    }

    private RejectedExecutionException full() {
        return new RejectedExecutionException("backlog=" + capacity + " futures wait already; wait for some, or raise EngineOptions.backlog");
    }

    /** It may have been cancelled while a submitter had it in hands. */
    private void refuseIfAborted(IoFuture<?> future) {
        if (future.isAborted() && take(future)) {
            future.refuse(null);
        }
    }

    /**
     * The driver: submits as many to its ring as there is room for.
     *
     * @param lane the ring's, of the limit that is waited for
     */
    void submitTo(Ring ring, Lane lane) {
        // Those in other hands count: their driver is to know that this one was here.
        if (isEmpty() && waiting.getOpaque() == 0) {
            return;
        }
        if (lane.isFull()) {
            // Nobody is taken into hands in vain, where other drivers would not find it.
            lane.noteRefusal();
            return;
        }
        IoFuture<?> future = takeFirst(0);
        while (future != null) {
            if (!future.submitTo(ring)) {
                putBack(future);
                return;
            }
            future = takeFirst(1);
        }
    }

    /** Takes the first that waits into the caller's hands, from which so many others are gone. */
    private IoFuture<?> takeFirst(int gone) {
        lock.lock();
        try {
            inHands -= gone;
            passedBy &= inHands > 0;
            IoFuture<?> future;
            do {
                future = queue.pollFirst();
            } while (future != null && !claim(future));
            if (future != null) {
                inHands++;
            } else if (inHands > 0) {
                passedBy = true;
            }
            resized();
            return future;
        } finally {
            lock.unlock();
        }
    }

    private boolean claim(IoFuture<?> future) {
        if (future.takeFromBacklog()) {
            return true;
        }
        shells--;
        return false;
    }

    private void putBack(IoFuture<?> future) {
        RuntimeException refusal;
        boolean passed;
        lock.lock();
        try {
            inHands--;
            passed = passedBy;
            passedBy = false;
            refusal = closed;
            if (refusal == null) {
                future.enterBacklog();
                queue.addFirst(future);
            }
            resized();
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            future.refuse(refusal);
        } else {
            refuseIfAborted(future);
        }
        if (passed) {
            wakeDrivers.run();
        }
    }

    /** Takes one out of turn, to end it; false where it does not wait any more. */
    boolean take(IoFuture<?> future) {
        lock.lock();
        try {
            if (!future.takeFromBacklog()) {
                return false;
            }
            if (++shells > FEW_SHELLS && 2 * shells > queue.size()) {
                queue.removeIf(other -> !other.isInBacklog());
                shells = 0;
            }
            resized();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all who wait, and all who come. */
    void close(RuntimeException why) {
        List<IoFuture<?>> refused = new ArrayList<>();
        lock.lock();
        try {
            closed = why;
            for (IoFuture<?> future : queue) {
                if (future.takeFromBacklog()) {
                    refused.add(future);
                }
            }
            queue.clear();
            shells = 0;
            resized();
        } finally {
            lock.unlock();
        }
        refused.forEach(future -> future.refuse(why));
    }

    private void resized() {
        size.setOpaque(queue.size());
        waiting.setRelease(queue.size() - shells + inHands);
    }
}
