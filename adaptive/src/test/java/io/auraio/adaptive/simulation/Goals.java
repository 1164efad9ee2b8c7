package io.auraio.adaptive.simulation;

/**
 * What a controller has to reach on a model, as means over seeds.
 *
 * @param throughput at least this share of the best fixed depth's
 * @param depth mean in flight, at most this multiple of the knee
 * @param p99 at most this multiple of the P99 at the knee
 * @param reachSeconds 90 % of the best is reached within
 * @param settleSeconds and kept from then on
 * @param variation standard deviation of the limit over its mean, at most
 */
record Goals(double throughput, double depth, double p99, double reachSeconds, double settleSeconds, double variation) {

    private static final double ANY = Double.POSITIVE_INFINITY;

    /** A stretch that only leads up to the next one. */
    static final Goals NONE = new Goals(0, ANY, ANY, ANY, ANY, ANY);
}
