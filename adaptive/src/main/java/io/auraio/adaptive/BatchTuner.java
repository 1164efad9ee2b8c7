package io.auraio.adaptive;

/**
 * Finds how many submissions to gather before the driver enters the kernel for them.
 *
 * <p>Entering early keeps a device busy while more is prepared; a device that completes within the call gains nothing from that
 * and pays for each call. Which of the two it is shows only in throughput. So the tuner tries twice and half of the threshold,
 * and of what carries the same throughput takes the larger, which costs the fewest calls.
 *
 * <p>Each trial stands between two measurements of what it is compared with, so that drift is not taken for gain. It tries only
 * while the limit binds and is held; in all other ticks it waits. A threshold that is greater than the batches that come is never
 * tried, for it would change nothing.
 *
 * <p>Like a controller it is pure, and belongs to one thread at a time.
 */
public final class BatchTuner {

    /** The least that it starts from: an early call costs a few percent at worst, a late one on a disk a quarter. */
    static final int INITIAL = 2;

    /**
     * It starts from one of so many in flight: the device keeps seven eighths of its queue while the eighth gathers, which costs no throughput to speak of. On a
     * virtual disk it took a fifth of the CPU time at depth 32 and two fifths at 128, and changed nothing else.
     */
    static final int GATHERED_SHARE = 8;

    /** How much of the greatest depth seen is still remembered a tick later: a half after a third of a second. */
    private static final double DEPTH_KEPT = 0.98;

    /** The greatest threshold: beyond it, the cost of a call is spread so thin that more is not worth a wait. */
    static final int GREATEST = 64;

    /** A larger threshold may lose so much against the best: a call saved is worth about a percent. */
    private static final double FREE_LOSS = 0.01;

    /** A smaller threshold must gain so much. */
    private static final double LEAST_GAIN = 0.02;

    private static final double ERRORS_OF_GAIN = 2;

    /** A threshold is measured for so long: it is compared once, not many times as a limit is. */
    private static final long ENOUGH_NANOS = 200_000_000;

    private static final int ENOUGH_COMPLETIONS = 400;

    /** Ticks of holding between trials: a second at first, half a minute where nothing was ever found. */
    private static final int TRIAL_TICKS = 100;

    private static final int SLOWEST_TRIAL_TICKS = 3200;

    /** What is being measured. */
    private enum Task {
        HOLD,
        BASE,
        TRIAL,
        CONFIRM
    }

    private final Measurement measurement = new Measurement(KneeConstants.DEFAULT, ENOUGH_NANOS, ENOUGH_COMPLETIONS);
    private Task task = Task.BASE;
    private int threshold = INITIAL;
    private int held = INITIAL;
    private double depth;
    private boolean found;
    private boolean larger = true;
    private boolean movedSinceHold;
    private double bestThroughput;
    private Reading base;
    private Reading trial;
    private int heldTicks;
    private int trialTicks = TRIAL_TICKS;
    private long lastTick;
    private boolean started;
    private long batchCompletions;
    private long batchEnters;

    /** Starts at a threshold of two, until it knows how many operations are in flight. */
    public BatchTuner() {}

    /**
     * How many submissions to gather before entering for them. The driver also enters for fewer where nothing is left to reap.
     *
     * @return 1 to 64
     */
    public int threshold() {
        return threshold;
    }

