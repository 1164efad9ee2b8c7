package io.auraio.bench.report;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** How many operations there were in each of fio's latency classes: up to 1000 ns, up to 1000 us, and milliseconds. */
final class LatencyClasses {
    static final String[] UNITS = {"ns", "us", "ms"};

    /** The upper bound of each class, in its unit; the lower one is that of the class before. */
    private static final long[] BOUNDS = {2, 4, 10, 20, 50, 100, 250, 500, 750, 1000};

    private static final long LAST_BOUND_MILLIS = 2000;
    private static final long STEP = 1000;
    private static final double LEAST_SHOWN_PERCENT = 0.01;

    /** Milliseconds have two classes more: under two seconds, and the rest. */
    private final long[][] counts = {new long[BOUNDS.length], new long[BOUNDS.length], new long[BOUNDS.length + 2]};

    private final long total;

    LatencyClasses(Histogram nanos) {
        total = nanos.getTotalCount();
        for (HistogramIterationValue step : nanos.recordedValues()) {
            long value = nanos.lowestEquivalentValue(step.getValueIteratedTo());
            int unit = value < STEP ? 0 : value < STEP * STEP ? 1 : 2;
            counts[unit][index(unit == 0 ? value : unit == 1 ? value / STEP : value / (STEP * STEP))] += step.getCountAddedInThisIterationStep();
        }
    }

    int size(int unit) {
        return counts[unit].length;
    }

    /** fio's name of a class: its upper bound. */
    static String name(int index) {
        return index < BOUNDS.length ? Long.toString(BOUNDS[index]) : index == BOUNDS.length ? Long.toString(LAST_BOUND_MILLIS) : ">=" + LAST_BOUND_MILLIS;
    }

    /** Percent of all operations; what is there at all shows as 0.01 at least. */
    double percent(int unit, int index) {
        long count = counts[unit][index];
        return count == 0 ? 0 : Math.max(LEAST_SHOWN_PERCENT, 100.0 * count / total);
    }

    private static int index(long value) {
        int index = 0;
        while (index < BOUNDS.length && value >= BOUNDS[index]) {
            index++;
        }
        return index == BOUNDS.length && value >= LAST_BOUND_MILLIS ? index + 1 : index;
    }
}
