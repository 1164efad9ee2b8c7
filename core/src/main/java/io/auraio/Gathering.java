package io.auraio;

import io.auraio.adaptive.BatchTuner;
import io.auraio.adaptive.ControllerOptions;

/**
 * How many submissions a driver lets gather before it enters the kernel for them, ahead of the enter that ends its turn anyway; and how many of those that have
 * gathered one enter takes.
 *
 * <p>An early enter keeps a device busy while more is prepared. How early is found by a {@link BatchTuner} where the limit holds and binds. A request that is
 * done by the time its enter returns, as a read of the page cache is, gains nothing: while the last early enter found its requests done, no more are made, but
 * for one in a while to look again.
 *
 * <p>The driver's alone, but for {@link #fix} and {@link #threshold()}.
 */
final class Gathering {

    private static final int LOOK_INTERVAL = 256;

    /** Of more, the kernel passes none on before it has prepared the last, or some dozens: {@code need_plug} in io_uring/io_uring.c. */
    private static final int PASSED_ON_AT_ONCE = 2;

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
        return pending >= threshold && (fixed != TUNED || tryEarly());
    }

    /** Whether to enter for a few, though a turn's own enter is to come: not where a threshold was asked for. */
    boolean isEarlyDue() {
        return fixed == TUNED && tryEarly();
    }

    /** Whether a device is likely to begin with what it is given while more is prepared, or it is time to look. */
    private boolean tryEarly() {
        return !completesInline || ++passedBy % LOOK_INTERVAL == 0;
    }

    /**
     * How many of those in the queue the next enter takes. A device that has nothing to do would wait until the kernel has prepared the last of them, so it gets
     * two at once, and then each time as many as it has already, which keep it busy for about as long as as many more take to prepare. Where that would leave
     * fewer for the next enter, this one takes them too.
     *
     * @param pending those in the queue
     * @param inKernel those that were submitted, and whose end the driver has not seen
     */
    int portion(int pending, int inKernel) {
        int portion = Math.max(PASSED_ON_AT_ONCE, inKernel);
        return pending >= 2 * portion && isEarlyDue() ? portion : pending;
    }

    /** An early enter submitted so many, and found so many completions when it returned. */
    void enteredEarly(int submitted, int completions) {
        enters++;
        enteredPortion(submitted, completions);
    }

    /** As {@link #enteredEarly}, for a portion, which the tuner does not count: it compares how many gather, and a portion does not depend on that. */
    void enteredPortion(int submitted, int completions) {
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
