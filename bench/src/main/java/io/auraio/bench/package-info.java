/**
 * bffio, an fio-compatible benchmark tool over AuraIO's engine; {@link io.auraio.bench.Bffio} is its entry.
 *
 * <h2>The way of a run</h2>
 *
 * <pre>
 *   arguments ── JobCommandLine, JobOption, JobSettings ──▶ JobSpec        what to do; wrong options end here, status 2
 *   JobSpec ──── JobEngine ─────────────────────────────▶ Engine           before any file is made: io_uring may be refused
 *   JobSpec ──── JobFiles, ExistingFile, FileMaker ─────▶ JobFile          found or made; MadeFiles removes what was made
 *   all three ── JobRunner, Worker, Transfer, JobMeter ─▶ JobResult        the I/O; LiveLine shows Progress meanwhile
 *   JobResult ── package report ────────────────────────▶ standard output
 * </pre>
 *
 * Whatever cannot go on throws a {@code Refusal}, which is one line for the user and an exit status.
 *
 * <h2>Threads</h2>
 *
 * The main thread parses, makes the file, shows the live line and prints the report. The worker's thread drives the engine and owns everything that the I/O
 * loop touches; it publishes a {@code Progress} ten times a second. The JVM's shutdown hook raises the {@code StopSignal}, waits for the report and removes
 * the files. No lock is shared with the I/O loop.
 */
package io.auraio.bench;
