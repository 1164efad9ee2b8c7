package io.auraio.adaptive;

/**
 * Watches a limit that is held: when the queue has settled, when the limit counts as converged, whether the device became another
 * one, and when it is time to doubt.
 *
 * <p>Only time in which the limit was binding counts: what an idle application does says nothing about the limit.
 */
final class Hold {

    private final KneeConstants constants;
    private final long tickNanos;
    private final ShiftDetector shift;

    private int limit;
    private long heldNanos;
    private long settlingNanos;
    private long sinceDoubtNanos;
    private int doubtTicks;
    private long measurementNanos;
    private long doubtNanos;

    private long windowNanos;
    private long windowCompletions;
    private double windowInFlightNanos;

    Hold(KneeConstants constants, long tickNanos) {
        this.constants = constants;
        this.tickNanos = tickNanos;
        shift = new ShiftDetector(constants);
        doubtTicks = constants.doubtTicks();
    }

    /** Begins to hold a limit that was found. */
    void begin(int held) {
        if (held != limit) {
            limit = held;
            heldNanos = 0;
        }
        doubtTicks = constants.doubtTicks();
        doubtNanos = 0;
        shift.restart();
        startOver();
    }

    /**
     * Goes on after a doubt that found nothing in so long, watched against the same reference. The next one is due after twice the time, and not before three
     * times that long.
     */
    void resume(long nanosOfDoubt) {
        doubtTicks = Math.min(2 * doubtTicks, constants.slowestDoubtTicks());
        // A comparison each way is the longest; a clock that was set would tell other times.
        doubtNanos = Math.clamp(nanosOfDoubt, 0, 2 * constants.longestComparisonNanos());
        startOver();
    }

    private void startOver() {
        sinceDoubtNanos = 0;
        settlingNanos = 0;
        clearWindow();
    }

    /** One tick in which the limit was binding. */
    ShiftDetector.Shift tick(long elapsed, long completed, double inFlightNanos) {
        heldNanos += elapsed;
        settlingNanos += elapsed;
        sinceDoubtNanos += elapsed;
        if (!settled()) {
            return ShiftDetector.Shift.NONE;
        }
        windowNanos += elapsed;
        windowCompletions += completed;
        windowInFlightNanos += inFlightNanos;
        boolean full = windowCompletions >= constants.shiftCompletions()
                || windowCompletions > 0 && windowNanos >= constants.shiftWindowNanos();
        if (!full) {
            return ShiftDetector.Shift.NONE;
        }
        double meanLatency = windowInFlightNanos / windowCompletions;
        clearWindow();
        return shift.add(meanLatency);
    }

    private void clearWindow() {
        windowNanos = 0;
        windowCompletions = 0;
        windowInFlightNanos = 0;
    }

    /** How long it takes to measure the limit: where that is seconds, doubts must be further apart. */
    void measurementTook(long nanos) {
        measurementNanos = nanos;
    }

    /** Whether what was queued before has drained. */
    boolean settled() {
        return settlingNanos >= constants.settlingTicks() * tickNanos;
    }

    boolean converged() {
        return heldNanos >= constants.convergedTicks() * tickNanos;
    }

    boolean doubtIsDue() {
        long byTicks = doubtTicks * tickNanos;
        long byMeasurements = constants.doubtMeasurements() * measurementNanos * doubtTicks / constants.doubtTicks();
        long byDoubt = constants.doubtDurations() * doubtNanos;
        return sinceDoubtNanos >= Math.max(byDoubt, Math.max(byTicks, byMeasurements));
    }
}
