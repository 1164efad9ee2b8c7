package io.auraio.adaptive.simulation;

import java.util.Arrays;

/** What happened in each tick of a run. */
final class Timeline {

    private static final double TICK_SECONDS = Simulation.TICK / 1e9;

    private int[] limits = new int[1 << 10];
    private long[] completions = new long[1 << 10];
    private double[] inFlight = new double[1 << 10];
    private int size;

    void add(int limit, long completed, long inFlightNanos) {
        if (size == limits.length) {
            limits = Arrays.copyOf(limits, 2 * size);
            completions = Arrays.copyOf(completions, 2 * size);
            inFlight = Arrays.copyOf(inFlight, 2 * size);
        }
        limits[size] = limit;
        completions[size] = completed;
        inFlight[size++] = inFlightNanos / (double) Simulation.TICK;
    }

    int size() {
        return size;
    }

    static int tickAt(double seconds) {
        return (int) Math.round(seconds / TICK_SECONDS);
    }

    /** Operations a second from one tick to before another. */
    double throughput(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += completions[i];
        }
        return to <= from ? 0 : sum / ((to - from) * TICK_SECONDS);
    }

    double meanInFlight(int from, int to) {
        return Arrays.stream(inFlight, from, to).average().orElse(0);
    }

    int limit(int tick) {
        return limits[tick];
    }

    /** Standard deviation of the limit over its mean. */
    double limitVariation(int from, int to) {
        double mean = Arrays.stream(limits, from, to).average().orElse(1);
        double variance = Arrays.stream(limits, from, to)
                .mapToDouble(limit -> (limit - mean) * (limit - mean))
                .average()
                .orElse(0);
        return Math.sqrt(variance) / mean;
    }

    /**
     * Seconds from {@code from} until throughput over a window first reaches {@code goal}; the time left where it never does.
     */
    double reaches(double goal, int from, int to, int window) {
        for (int i = from; i + window <= to; i++) {
            if (throughput(i, i + window) >= goal) {
                return (i - from) * TICK_SECONDS;
            }
        }
        return (to - from) * TICK_SECONDS;
    }

    /** Seconds from {@code from} until each of the next {@code stay} windows reaches {@code goal}. */
    double settles(double goal, int from, int to, int window, int stay) {
        int good = 0;
        for (int i = from; i + window <= to; i += window) {
            good = throughput(i, i + window) >= goal ? good + 1 : 0;
            if (good == stay) {
                return (i - from - (stay - 1) * window) * TICK_SECONDS;
            }
        }
        return (to - from) * TICK_SECONDS;
    }
}
