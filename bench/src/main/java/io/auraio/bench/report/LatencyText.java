package io.auraio.bench.report;

import static io.auraio.bench.report.FioNumbers.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Latencies as fio 3.33 lays them out and scales them: nsec, usec or msec, whichever shows the figures best. */
final class LatencyText {
    /** fio's own list, for every report. */
    static final double[] PERCENTILES = {1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 99.5, 99.9, 99.95, 99.99};

    private static final String[] UNITS = {"nsec", "usec", "msec"};
    private static final long STEP = 1000;
    private static final int LINE_COLUMNS = 73;
    private static final int CLASSES_A_LINE = 5;

    private LatencyText() {}

    /** A line of bounds, mean and spread; {@code name} is right-justified by the caller. */
    static String summary(String name, Moments nanos) {
        int unit = 0;
        double scale = 1;
        // fio's rule: a spread under one of the unit would show as nothing.
        while (unit < UNITS.length - 1 && nanos.min() / scale > 2 * STEP && nanos.max() / scale >= 100 * STEP && nanos.deviation() / scale > STEP) {
            unit++;
            scale *= STEP;
        }
        return format("    %s (%s): min=%s, max=%s, avg=%5.2f, stdev=%5.2f", name, UNITS[unit],
                FioNumbers.latency(Math.floor(nanos.min() / scale)), FioNumbers.latency(Math.floor(nanos.max() / scale)),
                nanos.mean() / scale, nanos.deviation() / scale);
    }

    static List<String> percentiles(String name, LatencyDistribution latency) {
        long[] values = Arrays.stream(PERCENTILES).mapToLong(latency::percentile).toArray();
        long least = values[0];
        long greatest = values[values.length - 1];
        int unit = 0;
        long scale = 1;
        while (unit < UNITS.length - 1 && least / scale > 2 * STEP && greatest / scale >= 100 * STEP) {
            unit++;
            scale *= STEP;
        }
        int width = Math.max(5, Long.toString(greatest / scale).length());
        int valuesALine = LINE_COLUMNS / (width + 12);
        List<String> lines = new ArrayList<>();
        lines.add("    " + name + " percentiles (" + UNITS[unit] + "):");
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            boolean last = i == values.length - 1;
            line.append(i % valuesALine == 0 ? "     |" : "")
                    .append(format(" %5.2fth=[%" + width + "d]", PERCENTILES[i], Math.ceilDiv(values[i], scale)))
                    .append(last ? "" : ",");
            if (last || i % valuesALine == valuesALine - 1) {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        return lines;
    }

    /** The share of the operations in each class in which there are any. */
    static List<String> classes(LatencyDistribution latency) {
        LatencyClasses classes = new LatencyClasses(latency.nanos());
        List<String> lines = new ArrayList<>();
        for (int unit = 0; unit < UNITS.length; unit++) {
            List<String> shares = new ArrayList<>();
            for (int index = 0; index < classes.size(unit); index++) {
                double percent = classes.percent(unit, index);
                if (percent > 0) {
                    shares.add(format("%s=%.2f%%", LatencyClasses.name(index), percent));
                }
            }
            for (int from = 0; from < shares.size(); from += CLASSES_A_LINE) {
                List<String> part = shares.subList(from, Math.min(shares.size(), from + CLASSES_A_LINE));
                lines.add("  lat (" + UNITS[unit] + ")   : " + String.join(", ", part));
            }
        }
        return lines;
    }
}
