package io.auraio.adaptive.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Random devices with concave throughput curves, from as soft as a hyperbola to nearly a corner; their optimum is known exactly. */
final class ConcaveDevices {

    private ConcaveDevices() {}

    /**
     * A curve that rises as n / R0 at first and approaches {@code saturation / R0}.
     *
     * @param saturation the depth where the two lines cross, operations
     * @param sharpness 1 is a hyperbola, infinity a corner
     * @param latencySeconds R0, the latency of a lone operation
     */
    record Curve(double saturation, double sharpness, double latencySeconds) implements IntToDoubleFunction {

        @Override
        public double applyAsDouble(int n) {
            double bend = StrictMath.pow(StrictMath.pow(n, sharpness) + StrictMath.pow(saturation, sharpness), 1 / sharpness);
            return n * saturation / bend / latencySeconds;
        }

        double best(int maxDepth) {
            return applyAsDouble(maxDepth);
        }

        /** The smallest depth with 95 % of the best. */
        int knee(int minDepth, int maxDepth) {
            int n = minDepth;
            while (applyAsDouble(n) < 0.95 * best(maxDepth)) {
                n++;
            }
            return n;
        }
    }

    /** The device, with the curve as a table: computing powers for each completion would be most of the run. */
    static CurveDevice device(Curve curve, long seed, double sigma) {
        double[] table = new double[Simulation.MOST_IN_FLIGHT];
        Arrays.setAll(table, curve::applyAsDouble);
        return new CurveDevice(seed, n -> table[n], sigma, false);
    }

    static List<Curve> random(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double saturation = 3 * StrictMath.pow(50, random.nextDouble());
            double sharpness = 1.2 * StrictMath.pow(8, random.nextDouble());
            double latency = 60e-6 * StrictMath.pow(40, random.nextDouble());
            // No more than 150,000 operations a second, for the sake of the time that a run takes.
            curves.add(new Curve(saturation, sharpness, Math.max(latency, saturation / 150_000)));
        }
        return curves;
    }
}