    /**
     * Advances the tuner; allocates only where a measurement ends. The figures are deltas since the previous tick.
     *
     * @param nowNanos the time now, of the same clock as before; time that stands still or goes back is ignored
     * @param completions operations completed
     * @param enters calls of {@code io_uring_enter(2)} that submitted something
     * @param limitHeld whether the controller holds its limit, and that limit was binding
     * @param inFlight operations in flight now
     */
    public void tick(long nowNanos, long completions, long enters, boolean limitHeld, int inFlight) {
        long elapsed = nowNanos - lastTick;
        lastTick = nowNanos;
        follow(nowNanos, inFlight);
        if (!started || elapsed <= 0) {
            started = true;
            measurement.restart(nowNanos);
            return;
        }
        if (!limitHeld) {
            abandon(nowNanos);
            return;
        }
        if (task == Task.HOLD) {
            heldTicks++;
            if (heldTicks < trialTicks) {
                return;
            }
            startSearch(nowNanos);
            return;
        }
        batchCompletions += Math.max(0, completions);
        batchEnters += Math.max(0, enters);
        measurement.add(nowNanos, elapsed, Math.clamp(completions, 0, 1L << 40), 0);
        if (measurement.ready()) {
            measured(nowNanos, measurement.reading(threshold));
        }
    }

    /** Starts from what the depth suggests, to the nearest power of two, until a search has found another. */
    private void follow(long now, int inFlight) {
        depth = Math.max(inFlight, DEPTH_KEPT * depth);
        double suggested = Math.clamp(depth / GATHERED_SHARE, INITIAL, GREATEST);
        int power = 1 << (int) Math.round(Math.log(suggested) / Math.log(2));
        if (!found && power != held) {
            held = power;
            startSearch(now);
        }
    }

    private void startSearch(long now) {
        larger = true;
        movedSinceHold = false;
        bestThroughput = 0;
        measure(now, Task.BASE, held);
    }

    /** The limit moves, or nobody waits for it: figures of before and after can't be compared. */
    private void abandon(long now) {
        if (task != Task.HOLD) {
            startSearch(now);
        }
    }

    private void measured(long now, Reading reading) {
        switch (task) {
            case BASE -> {
                base = reading;
                tryNext(now);
            }
            case TRIAL -> {
                trial = reading;
                measure(now, Task.CONFIRM, held);
            }
            case CONFIRM -> {
                base = base.mean(reading);
                conclude(now);
            }
            default -> throw new AssertionError(task);
        }
    }

    private void conclude(long now) {
        bestThroughput = Math.max(bestThroughput, base.throughput());
        double error = trial.errorAgainst(base);
        boolean better = larger
                ? trial.throughput() >= (1 - FREE_LOSS) * bestThroughput
                : trial.gainOver(base) >= Math.max(LEAST_GAIN, ERRORS_OF_GAIN * error);
        if (better) {
            held = trial.limit();
            found = true;
            base = trial;
            movedSinceHold = true;
            bestThroughput = Math.max(bestThroughput, trial.throughput());
        } else if (larger && !movedSinceHold) {
            larger = false;
        } else if (!larger && trial.limit() > INITIAL) {
            // Two large thresholds are often alike where a small one is not.
            measure(now, Task.TRIAL, INITIAL);
            return;
        } else {
            hold(now);
            return;
        }
        tryNext(now);
    }

    private void tryNext(long now) {
        int next = larger ? 2 * held : held / 2;
        double batch = batchEnters == 0 ? GREATEST : (double) batchCompletions / batchEnters;
        boolean beyondBatches = larger && held > batch;
        if (larger && (next > GREATEST || beyondBatches)) {
            if (movedSinceHold) {
                hold(now);
                return;
            }
            larger = false;
            next = held / 2;
        }
        if (next < 1) {
            hold(now);
            return;
        }
        measure(now, Task.TRIAL, next);
    }

    private void hold(long now) {
        trialTicks = movedSinceHold ? TRIAL_TICKS : Math.min(2 * trialTicks, SLOWEST_TRIAL_TICKS);
        heldTicks = 0;
        measure(now, Task.HOLD, held);
    }

    private void measure(long now, Task next, int newThreshold) {
        task = next;
        // The operations of the tick in which the threshold changes belong to both.
        measurement.restart(newThreshold == threshold ? now : now + 1);
        threshold = newThreshold;
        batchCompletions = 0;
        batchEnters = 0;
    }

    @Override
    public String toString() {
        return "batch threshold " + threshold + ", " + task + " at " + held;
    }
}
