package io.auraio.bench.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.HdrHistogram.HistogramIterationValue;

/** Figures as fio's JSON has them: integers as they are, everything else with six decimals. */
final class JsonFigures {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int DECIMALS = 6;

    /** fio's histogram has 64 bins for each power of two above this many bits, and one for each value below. */
    private static final int FIO_BIN_BITS = 6;

    private JsonFigures() {}

    static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    static ObjectNode moments(Moments nanos) {
        return NODES.objectNode()
                .put("min", nanos.min())
                .put("max", nanos.max())
                .put("mean", decimal(nanos.mean()))
                .put("stddev", decimal(nanos.deviation()))
                .put("N", nanos.count());
    }

    /** With percentiles where there is anything, and with {@code bins} every bin that is not empty. */
    static ObjectNode latency(LatencyDistribution latency, boolean bins) {
        ObjectNode node = moments(latency.moments());
        if (!latency.isEmpty()) {
            ObjectNode percentiles = node.putObject("percentile");
            for (double percent : LatencyText.PERCENTILES) {
                percentiles.put(decimal(percent).toPlainString(), latency.percentile(percent));
            }
            if (bins) {
                putBins(node.putObject("bins"), latency);
            }
        }
        return node;
    }

    static ObjectNode classes(Classes classes) {
        ObjectNode node = NODES.objectNode();
        for (int i = 0; i < classes.names().size(); i++) {
            node.put(classes.names().get(i), decimal(classes.percent(i)));
        }
        return node;
    }

    /** {@code latency_ns}, {@code latency_us} and {@code latency_ms} of a job. */
    static void putLatencyClasses(ObjectNode job, LatencyDistribution latency) {
        LatencyClasses classes = new LatencyClasses(latency.nanos());
        for (int unit = 0; unit < LatencyClasses.UNITS.length; unit++) {
            ObjectNode shares = job.putObject("latency_" + LatencyClasses.UNITS[unit]);
            for (int index = 0; index < classes.size(unit); index++) {
                shares.put(LatencyClasses.name(index), decimal(classes.percent(unit, index)));
            }
        }
    }

    /** The middle of the bin of fio's that a value falls into. */
    static long fioBin(long value) {
        int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros(value | 1);
        if (highestBit <= FIO_BIN_BITS) {
            return value;
        }
        int lostBits = highestBit - FIO_BIN_BITS;
        return (value >>> lostBits << lostBits) + (1L << lostBits - 1);
    }

    /** The bins of ours are finer and never cross one of fio's, so that each belongs to one as a whole. */
    private static void putBins(ObjectNode bins, LatencyDistribution latency) {
        long bin = -1;
        long count = 0;
        for (HistogramIterationValue step : latency.nanos().recordedValues()) {
            long next = fioBin(latency.nanos().lowestEquivalentValue(step.getValueIteratedTo()));
            if (next != bin && count > 0) {
                bins.put(Long.toString(bin), count);
                count = 0;
            }
            bin = next;
            count += step.getCountAddedInThisIterationStep();
        }
        bins.put(Long.toString(bin), count);
    }
}
