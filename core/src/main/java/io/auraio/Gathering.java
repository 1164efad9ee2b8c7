package io.auraio;

import io.auraio.adaptive.BatchTuner;
import io.auraio.adaptive.ControllerOptions;

/**
 * How many submissions a driver lets gather before it enters the kernel for them, ahead of the enter that ends its turn anyway.
 *
 * <p>An early enter keeps a device busy while more is prepared. How early is found by a {@link BatchTuner} where the limit holds and binds. A request that is
 * done by the time its enter returns, as a read of the page cache is, gains nothing: while the last early enter found its requests done, no more are made, but
 * for one in a while to look again.
 *
 * <p>The driver's alone, but for {@link #fix} and {@link #threshold()}.
 */
final class Gathering {

    private static final int LOOK_INTERVAL = 256;

    /** Instead of a threshold: what the tuner finds. */
    static final int TUNED = 0;

    private final BatchTuner tuner = new BatchTuner();
    private volatile int threshold = tuner.threshold();
    private volatile int fixed = TUNED;
    private boolean completesInline;
    private int passedBy;

    private long lastTickNanos = System.nanoTime();
    private long lastCompleted;
    private long enters;

    /** Whether to enter now, with so many in the queue. */
    boolean isEnough(int pending) {
        return pending >= threshold && (!completesInline || fixed != TUNED || ++passedBy % LOOK_INTERVAL == 0);
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
        int inFlight = 0;
        for (Lane lane : lanes) {
            held |= lane.isHeld();
            inFlight += lane.inFlight();
        }
        tuner.tick(nowNanos, completed - lastCompleted, enters, held, inFlight);
        lastCompleted = completed;
        enters = 0;
        int next = fixed == TUNED ? tuner.threshold() : fixed;
        if (threshold != next) {
            threshold = next;
        }
    }

    /** Any thread: so many are enough from now on; {@link #TUNED}: as the tuner finds, from the next tick on. */
    void fix(int submissions) {
        fixed = submissions;
        if (submissions != TUNED) {
            // A tick that began before may undo this; the next one, which sees what is fixed, sets it again.
            threshold = submissions;
        }
    }

    /** How many submissions are enough. Any thread. */
    int threshold() {
        return threshold;
    }
}
