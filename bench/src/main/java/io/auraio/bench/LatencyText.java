package io.auraio.bench;

import static io.auraio.bench.FioNumbers.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The latency lines of a report, laid out and scaled as fio 3.33 does: nsec, usec or msec, whichever shows the figures best. */
final class LatencyText {
    private static final double[] PERCENTILES = {
        1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 99.5, 99.9, 99.95, 99.99
    };
    private static final int PERCENTILES_A_LINE = 4;

    private static final String[] UNITS = {"nsec", "usec", "msec"};
    private static final long STEP = 1000;
    private static final long[] BOUNDS = {2, 4, 10, 20, 50, 100, 250, 500, 750, 1000};
    private static final long LAST_BOUND = 2000; // msec only; what is above is one class
    private static final int BOUNDS_A_LINE = 5;

    private final Histogram nanos;

    LatencyText(Histogram nanos) {
        this.nanos = nanos;
    }

    String summary() {
        int unit = unit(nanos.getMinValue(), nanos.getMaxValue());
        double scale = scale(unit);
        return format("     lat (%s): min=%s, max=%s, avg=%5.2f, stdev=%5.2f", UNITS[unit],
                FioNumbers.latency(Math.floor(nanos.getMinValue() / scale)), FioNumbers.latency(Math.floor(nanos.getMaxValue() / scale)),
                nanos.getMean() / scale, nanos.getStdDeviation() / scale);
    }

    List<String> percentiles() {
        long[] values = Arrays.stream(PERCENTILES).mapToLong(nanos::getValueAtPercentile).toArray();
        int unit = unit(values[0], values[values.length - 1]);
        long scale = (long) scale(unit);
        int width = Math.max(5, Long.toString(values[values.length - 1] / scale).length());
        List<String> lines = new ArrayList<>();
        lines.add("    clat percentiles (" + UNITS[unit] + "):");
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            line.append(i % PERCENTILES_A_LINE == 0 ? "     |" : "")
                    .append(format(" %5.2fth=[%" + width + "d]", PERCENTILES[i], values[i] / scale))
                    .append(i == values.length - 1 ? "" : ",");
            if (i % PERCENTILES_A_LINE == PERCENTILES_A_LINE - 1 || i == values.length - 1) {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        return lines;
    }

    /** The share of the operations under each bound that were not under the one before; a line for each unit in which there are any. */
    List<String> distribution() {
        long[][] counts = new long[UNITS.length][BOUNDS.length];
        long underLast = 0;
        long above = 0;
        for (HistogramIterationValue step : nanos.recordedValues()) {
            long value = step.getValueIteratedTo();
            long count = step.getCountAddedInThisIterationStep();
            int unit = value < STEP ? 0 : value < STEP * STEP ? 1 : 2;
            int bound = boundIndex((long) (value / scale(unit)));
            if (bound < BOUNDS.length) {
                counts[unit][bound] += count;
            } else if (value / scale(unit) < LAST_BOUND) {
                underLast += count;
            } else {
                above += count;
            }
        }
        List<String> lines = new ArrayList<>();
        for (int unit = 0; unit < UNITS.length; unit++) {
            List<String> shares = new ArrayList<>();
            for (int bound = 0; bound < BOUNDS.length; bound++) {
                addShare(shares, Long.toString(BOUNDS[bound]), counts[unit][bound]);
            }
            if (unit == UNITS.length - 1) {
                addShare(shares, Long.toString(LAST_BOUND), underLast);
                addShare(shares, ">=" + LAST_BOUND, above);
            }
            for (int from = 0; from < shares.size(); from += BOUNDS_A_LINE) {
                List<String> part = shares.subList(from, Math.min(shares.size(), from + BOUNDS_A_LINE));
                lines.add("  lat (" + UNITS[unit] + ")   : " + String.join(", ", part));
            }
        }
        return lines;
    }

    private void addShare(List<String> shares, String bound, long count) {
        if (count > 0) {
            shares.add(format("%s=%.2f%%", bound, Math.max(0.01, 100.0 * count / nanos.getTotalCount())));
        }
    }

    private static int boundIndex(long value) {
        int index = 0;
        while (index < BOUNDS.length && value >= BOUNDS[index]) {
            index++;
        }
        return index;
    }

    /** The largest unit in which the least value still has four digits or so: fio's rule. */
    private static int unit(long minNanos, long maxNanos) {
        int unit = 0;
        double min = minNanos;
        double max = maxNanos;
        while (unit < UNITS.length - 1 && min > 2000 && max > 99_999) {
            min /= STEP;
            max /= STEP;
            unit++;
        }
        return unit;
    }

    private static double scale(int unit) {
        return unit == 0 ? 1 : unit == 1 ? STEP : STEP * STEP;
    }
}
