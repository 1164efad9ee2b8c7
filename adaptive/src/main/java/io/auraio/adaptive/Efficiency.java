package io.auraio.adaptive;

/**
 * What depth must bring to be worth having, as shares: throughput gained or lost over depth gained or lost.
 *
 * @param up the least that an increase must gain
 * @param down the most that a decrease may lose: less than an increase must gain, so that the two searches can rest between
 * @param leastShareOfStart share of the throughput at its beginning that a search down must keep in all; with the default efficiency
 *     0.95, the definition of the knee
 */
record Efficiency(double up, double down, double leastShareOfStart) {

    private static final double SHARE_DOWN = 0.8;

    /** What the whole search may lose, over what a doubling must gain. */
    private static final double SHARE_OF_SEARCH = 0.5;

    /** {@code least} is {@link ControllerOptions#leastEfficiency()}. */
    static Efficiency of(double least) {
        return new Efficiency(least, SHARE_DOWN * least, 1 - SHARE_OF_SEARCH * least);
    }
}
