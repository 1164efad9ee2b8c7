package io.auraio.bench;

import io.auraio.bench.report.JobReport;
import java.util.Optional;

/**
 * What became of a job.
 *
 * @param spec what was to be done
 * @param file what it was done to
 * @param report what was done, and how fast
 * @param failure the operation that ended the job early; empty: none did
 */
record JobResult(JobSpec spec, JobFile file, JobReport report, Optional<IoFailure> failure) {}
