package io.auraio.adaptive;

/**
 * Finds how a thread should wait for the only operation that it has in flight: asleep, or looking for its end again and again for a while.
 *
 * <p>To fall asleep and be woken takes time, in a virtual machine as much as a fast device takes for the operation. To look takes none, but keeps a CPU. So a
 * thread looks only where that brings half as many operations again, which it tries now and then: in a few short stretches of either kind, one behind the
 * other, so that drift is not taken for gain.
 *
 * <p>Like a controller it is pure, and belongs to one thread at a time. It allocates nothing.
 */
public final class WaitTuner {

    /** For how long to look at most, in nanoseconds. Then the device is not one for which it pays, and the thread sleeps. */
    public static final long GREATEST_LOOK_NANOS = 50_000;

    /**
     * How many times the operations of sleeping looking must bring. On a virtual machine of two CPUs a loop device had 2.3 to 2.5, at about the same CPU time
     * an operation, and 1.6 at 1.4 times as much where the thread was pinned; a disk had 1.3, at two thirds more.
     */
    private static final double LEAST_GAIN = 1.5;

    /** Operations of a stretch: few, so that a trial is over soon and drift meets both kinds alike. With 128 the outcome was the same. */
    private static final int STRETCH = 32;

    /** A trial is so many stretches of sleeping and as many of looking. Most must agree: a single stall decides nothing. */
    private static final int PAIRS = 5;

    /** Where more of a stretch were not found, what was found is not all that its operations took. */
    private static final int MOST_MISSED = STRETCH / 4;

    /** After so many looks in a row for nothing the device has become another. */
    private static final int CHANGED = 8;

    /** Operations between two trials: so many at first, and ever more while the outcome is the same. */
    private static final int FIRST_HOLD = 4096;

    private static final int LONGEST_HOLD = 16_384;

    private boolean looks;
    private boolean trial = true;
    private boolean outcome;
    private int hold = FIRST_HOLD;
    private int operations;
    private int missed;
    private int pairs;
    private int won;
    private long nanos;
    private long asleepNanos;

    /** Starts with a trial. */
    public WaitTuner() {}

    /**
     * How to wait for the next operation.
     *
     * @return whether to look for its end, for {@link #GREATEST_LOOK_NANOS} at most, before sleeping
     */
    public boolean looks() {
        return looks;
    }

    /**
     * An operation was waited for, as {@link #looks()} said.
     *
     * @param elapsedNanos from its submission until its end was seen or no longer looked for
     * @param found whether its end was seen
     */
    public void waited(long elapsedNanos, boolean found) {
        operations++;
        if (trial) {
            missed += found ? 0 : 1;
            nanos += elapsedNanos;
            if (operations == STRETCH) {
                endStretch();
            }
        } else {
            missed = found ? 0 : missed + 1;
            if (operations == hold || missed == CHANGED) {
                beginTrial();
            }
        }
    }

    private void beginTrial() {
        trial = true;
        pairs = 0;
        won = 0;
        beginStretch(false);
    }

    private void endStretch() {
        if (!looks) {
            asleepNanos = nanos;
            beginStretch(true);
            return;
        }
        pairs++;
        won += missed <= MOST_MISSED && LEAST_GAIN * nanos <= asleepNanos ? 1 : 0;
        if (pairs < PAIRS) {
            beginStretch(false);
        } else {
            conclude();
        }
    }

    private void conclude() {
        boolean pays = 2 * won > PAIRS;
        hold = pays == outcome ? Math.min(2 * hold, LONGEST_HOLD) : FIRST_HOLD;
        outcome = pays;
        trial = false;
        beginStretch(pays);
    }

    private void beginStretch(boolean looking) {
        looks = looking;
        operations = 0;
        missed = 0;
        nanos = 0;
    }

    @Override
    public String toString() {
        return (looks ? "looks" : "sleeps") + (trial ? ", trial " + (pairs + 1) + " of " + PAIRS : ", for " + hold + " operations");
    }
}
