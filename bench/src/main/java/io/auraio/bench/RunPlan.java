package io.auraio.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole run: its jobs, in stages that run one after the other.
 *
 * @param options what is not of any one job
 * @param globalOptions what was given for all jobs, by fio's names
 * @param stages each begins when the one before has ended: fio's {@code stonewall}. The jobs of one stage run at the same time
 */
record RunPlan(RunOptions options, Map<String, String> globalOptions, List<List<JobSpec>> stages) {
    RunPlan {
        stages = stages.stream().map(List::copyOf).toList();
    }

    /** Refuses jobs that write where the run is read-only. */
    void refuseWrites() throws Refusal {
        for (JobSpec spec : jobs().toList()) {
            if (options.readOnly() && spec.pattern().writes()) {
                throw Refusal.usage("readonly=1: job " + spec.name() + " writes (rw=" + spec.pattern().fioName()
                        + "); use a job that reads, or leave out --readonly");
            }
        }
    }

    /** All jobs, in the order in which they were given. */
    Stream<JobSpec> jobs() {
        return stages.stream().flatMap(List::stream);
    }
}
