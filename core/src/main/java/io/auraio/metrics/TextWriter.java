package io.auraio.metrics;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Writes the lines of both text formats, and knows where they differ. */
final class TextWriter {

    private static final double WHOLE = 1L << 53;

    private final TextFormat format;
    private final Appendable out;

    TextWriter(TextFormat format, Appendable out) {
        this.format = format;
        this.out = out;
    }

    /** What stands above a metric's samples. */
    void header(Metric<?> metric) throws IOException {
        String family = metric.name();
        String type = metric.type().text();
        if (format == TextFormat.OPENMETRICS) {
            family = metric.type() == Metric.Type.INFO ? metric.name().substring(0, metric.name().length() - "_info".length()) : metric.family();
        } else if (metric.type() == Metric.Type.INFO) {
            type = "gauge";
        }
        out.append("# HELP ").append(family).append(' ').append(metric.help()).append('\n');
        out.append("# TYPE ").append(family).append(' ').append(type).append('\n');
        if (format == TextFormat.OPENMETRICS && !metric.unit().isEmpty()) {
            out.append("# UNIT ").append(family).append(' ').append(metric.unit()).append('\n');
        }
    }

    /**
     * One sample.
     *
     * @param labels names and values in turn
     * @param more further labels
     */
    void sample(String name, String engine, List<String> labels, double value, String... more) throws IOException {
        out.append(name).append("{engine=\"").append(escaped(engine)).append('"');
        labels(labels);
        labels(List.of(more));
        out.append("} ").append(number(value)).append('\n');
    }

    private void labels(List<String> labels) throws IOException {
        for (int i = 0; i < labels.size(); i += 2) {
            out.append(',').append(labels.get(i)).append("=\"").append(escaped(labels.get(i + 1))).append('"');
        }
    }

    /** What stands below all. */
    void end() throws IOException {
        if (format == TextFormat.OPENMETRICS) {
            out.append("# EOF\n");
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** A value: whole numbers as such. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < WHOLE ? Long.toString((long) value) : Double.toString(value);
    }

    /** The bound of a bucket or a quantile, as OpenMetrics writes numbers: {@code 0.001048575}, {@code 1.023e-06}. */
    static String bound(double value) {
        if (value >= 1e-4) {
            return BigDecimal.valueOf(value).toPlainString();
        }
        BigDecimal digits = BigDecimal.valueOf(value).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.scaleByPowerOfTen(-exponent).toPlainString() + String.format(Locale.ROOT, "e-%02d", -exponent);
    }
}
