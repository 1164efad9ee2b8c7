package io.auraio.bench;

import io.auraio.bench.report.JobReport;
import java.util.List;
import java.util.Optional;

/**
 * What became of a job.
 *
 * @param spec what was to be done
 * @param files what it was done to
 * @param report what was done, and how fast
 * @param failure the operation that ended the job early; empty: none did
 */
record JobResult(JobSpec spec, List<JobFile> files, JobReport report, Optional<IoFailure> failure) {
    JobResult {
        files = List.copyOf(files);
    }
}
