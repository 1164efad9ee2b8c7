package io.auraio.metrics;

import io.auraio.Engine;
import io.auraio.EngineStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * An engine's statistics as Micrometer's meters, of the same names and meanings as {@link MetricsExporter}'s: {@code auraio_read_bytes_total} is {@code
 * auraio.read} in bytes. Latencies are gauges of the percentiles since the engine was opened, {@code auraio.latency} with the tag {@code phi}; their histogram
 * is in the exporter alone.
 *
 * <p>Needs {@code io.micrometer:micrometer-core}, which the library does not bring along. Rings, controllers and sizes are those of the moment of the binding:
 * a controller that comes later, such as that of a file where {@link io.auraio.Tuning#FILE} tunes, is not seen. Meters hold the engine reachable; each reads
 * statistics that are at most a second old.
 */
@SuppressWarnings("exports") // who binds has Micrometer's module; others need not
public final class AuraioMeterBinder implements MeterBinder {

    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final RecentStats recent;
    private final Tags tags;

    /**
     * For an engine.
     *
     * @param name the value of the tag {@code engine}
     * @param engine the engine
     */
    public AuraioMeterBinder(String name, Engine engine) {
        recent = new RecentStats(Objects.requireNonNull(engine, "engine")::stats);
        tags = Tags.of("engine", name);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        EngineStats now = recent.get();
        Catalog.ALL.forEach(group -> bind(group, now, registry));
        for (double percentile : PERCENTILES) {
            TimeGauge.builder("auraio.latency", recent, TimeUnit.NANOSECONDS, stats -> stats.get().latency().percentile(percentile))
                    .tags(tags.and("phi", TextWriter.bound(percentile / 100)))
                    .description(LatencyText.SUMMARY.help())
                    .strongReference(true)
                    .register(registry);
        }
    }

    private <T> void bind(Group<T> group, EngineStats now, MeterRegistry registry) {
        for (Group.Member<T> member : group.members().apply(now)) {
            for (Metric<T> metric : group.metrics()) {
                bind(metric, tags.and(tagsOf(member.labels())), stats -> valueOf(group, metric, member.labels(), stats.get()), registry);
            }
        }
    }

    private void bind(Metric<?> metric, Tags all, ToDoubleFunction<RecentStats> value, MeterRegistry registry) {
        String unit = metric.unit().isEmpty() ? null : metric.unit();
        String family = unit == null ? metric.family() : metric.family().substring(0, metric.family().length() - unit.length() - 1);
        String name = family.replace('_', '.');
        if (metric.type() == Metric.Type.COUNTER) {
            FunctionCounter.builder(name, recent, value).tags(all).description(metric.help()).baseUnit(unit).register(registry);
        } else {
            Gauge.builder(name, recent, value).tags(all).description(metric.help()).baseUnit(unit).strongReference(true).register(registry);
        }
    }

    /** The figure now; none where the member is gone. */
    private static <T> double valueOf(Group<T> group, Metric<T> metric, List<String> labels, EngineStats stats) {
        for (Group.Member<T> member : group.members().apply(stats)) {
            if (member.labels().equals(labels)) {
                return metric.value().applyAsDouble(member.stats());
            }
        }
        return Double.NaN;
    }

    private static Tags tagsOf(List<String> labels) {
        Tags all = Tags.empty();
        for (int i = 0; i < labels.size(); i += 2) {
            all = all.and(Tag.of(labels.get(i), labels.get(i + 1)));
        }
        return all;
    }
}
