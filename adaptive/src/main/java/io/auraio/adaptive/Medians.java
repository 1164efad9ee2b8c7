package io.auraio.adaptive;

import java.util.Arrays;

/** The median of a few values and how well it is known, neither of which a single extreme moves. */
final class Medians {

    /** Of normal noise: standard deviation over median absolute deviation. */
    private static final double DEVIATIONS_OF_MEDIAN = 1.4826;

    /** Of normal noise: standard error of a median over that of a mean. */
    private static final double ERROR_OF_MEDIAN = 1.2533;

    private Medians() {}

    /** The median of the first {@code count} values, at least one, which it sorts. */
    static double median(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return (values[(count - 1) / 2] + values[count / 2]) / 2;
    }

    /** The standard error of the median of the first {@code count} values, which it overwrites. */
    static double error(double[] values, int count, double median) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.abs(values[i] - median);
        }
        return ERROR_OF_MEDIAN * DEVIATIONS_OF_MEDIAN * median(values, count) / Math.sqrt(count);
    }
}
