package io.auraio.bufferpool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Where threads wait for memory at the pool's limit, and what tells all others that memory is wanted.
 *
 * <p>A wait is: note the count of returns, try, sleep unless the count has moved. So no return is missed although nobody
 * holds the lock while trying, which may map or close slabs. A return wakes the first waiter of each size class, since it
 * may empty a slab that makes room for another class; a waiter that was served, or gives up, wakes the next of its class,
 * so that no wake-up is lost with it.
 */
final class WaitingLine {
    private static final int CLOSED = 1 << 30;

    private final SpinLock lock = new SpinLock();

    /** Those who sleep, by class. Guarded by lock. */
    private final List<ArrayDeque<Sleeper>> sleepers = new ArrayList<>();

    /** The number of waiters, and {@link #CLOSED} on top once the pool is closed. Written under lock. */
    private volatile int pressure;

    /** Written under lock. */
    private volatile long returnCount;

    WaitingLine() {
        for (int i = 0; i < SizeClass.COUNT; i++) {
            sleepers.add(new ArrayDeque<>());
        }
    }

    /** Whether memory that comes back may stay in a cache: the pool is open and nobody waits. */
    boolean isCalm() {
        return pressure == 0;
    }

    boolean isClosed() {
        return pressure >= CLOSED;
    }

    /** Tries until there is a chunk or the time is over, when the answer is null. The first try is made in any case. */
    Chunk await(int sizeClass, long timeoutNanos, Supplier<Chunk> attempt) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        join();
        try {
            while (true) {
                long seenReturns = returnCount;
                Chunk chunk = attempt.get();
                if (chunk != null || deadlineNanos - System.nanoTime() <= 0) {
                    return chunk;
                }
                sleep(sizeClass, seenReturns, deadlineNanos);
            }
        } finally {
            leave(sizeClass);
        }
    }

    /** Wakes one waiter of each class. Who returned or moved memory calls it unless {@link #isCalm}. */
    void memoryReturned() {
        List<Sleeper> woken = new ArrayList<>(SizeClass.COUNT);
        lock.lock();
        try {
            returnCount++;
            for (ArrayDeque<Sleeper> ofClass : sleepers) {
                if (!ofClass.isEmpty()) {
                    woken.add(ofClass.poll());
                }
            }
        } finally {
            lock.unlock();
        }
        woken.forEach(Sleeper::wake);
    }

    /** Notes that the pool is closed and lets everyone try again, which is refused from now on. Idempotent. */
    void close() {
        List<Sleeper> woken = new ArrayList<>();
        lock.lock();
        try {
            pressure |= CLOSED;
            returnCount++;
            for (ArrayDeque<Sleeper> ofClass : sleepers) {
                woken.addAll(ofClass);
                ofClass.clear();
            }
        } finally {
            lock.unlock();
        }
        woken.forEach(Sleeper::wake);
    }

    private void join() {
        lock.lock();
        pressure++;
        lock.unlock();
    }

    private void leave(int sizeClass) {
        lock.lock();
        pressure--;
        Sleeper next = sleepers.get(sizeClass).poll();
        lock.unlock();
        if (next != null) {
            next.wake();
        }
    }

    private void sleep(int sizeClass, long seenReturns, long deadlineNanos) throws InterruptedException {
        Sleeper self = new Sleeper(Thread.currentThread());
        lock.lock();
        try {
            if (returnCount != seenReturns) {
                return;
            }
            sleepers.get(sizeClass).add(self);
        } finally {
            lock.unlock();
        }
        long leftNanos = deadlineNanos - System.nanoTime();
        while (!self.awake && leftNanos > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, leftNanos);
            leftNanos = deadlineNanos - System.nanoTime();
        }
        lock.lock();
        sleepers.get(sizeClass).remove(self);
        lock.unlock();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for a buffer");
        }
    }

    /** A thread that sleeps. Woken once, by who has taken it out of the line. */
    private static final class Sleeper {
        private final Thread thread;
        private volatile boolean awake;

        Sleeper(Thread thread) {
            this.thread = thread;
        }

        void wake() {
            awake = true;
            LockSupport.unpark(thread);
        }
    }
}
