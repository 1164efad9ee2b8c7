package io.auraio.adaptive;

/**
 * The constants of {@link AimdController}. All but the last two are those that AuraIO in C documents.
 *
 * @param baselineTicks ticks of BASELINE at least: a tenth of a second of latencies
 * @param settlingTicks ticks of SETTLING: a tenth of a second, in which the queue of before drains
 * @param convergedTicks ticks of STEADY before CONVERGED: five seconds
 * @param increase operations added by a step up
 * @param decrease factor of a backoff
 * @param guardFactor multiples of the baseline's P99 that are tolerated where there is no target
 * @param guardNanos P99 tolerated while there is no baseline
 * @param windowSamples latencies that close a window
 * @param windowNanos age at which a window closes with fewer, where it has two at least
 * @param longestWindowNanos age at which a window closes with whatever it has: below 20 operations a second
 * @param plateauWindows windows without a gain, in a row, that end PROBING
 * @param spikeWindows windows over the guard, in a row, that lead to BACKOFF
 * @param sampleEvery every n-th completion is sampled
 * @param plateauEfficiency relative gain of throughput for a relative gain of depth, below which there is no gain
 * @param lag windows between the two that are compared: one step alone gains less than the noise
 */
record AimdConstants(
        int baselineTicks,
        int settlingTicks,
        int convergedTicks,
        int increase,
        double decrease,
        int guardFactor,
        long guardNanos,
        int windowSamples,
        long windowNanos,
        long longestWindowNanos,
        int plateauWindows,
        int spikeWindows,
        int sampleEvery,
        double plateauEfficiency,
        int lag) {

    static final AimdConstants ORIGINAL = new AimdConstants(
            10, 10, 500, 1, 0.80, 10, 10_000_000, 20, 100_000_000, 1_000_000_000, 3, 2, 8, 0.10, 8);
}
