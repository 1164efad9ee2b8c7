package io.auraio.adaptive;

/**
 * The constants of {@link KneeController}, all in one place.
 *
 * @param baselineDepth depth at which the latency of an uncrowded device is taken; operations
 * @param baselineWindows ticks of BASELINE at least
 * @param baselineCompletions completions of BASELINE at least
 * @param minimumNanos period of the minima of mean latency and P99: they are of the last 10 to 20 s
 * @param deadTicks share of a tick after a change of the limit that is not measured
 * @param longestDeadNanos at most so much is not measured after a change, else twice the mean latency; nanoseconds
 * @param leastWindows windows of a measurement at least: the fewest with a median deviation
 * @param leastCompletions completions of a measurement at least
 * @param wantedError standard error of throughput at which a measurement ends
 * @param shortMeasurementNanos a measurement also ends after this long; nanoseconds
 * @param shortMeasurementCompletions with this many completions
 * @param longestMeasurementNanos and after this long whatever it holds; nanoseconds
 * @param medianCompletions completions a window from which on the median is taken
 * @param leastNoise least relative deviation assumed for the time between completions
 * @param upEfficiency least relative gain of throughput for a relative gain of depth that is worth it
 * @param errorsOfGain standard errors that a gain must exceed
 * @param leastUse share of the depth allowed that must be used for a step to count
 * @param slowStartEfficiency efficiency above which steps double
 * @param slowStartFactor factor of those steps
 * @param upFactor factor of a step up otherwise
 * @param leastUpFactor factor below which the search up ends
 * @param downEfficiency greatest relative loss of throughput for a relative loss of depth that is still free
 * @param leastShareOfStart throughput that a search down must keep, as a share of where it began
 * @param backoffFactor factor of a step down
 * @param leastSamplesOfP99 samples from which on a P99 may lower the baseline
 * @param severeFactor factor of the greatest step down
 * @param bisectUntil ratio between enough and too low at which the search down ends
 * @param downAbove multiple of the floor above which the first search goes down
 * @param doubtTicks ticks of holding before the first doubt
 * @param slowestDoubtTicks ticks of holding between doubts that never found anything
 * @param doubtMeasurements measurements of holding for each of a first doubt
 * @param doubtFactor factor of a probe up; down it is the backoff factor
 * @param referenceWindows windows of the reference of the shift detector
 * @param recentWindows windows whose median is held against it
 * @param worse relative rise of mean latency that is a change of the device
 * @param better relative fall of mean latency that is one
 * @param shiftDeviations deviations of the reference that both must exceed
 * @param shiftCompletions completions of a window of the shift detector
 * @param shiftWindowNanos age at which such a window closes with fewer; nanoseconds
 * @param idleTicks ticks in a row without a binding limit after which a measurement is stale
 * @param guardFactor multiples of the baseline P99 tolerated where there is no target
 * @param allowedShare share of samples that may exceed the guard
 * @param errorsOfShare standard errors of that share that are forgiven
 * @param crowdedShare share over the guard at which the limit is halved
 * @param severeShare share over the guard in one window that needs no more evidence than
 * @param severeWindows windows of it in a row
 * @param judgedSamples samples after which counts are halved
 * @param capShare share of a bad depth that is tried again
 * @param capNanos how long a bad depth is remembered at first; nanoseconds
 * @param longestCapNanos and at most; nanoseconds
 * @param blameFall fall of the limit after which a backoff must have helped
 * @param blameRelief fall of mean latency that counts as help
 * @param leastFollowing relative change of mean latency for one of the limit, below which depth is not what makes latency high
 * @param infeasibleNanos how long a target that cannot be met is left alone; nanoseconds
 * @param settlingTicks ticks of SETTLING
 * @param convergedTicks ticks of holding before CONVERGED
 * @param sampleEvery every n-th completion is sampled
 * @param sampleAllBelow operations a second up to which every completion is sampled
 */
record KneeConstants(
        int baselineDepth,
        int baselineWindows,
        int baselineCompletions,
        long minimumNanos,
        double deadTicks,
        long longestDeadNanos,
        int leastWindows,
        int leastCompletions,
        double wantedError,
        long shortMeasurementNanos,
        int shortMeasurementCompletions,
        long longestMeasurementNanos,
        int medianCompletions,
        double leastNoise,
        double upEfficiency,
        double errorsOfGain,
        double leastUse,
        double slowStartEfficiency,
        double slowStartFactor,
        double upFactor,
        double leastUpFactor,
        double downEfficiency,
        double leastShareOfStart,
        double backoffFactor,
        int leastSamplesOfP99,
        double severeFactor,
        double bisectUntil,
        double downAbove,
        int doubtTicks,
        int slowestDoubtTicks,
        int doubtMeasurements,
        double doubtFactor,
        int referenceWindows,
        int recentWindows,
        double worse,
        double better,
        double shiftDeviations,
        int shiftCompletions,
        long shiftWindowNanos,
        int idleTicks,
        int guardFactor,
        double allowedShare,
        double errorsOfShare,
        double crowdedShare,
        double severeShare,
        int severeWindows,
        int judgedSamples,
        double capShare,
        long capNanos,
        long longestCapNanos,
        double blameFall,
        double blameRelief,
        double leastFollowing,
        long infeasibleNanos,
        int settlingTicks,
        int convergedTicks,
        int sampleEvery,
        int sampleAllBelow) {

    static final KneeConstants DEFAULT = new KneeConstants(
            4,
            2,
            20,
            10_000_000_000L,
            0.5,
            1_000_000_000L,
            3,
            50,
            0.008,
            200_000_000L,
            400,
            3_000_000_000L,
            100,
            0.3,
            0.10,
            2,
            0.3,
            0.5,
            2,
            1.41,
            1.18,
            0.08,
            0.95,
            0.80,
            100,
            0.50,
            1.3,
            1.5,
            100,
            1000,
            10,
            1.25,
            15,
            5,
            0.20,
            0.06,
            2.8,
            64,
            500_000_000L,
            10,
            10,
            0.01,
            2,
            0.10,
            0.50,
            2,
            4000,
            0.95,
            10_000_000_000L,
            60_000_000_000L,
            0.35,
            0.08,
            0.25,
            60_000_000_000L,
            10,
            500,
            8,
            16_000);
}
