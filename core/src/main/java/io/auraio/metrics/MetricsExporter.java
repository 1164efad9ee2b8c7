package io.auraio.metrics;

import io.auraio.Engine;
import io.auraio.EngineStats;
import io.auraio.RingStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the statistics of engines as text that Prometheus scrapes. Serve it with the HTTP server that the application has:
 *
 * <pre>{@code
 * TextFormat format = TextFormat.accepted(request.header("Accept"));
 * response.header("Content-Type", format.contentType());
 * response.body(exporter.text(format));
 * }</pre>
 *
 * <p>Any thread. A scrape allocates; it takes no lock that a request takes. It holds its engines reachable until they are removed; a closed one keeps its last
 * figures.
 */
public final class MetricsExporter {

    static final Metric<EngineStats> INFO =
            new Metric<>("auraio_engine_info", Metric.Type.INFO, "The version of the library.", stats -> 1);

    private final Map<String, Engine> engines = new ConcurrentHashMap<>();

    /** An exporter of no engine yet. */
    public MetricsExporter() {}

    /**
     * Adds an engine.
     *
     * @param name what the label {@code engine} is to say; not that of another one here
     * @param engine the engine
     * @return this exporter
     * @throws IllegalArgumentException if another engine has the name
     */
    public MetricsExporter add(String name, Engine engine) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(engine, "engine");
        if (engines.putIfAbsent(name, engine) != null) {
            throw new IllegalArgumentException("name=" + name + " is another engine's; a name of its own is right");
        }
        return this;
    }

    /**
     * Removes an engine.
     *
     * @param name its name
     * @return whether it was there
     */
    public boolean remove(String name) {
        return engines.remove(name) != null;
    }

    /**
     * Writes every metric of every engine.
     *
     * @param format the format
     * @param out where to
     * @throws IOException where {@code out} throws it
     */
    public void write(TextFormat format, Appendable out) throws IOException {
        Map<String, EngineStats> all = new TreeMap<>();
        engines.forEach((name, engine) -> all.put(name, engine.stats()));
        write(all, new TextWriter(format, out));
    }

    /**
     * As {@link #write}, to a string.
     *
     * @param format the format
     * @return the text
     */
    public String text(TextFormat format) {
        StringBuilder out = new StringBuilder();
        try {
            write(format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    static void write(Map<String, EngineStats> engines, TextWriter out) throws IOException {
        out.header(INFO);
        for (String engine : engines.keySet()) {
            out.sample(INFO.name(), engine, List.of(), 1, "version", Engine.version());
        }
        for (Group<?> group : Catalog.ALL) {
            write(group, engines, out);
        }
        out.header(LatencyText.HISTOGRAM);
        for (Map.Entry<String, EngineStats> engine : engines.entrySet()) {
            for (Group.Member<RingStats> ring : Catalog.RINGS.members().apply(engine.getValue())) {
                LatencyText.histogram(out, engine.getKey(), ring.labels(), ring.stats().latency());
            }
        }
        out.header(LatencyText.SUMMARY);
        for (Map.Entry<String, EngineStats> engine : engines.entrySet()) {
            LatencyText.summary(out, engine.getKey(), engine.getValue().latency());
        }
        out.end();
    }

    private static <T> void write(Group<T> group, Map<String, EngineStats> engines, TextWriter out) throws IOException {
        for (Metric<T> metric : group.metrics()) {
            out.header(metric);
            for (Map.Entry<String, EngineStats> engine : engines.entrySet()) {
                for (Group.Member<T> member : group.members().apply(engine.getValue())) {
                    out.sample(metric.name(), engine.getKey(), member.labels(), metric.value().applyAsDouble(member.stats()));
                }
            }
        }
    }
}
