package io.auraio.adaptive;

import java.util.Arrays;

/**
 * Measures the throughput of one limit until it is known well enough to compare two limits: each stretch between two ticks is a
 * window, and their rates spread as the noise does.
 *
 * <p>The median of the window rates with their median deviation, because a stall of the device takes out a window or two and must
 * move neither. Where windows hold too few operations the median would be quantised, and the plain mean is taken.
 *
 * <p>Keeps at most 32 windows: beyond that, neighbours are joined in pairs and windows last twice as long from then on.
 */
final class Measurement {

    private static final int CAPACITY = 32;

    /** Of normal noise: standard deviation over median absolute deviation. */
    private static final double DEVIATIONS_OF_MEDIAN = 1.4826;

    /** Of normal noise: standard error of a median over that of a mean. */
    private static final double ERROR_OF_MEDIAN = 1.2533;

    private final KneeConstants constants;
    private final long[] nanos = new long[CAPACITY];
    private final long[] completions = new long[CAPACITY];
    private final double[] sorted = new double[CAPACITY];
    private int count;
    private int ticksPerWindow = 1;
    private int ticksInLast;

    private long ignoreUntil = Long.MIN_VALUE;
    private long totalNanos;
    private long totalCompletions;
    private double inFlightNanos;
    private double throughput;
    private double error;

    Measurement(KneeConstants constants) {
        this.constants = constants;
    }

    /** Forgets everything, and what happens before {@code ignoreUntil} as well. */
    void restart(long ignoreUntil) {
        this.ignoreUntil = ignoreUntil;
        count = 0;
        ticksPerWindow = 1;
        ticksInLast = 0;
        totalNanos = 0;
        totalCompletions = 0;
        inFlightNanos = 0;
    }

    /** The figures of one tick. */
    void add(long now, long elapsed, long completed, double inFlight) {
        if (now - elapsed < ignoreUntil) {
            return;
        }
        if (ticksInLast == ticksPerWindow || count == 0) {
            if (count == CAPACITY) {
                joinPairs();
            }
            nanos[count] = 0;
            completions[count++] = 0;
            ticksInLast = 0;
        }
        nanos[count - 1] += elapsed;
        completions[count - 1] += completed;
        ticksInLast++;
        totalNanos += elapsed;
        totalCompletions += completed;
        inFlightNanos += inFlight;
    }

    private void joinPairs() {
        count = CAPACITY / 2;
        for (int i = 0; i < count; i++) {
            nanos[i] = nanos[2 * i] + nanos[2 * i + 1];
            completions[i] = completions[2 * i] + completions[2 * i + 1];
        }
        ticksPerWindow *= 2;
    }

    /** Whether the throughput is known well enough, or has had all the time it gets. Computes it. */
    boolean ready() {
        if (count < constants.leastWindows() || totalCompletions < constants.leastCompletions()) {
            return totalNanos >= constants.longestMeasurementNanos() && totalCompletions > 0;
        }
        estimate();
        return error <= constants.wantedError()
                || totalNanos >= constants.shortMeasurementNanos()
                        && totalCompletions >= constants.shortMeasurementCompletions()
                || totalNanos >= constants.longestMeasurementNanos();
    }

    private void estimate() {
        if (totalNanos == 0) {
            throughput = 0;
            error = 1;
            return;
        }
        double mean = 1e9 * totalCompletions / totalNanos;
        for (int i = 0; i < count; i++) {
            sorted[i] = 1e9 * completions[i] / nanos[i];
        }
        boolean byMedian = totalCompletions >= (long) constants.medianCompletions() * count;
        throughput = byMedian ? median() : mean;
        double deviation;
        if (byMedian) {
            for (int i = 0; i < count; i++) {
                sorted[i] = Math.abs(sorted[i] - throughput);
            }
            deviation = ERROR_OF_MEDIAN * DEVIATIONS_OF_MEDIAN * median();
        } else {
            deviation = 0;
            for (int i = 0; i < count; i++) {
                deviation += (sorted[i] - mean) * (sorted[i] - mean) / Math.max(1, count - 1);
            }
            deviation = Math.sqrt(deviation);
        }
        // A few windows can agree by chance; the noise is never under a third of that of independent arrivals.
        double least = constants.leastNoise() / Math.sqrt(totalCompletions);
        error = Math.max(least, deviation / Math.max(1e-9, throughput) / Math.sqrt(count));
    }

    private double median() {
        Arrays.sort(sorted, 0, count);
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }

    /** What was measured; after {@link #ready()} said so. */
    Reading reading(int limit) {
        estimate();
        return new Reading(limit, throughput, error, meanInFlight());
    }

    long completions() {
        return totalCompletions;
    }

    /** How long it has been measuring. */
    long nanos() {
        return totalNanos;
    }

    /** R over the whole measurement so far; 0 where nothing completed. */
    double meanLatencyNanos() {
        return totalCompletions == 0 ? 0 : inFlightNanos / totalCompletions;
    }

    double meanThroughput() {
        return totalNanos == 0 ? 0 : 1e9 * totalCompletions / totalNanos;
    }

    double meanInFlight() {
        return totalNanos == 0 ? 0 : inFlightNanos / totalNanos;
    }
}
