package io.auraio;

import io.auraio.adaptive.BatchTuner;
import io.auraio.adaptive.ControllerOptions;

/**
 * How many submissions a driver lets gather before it enters the kernel for them, ahead of the enter that ends its turn anyway.
 *
 * <p>An early enter keeps a device busy while more is prepared. How early is found by a {@link BatchTuner} where the limit holds and binds. A request that is done
 * by the time its enter returns, as a read of the page cache is, gains nothing: while the last early enter found its requests done, no more are made, but
 * for one in a while to look again.
 *
 * <p>The driver's alone, but for {@link #threshold()}.
 */
final class Gathering {

    private static final int LOOK_INTERVAL = 256;

    private final BatchTuner tuner = new BatchTuner();
    private volatile int threshold = tuner.threshold();
    private boolean completesInline;
    private int passedBy;

    private long lastTickNanos = System.nanoTime();
    private long lastCompleted;
    private long enters;

    /** Whether to enter now, with so many in the queue. */
    boolean isEnough(int pending) {
        return pending >= threshold && (!completesInline || ++passedBy % LOOK_INTERVAL == 0);
    }

    /** An early enter submitted so many, and found so many completions when it returned. */
    void enteredEarly(int submitted, int completions) {
        enters++;
        completesInline = submitted > 0 && completions >= submitted;
    }

    /** The enter at a turn's end submitted something. */
    void entered() {
        enters++;
    }

    /**
     * Advances the tuner where a tick has passed.
     *
     * @param completed requests completed so far
     */
    void tickIfDue(long nowNanos, Lane[] lanes, long completed) {
        if (nowNanos - lastTickNanos < ControllerOptions.DEFAULT_TICK_NANOS) {
            return;
        }
        lastTickNanos = nowNanos;
        boolean held = false;
        for (Lane lane : lanes) {
            held |= lane.isHeld();
        }
        tuner.tick(nowNanos, completed - lastCompleted, enters, held);
        lastCompleted = completed;
        enters = 0;
        if (threshold != tuner.threshold()) {
            threshold = tuner.threshold();
        }
    }

    /** How many submissions are enough. Any thread. */
    int threshold() {
        return threshold;
    }
}
