/**
 * Runs fio and bffio on the same jobs in turn and says how far they are apart; {@link io.auraio.bench.compare.Compare} is the entry.
 *
 * <pre>
 *   arguments ── Compare, Suite ──▶ Workload          what both are to do
 *   Workload ─── Rounds, Tool ────▶ Sample            one run of one tool, read from its JSON by FioJson, the same for both
 *   Samples ──── Comparison ──────▶ medians, ratios   and whether bffio is behind
 *   Comparison ─ ComparisonText, ComparisonHtml
 * </pre>
 */
package io.auraio.bench.compare;
