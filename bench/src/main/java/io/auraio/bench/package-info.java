/**
 * bffio, an fio-compatible benchmark tool over AuraIO's engine; {@link io.auraio.bench.Bffio} is its entry.
 *
 * <h2>The way of a run</h2>
 *
 * <pre>
 *   arguments, job files ── JobCommandLine, JobSections ──▶ RunPlan of JobSpecs   what to do; wrong options end here, status 2
 *   JobSpec ──── JobFiles, FileLayout ──────────────────▶ ReadyJob               its files, found or made; MadeFiles removes what is to go
 *   ReadyJob ─── StageRunner, Worker, IoPlan, JobMeter ─▶ JobResult              the I/O; LiveLine shows Progress meanwhile
 *   JobResult ── JobRunner, package report ─────────────▶ standard output or --output
 * </pre>
 *
 * Whatever cannot go on throws a {@code Refusal}, which is one line for the user and an exit status.
 *
 * <h2>Threads</h2>
 *
 * The main thread parses, makes the files, shows the live line and prints the report. Each job has a worker, whose thread drives an engine of its own and owns
 * everything that the I/O loop touches; it publishes a {@code Progress} ten times a second. The JVM's shutdown hook raises the {@code StopSignal}, waits
 * for the report and removes the files. No lock is shared with the I/O loop.
 */
package io.auraio.bench;
