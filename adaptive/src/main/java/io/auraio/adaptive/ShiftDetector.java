package io.auraio.adaptive;

import java.util.Arrays;

/**
 * Notices that the device is no longer the one that the held limit was found on: the mean latency at an unchanged limit moved by
 * more than its own noise.
 */
final class ShiftDetector {

    /** What the latest windows say. */
    enum Shift {
        NONE,
        WORSE,
        BETTER
    }

    private static final double DEVIATIONS_OF_MEDIAN = 1.4826;

    private final KneeConstants constants;
    private final double[] reference;
    private final double[] recent;
    private final double[] sorted;
    private int referenceCount;
    private int recentCount;
    private double referenceMedian;
    private double deviation;

    ShiftDetector(KneeConstants constants) {
        this.constants = constants;
        reference = new double[constants.referenceWindows()];
        recent = new double[constants.recentWindows()];
        sorted = new double[constants.referenceWindows()];
    }

    /** A new limit, or a new device: the reference is taken anew. */
    void restart() {
        referenceCount = 0;
        recentCount = 0;
    }

    /** The mean latency of one more window. */
    Shift add(double meanLatency) {
        if (referenceCount < reference.length) {
            reference[referenceCount++] = meanLatency;
            if (referenceCount == reference.length) {
                summarise();
            }
            return Shift.NONE;
        }
        recent[recentCount++ % recent.length] = meanLatency;
        if (recentCount < recent.length) {
            return Shift.NONE;
        }
        double change = median(recent, recent.length) / referenceMedian - 1;
        double noise = constants.shiftDeviations() * deviation;
        if (change >= Math.max(constants.worse(), noise)) {
            return Shift.WORSE;
        }
        return -change >= Math.max(constants.better(), noise) ? Shift.BETTER : Shift.NONE;
    }

    private void summarise() {
        referenceMedian = median(reference, reference.length);
        for (int i = 0; i < reference.length; i++) {
            reference[i] = Math.abs(reference[i] / referenceMedian - 1);
        }
        deviation = DEVIATIONS_OF_MEDIAN * median(reference, reference.length);
    }

    private double median(double[] values, int count) {
        System.arraycopy(values, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        return sorted[count / 2];
    }
}
