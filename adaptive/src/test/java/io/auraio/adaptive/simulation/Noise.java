package io.auraio.adaptive.simulation;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Random factors of mean 1 with the long right tail of a storage device. The same seed gives the same factors on every machine,
 * hence StrictMath.
 */
final class Noise {

    private static final int TABLE = 1 << 12;

    private final float[] factors = new float[TABLE];
    private final SplittableRandom random;

    /**
     * Log-normal factors.
     *
     * @param sigma the standard deviation of the logarithm: 0.3 is a tidy flash device, 1 a wild one
     * @param oddShare the share of operations that take {@code oddFactor} times as long: retries, refreshes
     */
    Noise(long seed, double sigma, double oddShare, double oddFactor) {
        random = new SplittableRandom(seed);
        Random gauss = new Random(42);
        double sum = 0;
        for (int i = 0; i < TABLE; i++) {
            factors[i] = (float) (StrictMath.exp(sigma * gauss.nextGaussian()) * (i < oddShare * TABLE ? oddFactor : 1));
            sum += factors[i];
        }
        for (int i = 0; i < TABLE; i++) {
            factors[i] *= (float) (TABLE / sum);
        }
    }

    double factor() {
        return factors[random.nextInt(TABLE)];
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Exponential with the given mean. */
    double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }
}
