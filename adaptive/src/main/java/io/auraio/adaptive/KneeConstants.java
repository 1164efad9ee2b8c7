package io.auraio.adaptive;

/**
 * The constants of {@link KneeController}, all in one place: unit, value's reason, and where it comes from. [A]: the documents of
 * AuraIO in C. [D]: a design study that simulated some dozen devices. [S]: tried on the simulated devices of this module's tests.
 * [M]: statistics.
 *
 * @param baselineDepth operations in flight for the baseline: enough for a bucket or a disk to show its pace, too few to
 *     queue on flash. [D]
 * @param baselineWindows ticks of BASELINE at least: one may begin in the middle of the first burst. [D]
 * @param baselineCompletions completions of BASELINE at least; also what AuraIO wants for a P99. [A]
 * @param minimumNanos nanoseconds of a period of the minima, which are of the last one to two periods; BBR keeps its
 *     minimum round trip for as long. [D]
 * @param deadTicks share of a tick after a change that is not measured; in effect the rest of the tick in which it fell.
 *     [D]
 * @param longestDeadNanos nanoseconds after a change that are not measured at most; below that, twice the mean latency,
 *     in which what was in flight drains. [D]
 * @param leastWindows windows of a measurement at least, the fewest whose median deviation says anything. [M]
 * @param leastCompletions completions of a measurement at least: fewer give 4 % of noise even on a steady device. [S]
 * @param wantedError standard error of throughput, as a share, at which a measurement ends: a step of 41 % at the least
 *     efficiency gains 4 %, five times that. [S]
 * @param shortMeasurementNanos nanoseconds after which a measurement also ends, where it holds enough completions: two limits in turn are told
 *     apart soonest by readings so short, since the speed of a shared disk strays as much in half a second as in a twentieth. [S]
 * @param shortMeasurementCompletions completions that are enough then: 5 % of noise on a device whose service times
 *     vary by half, which comparing more often makes less. [S]
 * @param longestMeasurementNanos nanoseconds after which it ends whatever it holds: a disk reaches 400 completions in
 *     about that. [D]
 * @param medianCompletions completions a window from which on the median of windows is taken: below, its steps of one
 *     operation are over 1 %. [M]
 * @param leastNoise least relative deviation assumed for the time between two completions: three windows may agree by
 *     chance. [S]
 * @param errorsOfGain standard errors that a gain must exceed: one in forty by chance. [M]
 * @param mostComparisons comparisons of two limits at most: they know a difference of 3 % on a disk whose speed strays by a tenth. [S]
 * @param longestComparisonNanos nanoseconds that two limits are measured at most: three comparisons of a disk. [S]
 * @param leastUse share of a change of the limit that the depth must follow for the step to count. [S]
 * @param slowStartEfficiency efficiency from which on steps double, and from which a gain is too large to be drift. [D]
 * @param slowStartFactor factor of those steps, as in the slow start of RFC 5681. [D]
 * @param upFactor factor of a step up otherwise: half a doubling. [D]
 * @param leastUpFactor factor below which the search up ends: a quarter of a doubling gains about the error of a
 *     measurement. [D]
 * @param downComparisons comparisons that a step down needs at least, but for the first search's, which needs one, for it has far to go and
 *     others follow: of one, drift cannot be told from loss; three gave no more than two. [S]
 * @param backoffFactor factor of a step down. [A]
 * @param severeFactor factor of the greatest step down. [D]
 * @param leastDownFactor ratio below which a step down is not worth its comparison. [S]
 * @param bisectUntil ratio between enough and too low at which the search down ends. [D]
 * @param downAbove multiple of the floor above which the first search goes down. [D]
 * @param doubtTicks ticks of holding before the first doubt. [D]
 * @param slowestDoubtTicks ticks of holding between doubts that never find anything, where those are soon over. [D]
 * @param doubtMeasurements measurements of holding for each in a first doubt: on a disk a measurement takes seconds. [S]
 * @param doubtDurations multiples of the time that a doubt took in vain for which the limit is held then: on a disk whose speed strays a doubt
 *     takes a second, half of it at another limit; with ten, what was found wrongly stayed too long. [S]
 * @param doubtFactor factor of a doubt upwards; downwards it is the backoff factor, its inverse. [D]
 * @param referenceWindows windows in the reference of the shift detector. [D]
 * @param recentWindows windows whose median is held against it: a stall of two does not move it. [D]
 * @param worse relative rise of mean latency that means another device; less than the loss of a channel in four. [D]
 * @param better relative fall of mean latency that means another device: at the knee little queues, and little can fall.
 *     [D]
 * @param shiftDeviations deviations of the reference that both must exceed. [D]
 * @param shiftCompletions completions of a window of the shift detector: a mean of fewer is noise. [S]
 * @param shiftWindowNanos nanoseconds after which such a window closes with fewer. [S]
 * @param idleTicks ticks in a row without a binding limit after which a measurement is stale. [S]
 * @param guardFactor multiples of the baseline P99 that are tolerated where there is no target. [A]
 * @param allowedShare share of samples that may exceed the guard: what P99 means. [M]
 * @param errorsOfShare standard errors of that share that are forgiven. [M]
 * @param crowdedShare share over the guard at which the limit is halved rather than taken to four fifths. [D]
 * @param severeShare share over the guard in one window that is acted on without further evidence. [D]
 * @param severeWindows windows of that in a row; one may be a stall. [A]
 * @param judgedSamples samples after which counts are halved: 40 are allowed over the guard then, known to 16 %. [S]
 * @param leastSamplesOfP99 samples from which on a P99 may lower the baseline: of fewer it is the maximum. [M]
 * @param capShare share of a bad depth that is tried again. [D]
 * @param recoveredFactor throughput, as a multiple of that at a bad depth, that less in flight can carry on another device only: bad
 *     depths are tried again then. [S]
 * @param capNanos nanoseconds for which a bad depth is remembered at first: half as long, and a disk under a target tries it too often. [S]
 * @param longestCapNanos nanoseconds for which it is remembered at most. [D]
 * @param blameFall fall of the limit, as a share, after which a backoff must have helped. [D]
 * @param blameRelief fall of mean latency, as a share, that counts as help then. [D]
 * @param leastFollowing relative change of mean latency over that of the limit, below which depth is not what makes
 *     latency high; about 0.08 / 0.35. [S]
 * @param infeasibleNanos nanoseconds for which a target that no depth meets is left alone at first: a program that starts is
 *     slow until its code is compiled, for a second or two. [S]
 * @param longestInfeasibleNanos nanoseconds for which it is left alone at most: each time that nothing changed, twice as long. [S]
 * @param settlingTicks ticks of SETTLING. [A]
 * @param convergedTicks ticks of holding before CONVERGED. [A]
 * @param sampleEvery every n-th completion is sampled on a fast device. [A]
 * @param sampleAllBelow operations a second up to which every completion is sampled: at one in eight, 20 samples would
 *     take over 10 ms. [D]
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
        double errorsOfGain,
        int mostComparisons,
        long longestComparisonNanos,
        double leastUse,
        double slowStartEfficiency,
        double slowStartFactor,
        double upFactor,
        double leastUpFactor,
        int downComparisons,
        double backoffFactor,
        double severeFactor,
        double leastDownFactor,
        double bisectUntil,
        double downAbove,
        int doubtTicks,
        int slowestDoubtTicks,
        int doubtMeasurements,
        int doubtDurations,
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
        int leastSamplesOfP99,
        double capShare,
        double recoveredFactor,
        long capNanos,
        long longestCapNanos,
        double blameFall,
        double blameRelief,
        double leastFollowing,
        long infeasibleNanos,
        long longestInfeasibleNanos,
        int settlingTicks,
        int convergedTicks,
        int sampleEvery,
        int sampleAllBelow) {

    static final KneeConstants DEFAULT = new KneeConstants(
            4, // baselineDepth
            2, // baselineWindows
            20, // baselineCompletions
            10_000_000_000L, // minimumNanos
            0.5, // deadTicks
            1_000_000_000L, // longestDeadNanos
            3, // leastWindows
            50, // leastCompletions
            0.008, // wantedError
            50_000_000L, // shortMeasurementNanos
            100, // shortMeasurementCompletions
            3_000_000_000L, // longestMeasurementNanos
            100, // medianCompletions
            0.3, // leastNoise
            2, // errorsOfGain
            12, // mostComparisons
            6_000_000_000L, // longestComparisonNanos
            0.3, // leastUse
            0.5, // slowStartEfficiency
            2, // slowStartFactor
            1.41, // upFactor
            1.18, // leastUpFactor
            2, // downComparisons
            0.80, // backoffFactor
            0.50, // severeFactor
            1.1, // leastDownFactor
            1.3, // bisectUntil
            1.5, // downAbove
            100, // doubtTicks
            1000, // slowestDoubtTicks
            10, // doubtMeasurements
            3, // doubtDurations
            1.25, // doubtFactor
            15, // referenceWindows
            5, // recentWindows
            0.20, // worse
            0.06, // better
            2.8, // shiftDeviations
            64, // shiftCompletions
            500_000_000L, // shiftWindowNanos
            10, // idleTicks
            10, // guardFactor
            0.01, // allowedShare
            2, // errorsOfShare
            0.10, // crowdedShare
            0.50, // severeShare
            2, // severeWindows
            4000, // judgedSamples
            100, // leastSamplesOfP99
            0.95, // capShare
            1.5, // recoveredFactor
            5_000_000_000L, // capNanos
            60_000_000_000L, // longestCapNanos
            0.35, // blameFall
            0.08, // blameRelief
            0.25, // leastFollowing
            2_000_000_000L, // infeasibleNanos
            60_000_000_000L, // longestInfeasibleNanos
            10, // settlingTicks
            500, // convergedTicks
            8, // sampleEvery
            16_000); // sampleAllBelow
}
