package io.auraio.metrics;

import io.auraio.adaptive.LatencyHistogram.Snapshot;
import java.io.IOException;
import java.util.List;

/** The latencies: a histogram for each ring, which a server can add up and take percentiles of over any time, and an engine's percentiles since its opening. */
final class LatencyText {

    static final Metric<Snapshot> HISTOGRAM = new Metric<>(
            "auraio_latency_seconds",
            Metric.Type.HISTOGRAM,
            "Submission to completion, of one request in eight, or more while the controller asks for them.",
            Snapshot::count);

    static final Metric<Snapshot> SUMMARY = new Metric<>(
            "auraio_engine_latency_seconds", Metric.Type.SUMMARY, "Percentiles of latency since the engine was opened, within 1.6 percent.", Snapshot::count);

    private static final double NANOS = 1e9;
    private static final double[] QUANTILES = {0.5, 0.99, 0.999};

    /** Buckets end at powers of two less one nanosecond, where the engine's own buckets end too, so that nothing is estimated: 1.023 us to 17 s. */
    private static final int FIRST_POWER = 10;

    private static final int LAST_POWER = 34;

    private LatencyText() {}

    static void histogram(TextWriter out, String engine, List<String> labels, Snapshot latency) throws IOException {
        for (int power = FIRST_POWER; power <= LAST_POWER; power++) {
            long nanos = (1L << power) - 1;
            out.sample(HISTOGRAM.name() + "_bucket", engine, labels, latency.countAtMost(nanos), "le", TextWriter.bound(nanos / NANOS));
        }
        out.sample(HISTOGRAM.name() + "_bucket", engine, labels, latency.count(), "le", "+Inf");
        countAndSum(out, HISTOGRAM.name(), engine, labels, latency);
    }

    static void summary(TextWriter out, String engine, Snapshot latency) throws IOException {
        for (double quantile : QUANTILES) {
            double seconds = latency.count() == 0 ? Double.NaN : latency.percentile(100 * quantile) / NANOS;
            out.sample(SUMMARY.name(), engine, List.of(), seconds, "quantile", TextWriter.bound(quantile));
        }
        countAndSum(out, SUMMARY.name(), engine, List.of(), latency);
    }

    private static void countAndSum(TextWriter out, String name, String engine, List<String> labels, Snapshot latency) throws IOException {
        out.sample(name + "_sum", engine, labels, latency.sumNanos() / NANOS);
        out.sample(name + "_count", engine, labels, latency.count());
    }
}
