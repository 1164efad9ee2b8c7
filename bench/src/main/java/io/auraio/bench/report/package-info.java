/**
 * What a run of jobs was measured to be, and the forms in which it is handed out.
 *
 * <pre>
 *   RunReport ── JobReport ┬─ DirectionReport (read, write) ── LatencyDistribution, Moments
 *                          ├─ LatencyDistribution of the flushes
 *                          └─ EngineReport: the depth, how it moved, what was seen over time
 *
 *   RunReport ── TextReport ──▶ fio's text
 *             ── JsonReport ──▶ fio's JSON, with a section "AuraIO" in each job
 *             ── HtmlReport ──▶ one page that needs no network
 * </pre>
 *
 * The values and their units are fio 3.33's; where bffio measures something else than fio under the same name, the component says so. Nothing here does I/O or
 * looks at a clock, so that every report can be tested with figures that were made up.
 */
package io.auraio.bench.report;
