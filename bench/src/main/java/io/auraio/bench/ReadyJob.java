package io.auraio.bench;

import java.util.List;

/**
 * A job whose files are there.
 *
 * @param spec what is to be done
 * @param files what it is to be done to
 */
record ReadyJob(JobSpec spec, List<JobFile> files) {}
