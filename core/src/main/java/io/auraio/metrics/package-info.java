/**
 * An engine's statistics for those who watch it from outside.
 *
 * <ul>
 *   <li>{@link io.auraio.metrics.MetricsExporter} writes them as text for Prometheus, with no other library: serve it at {@code /metrics}.
 *   <li>{@link io.auraio.metrics.AuraioMeterBinder} gives them to Micrometer, where the application has it.
 *   <li>{@link io.auraio.metrics.ManagedEngine} shows one engine in JMX.
 * </ul>
 *
 * A flight recording shows the events {@code io.auraio.*} with nothing to set up.
 *
 * <pre>{@code
 * MetricsExporter metrics = new MetricsExporter().add("index", engine);
 * String page = metrics.text(TextFormat.PROMETHEUS);
 * }</pre>
 *
 * Each metric's name, unit and meaning stand in one table, docs/observability.md; counters count from the opening of the engine. Reading takes no lock that a
 * request takes.
 */
package io.auraio.metrics;
