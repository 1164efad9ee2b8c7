package io.auraio.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One metric: what it is called, what it means and where its value comes from.
 *
 * @param name as Prometheus' rules want it: base units, and {@code _total} at the end of a counter
 * @param help one sentence
 * @param value the figure of one member, such as a ring
 */
record Metric<T>(String name, Type type, String help, ToDoubleFunction<T> value) {

    private static final String TOTAL = "_total";

    /** What a scraper may do with it. */
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY,
        INFO;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Only ever goes up. */
    static <T> Metric<T> counter(String name, String help, ToDoubleFunction<T> value) {
        return new Metric<>(name + TOTAL, Type.COUNTER, help, value);
    }

    /** Goes up and down. */
    static <T> Metric<T> gauge(String name, String help, ToDoubleFunction<T> value) {
        return new Metric<>(name, Type.GAUGE, help, value);
    }

    /** The name without what its type or its unit adds. */
    String family() {
        return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    }

    /** The base unit that its name ends in; empty where it counts things. */
    String unit() {
        String family = family();
        if (family.endsWith("_seconds")) {
            return "seconds";
        }
        return family.endsWith("_bytes") ? "bytes" : "";
    }
}
