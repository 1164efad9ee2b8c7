package io.auraio.bufferpool;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where threads wait for memory at the pool's limit.
 *
 * <p>A wait is: note the count of returns, try, sleep unless the count has moved. So no return is missed although
 * nobody holds the lock while trying, which may map or close slabs. A return wakes one waiter for each size class, since
 * it may empty a slab that makes room for another class; a waiter that was served, or gives up, wakes the next of its
 * class, so that no wake-up is lost with it.
 */
final class WaitingLine {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition[] byClass = new Condition[SizeClass.COUNT];

    // Written under lock. Read without it by those who return memory: see Magazine.push.
    private volatile int waiterCount;
    private volatile long returnCount;

    WaitingLine() {
        for (int i = 0; i < byClass.length; i++) {
            byClass[i] = lock.newCondition();
        }
    }

    boolean hasWaiters() {
        return waiterCount != 0;
    }

    /** Tries until there is a chunk or the time is over, when the answer is null. The first try is made in any case. */
    Chunk await(int sizeClass, long timeoutNanos, Supplier<Chunk> attempt) throws InterruptedException {
        join(1);
        try {
            long leftNanos = timeoutNanos;
            while (true) {
                long seen = returnCount;
                Chunk chunk = attempt.get();
                if (chunk != null || leftNanos <= 0) {
                    return chunk;
                }
                leftNanos = sleep(sizeClass, seen, leftNanos);
            }
        } finally {
            join(-1);
            wakeOne(sizeClass);
        }
    }

    /** Wakes those who could use memory of the class that came back, or the slab that it was part of. */
    void memoryReturned() {
        lock.lock();
        try {
            returnCount++;
            for (Condition condition : byClass) {
                condition.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets everyone try again: the pool is closed and refuses them. */
    void wakeAll() {
        lock.lock();
        try {
            returnCount++;
            for (Condition condition : byClass) {
                condition.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void join(int change) {
        lock.lock();
        try {
            waiterCount += change;
        } finally {
            lock.unlock();
        }
    }

    private long sleep(int sizeClass, long seenReturns, long leftNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return returnCount == seenReturns ? byClass[sizeClass].awaitNanos(leftNanos) : leftNanos;
        } finally {
            lock.unlock();
        }
    }

    private void wakeOne(int sizeClass) {
        lock.lock();
        try {
            byClass[sizeClass].signal();
        } finally {
            lock.unlock();
        }
    }
}
