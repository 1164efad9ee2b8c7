package io.auraio.adaptive;

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

    private final KneeConstants constants;
    private final long enoughNanos;
    private final int enoughCompletions;
    private final long[] nanos = new long[CAPACITY];
    private final long[] completions = new long[CAPACITY];
    private final double[] rates = new double[CAPACITY];
    private int count;
    private int ticksPerWindow = 1;
    private int ticksInLast;

    private long ignoreUntil = Long.MIN_VALUE;
    private long totalNanos;
    private long totalCompletions;
    private double inFlightNanos;
    private double throughput;
    private double error;

    /** A measurement that is long enough to be compared with another one in turn. */
    Measurement(KneeConstants constants) {
        this(constants, constants.shortMeasurementNanos(), constants.shortMeasurementCompletions());
    }

    /** A measurement that may end after {@code enoughNanos}, where it holds {@code enoughCompletions}. */
    Measurement(KneeConstants constants, long enoughNanos, int enoughCompletions) {
        this.constants = constants;
        this.enoughNanos = enoughNanos;
        this.enoughCompletions = enoughCompletions;
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
                || totalNanos >= enoughNanos && totalCompletions >= enoughCompletions
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
            rates[i] = 1e9 * completions[i] / nanos[i];
        }
        boolean byMedian = totalCompletions >= (long) constants.medianCompletions() * count;
        throughput = byMedian ? Medians.median(rates, count) : mean;
        double absolute = byMedian ? Medians.error(rates, count, throughput) : errorOfMean(mean);
        // A few windows can agree by chance; the noise is never under a third of that of independent arrivals.
        double least = constants.leastNoise() / Math.sqrt(totalCompletions);
        error = Math.max(least, absolute / Math.max(1e-9, throughput));
    }

    private double errorOfMean(double mean) {
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (rates[i] - mean) * (rates[i] - mean);
        }
        return Math.sqrt(squares / Math.max(1, count - 1) / count);
    }

    /** What was measured; after {@link #ready()} said so. */
    Reading reading(int limit) {
        estimate();
        return new Reading(limit, throughput, error, meanInFlight(), totalNanos);
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
