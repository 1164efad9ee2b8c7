package io.auraio.adaptive;

/**
 * Counts how many sampled latencies are over the guard. A P99 of a hundred samples is their maximum, half the time a quarter too
 * high; a count has a known error, so what is over the allowed one in a hundred by more than chance can be told.
 *
 * <p>Those over the guard come in bursts: a device that stalls is late with all that is in flight. Their number strays as that of bursts does.
 */
final class LatencyJudge {

    private final KneeConstants constants;
    private long guardNanos = Long.MAX_VALUE;
    private long ignoreSubmittedBefore = Long.MIN_VALUE;

    private int windowSamples;
    private int windowOver;
    private int severeWindows;
    private int crowdedWindows;
    private int samples;
    private int over;

    /** Windows with any over the guard: of how many bursts those are, at least. */
    private int windowsOver;

    LatencyJudge(KneeConstants constants) {
        this.constants = constants;
    }

    /** Nanoseconds that one in a hundred may exceed. */
    void guardNanos(long nanos) {
        guardNanos = nanos;
    }

    long guardNanos() {
        return guardNanos;
    }

    /** Forgets what was counted; operations submitted before the moment belong to another limit. */
    void restart(long submittedBefore) {
        ignoreSubmittedBefore = submittedBefore;
        forget();
        severeWindows = 0;
    }

    private void forget() {
        samples = 0;
        over = 0;
        windowsOver = 0;
        crowdedWindows = 0;
        windowSamples = 0;
        windowOver = 0;
    }

    /** Counts a sample; false where it belongs to another limit. */
    boolean sample(long submitted, long latencyNanos) {
        if (submitted < ignoreSubmittedBefore) {
            return false;
        }
        windowSamples++;
        if (latencyNanos > guardNanos) {
            windowOver++;
        }
        return true;
    }

    /** Ends a window. */
    void endWindow() {
        if (windowSamples == 0) {
            return;
        }
        severeWindows = windowOver > constants.severeShare() * windowSamples ? severeWindows + 1 : 0;
        if (windowOver > constants.crowdedShare() * windowSamples) {
            crowdedWindows++;
        }
        samples += windowSamples;
        over += windowOver;
        windowsOver += windowOver > 0 ? 1 : 0;
        windowSamples = 0;
        windowOver = 0;
        // Old counts fade, so that a violation of now is not diluted by an hour of good order.
        if (samples > constants.judgedSamples()) {
            samples /= 2;
            over /= 2;
            windowsOver = (windowsOver + 1) / 2;
            crowdedWindows = 0;
        }
    }

    /** Over half of the samples over the guard, in two windows in a row: no need to wait for more. */
    boolean severe() {
        return severeWindows >= constants.severeWindows();
    }

    /** More over the guard than one in a hundred, by more than chance. */
    boolean violated() {
        double allowed = constants.allowedShare() * samples;
        double burst = Math.max(1, (double) over / Math.max(1, windowsOver));
        return over > allowed + constants.errorsOfShare() * Math.sqrt(allowed * burst) + 1;
    }

    /** A tenth over the guard, and not in one bad window only. */
    boolean crowded() {
        return over > constants.crowdedShare() * samples && crowdedWindows > 1;
    }
}
