package io.auraio;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;

/**
 * How the application's thread drives a caller-driven engine: its one ring, a turn at a time, until something has come.
 *
 * <p>The driver's alone, but for {@link #stop()} and {@link #wake()}.
 */
final class CallerDriving {

    private final EngineOptions options;
    private final Ring ring;
    private final Tuners tuners;
    private volatile boolean stopRequested;

    /** Futures whose completion wakes the driver: one that is waited for again and again, for a short time each, is not to gather a stage for each. */
    private final Set<CompletableFuture<?>> waking = Collections.newSetFromMap(new WeakHashMap<>());

    CallerDriving(EngineOptions options, Ring ring, Tuners tuners) {
        this.options = options;
        this.ring = ring;
        this.tuners = tuners;
    }

    /**
     * The driver, which the calling thread is or becomes.
     *
     * @throws IllegalStateException where it is not the caller's to drive, or cannot be driven any more
     * @throws java.io.UncheckedIOException where the kernel does not enable the ring
     */
    RingDriver driver() {
        if (options.driving() != Driving.CALLER) {
            throw new IllegalStateException("driving=" + options.driving() + ": the engine's own threads drive it; open it with driving=CALLER to poll");
        }
        RingDriver driver = ring.driver();
        if (driver.isClosed()) {
            throw new IllegalStateException("the engine is closed");
        }
        // Not where the engine is merely closing: then this call is the one that drains it.
        driver.bind();
        if (driver.fatal() != null) {
            throw new IllegalStateException("the ring has failed: " + driver.fatal().getMessage(), driver.fatal());
        }
        return driver;
    }

    /** Until requests have completed, the time is over or the engine is closed; how many they are. */
    int untilCompletion(long nanos) {
        RingDriver driver = driver();
        long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
        long left = nanos;
        int handled;
        do {
            handled = driver.turn(left);
            if (handled == 0 && left != Long.MAX_VALUE) {
                left = deadline - System.nanoTime();
            }
        } while (!closedByOther(driver) && handled == 0 && left > 0);
        return handled;
    }

    /** One turn, which ends with a completion, the time, or a {@link #wake()}. */
    void once(long nanos) {
        RingDriver driver = driver();
        driver.turn(nanos);
        closedByOther(driver);
    }

    /** Until {@link #stop()}, or the engine is closed. */
    void untilStopped() {
        RingDriver driver = driver();
        while (!stopRequested && !closedByOther(driver)) {
            driver.turn(Long.MAX_VALUE);
        }
        stopRequested = false;
    }

    /** Whether the calling thread would be the driver if it drove: nobody is yet. */
    boolean isOpenToThisThread() {
        return options.driving() == Driving.CALLER && !ring.driver().isBound() && !Thread.currentThread().isVirtual();
    }

    /**
     * Until the future is done, whoever completes it, or the time is over. An engine that is closed is not driven any more: all its requests have been
     * answered, and what is left of their futures is up to the executor for stages.
     */
    void untilDone(CompletableFuture<?> future, long nanos) {
        RingDriver driver = ring.driver();
        if (future.isDone() || isOver(driver)) {
            return;
        }
        driver.bind();
        if (nanos == Long.MAX_VALUE || waking.add(future)) {
            future.whenComplete((value, failure) -> wake());
        }
        long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
        long left = nanos;
        while (!future.isDone() && left > 0 && !isOver(driver)) {
            once(left);
            left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
        }
    }

    private static boolean isOver(RingDriver driver) {
        return driver.isClosed() || driver.fatal() != null;
    }

    /** Until all that was submitted, or waits for room, is done, or the time is over; whether it is. */
    boolean untilDrained(long deadlineNanos) {
        long left = deadlineNanos - System.nanoTime();
        while (!isDrained() && left > 0) {
            // Not until a completion: the last of those that wait for room may be refused.
            once(left);
            left = deadlineNanos - System.nanoTime();
        }
        return isDrained();
    }

    private boolean isDrained() {
        // The first look spares every turn the count of what waits, which allocates; the last one is for what left the backlog for the ring behind that count.
        return ring.drain.isDrained() && tuners.waiting() == 0 && ring.drain.isDrained();
    }

    /** Where another thread is closing the engine, its driver has to do it. */
    private boolean closedByOther(RingDriver driver) {
        if (!ring.isRefusing()) {
            return false;
        }
        driver.closeDown();
        return true;
    }

    /** Any thread: {@link #untilStopped()} is to return. */
    void stop() {
        stopRequested = true;
        ring.sleep.poke();
    }

    /** Any thread: has the driver look whether what it waits for is done. */
    void wake() {
        if (options.driving() == Driving.CALLER) {
            ring.sleep.poke();
        }
    }
}
