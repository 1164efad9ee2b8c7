package io.auraio.bench;

import java.util.Arrays;
import java.util.List;

/** Jobs from command lines. */
final class Specs {
    private Specs() {}

    static RunPlan plan(String... arguments) throws Refusal {
        return new JobCommandLine().parse(arguments, System.out, _ -> { }).orElseThrow();
    }

    static List<JobSpec> jobs(String... arguments) throws Refusal {
        return plan(arguments).jobs().toList();
    }

    /** The only job. */
    static JobSpec job(String... arguments) throws Refusal {
        List<JobSpec> jobs = jobs(arguments);
        if (jobs.size() != 1) {
            throw new AssertionError(jobs.size() + " jobs of " + Arrays.toString(arguments));
        }
        return jobs.getFirst();
    }
}
