package io.auraio.bench;

import java.util.OptionalLong;

/**
 * When a job begins, is counted and ends.
 *
 * @param runtimeNanos the longest it runs after the ramp; empty: until its work is done
 * @param timeBased whether it begins anew until {@code runtimeNanos} are over
 * @param rampNanos how long it runs before anything is counted
 * @param startDelayNanos how long it waits before it runs
 */
record TimeSpec(OptionalLong runtimeNanos, boolean timeBased, long rampNanos, long startDelayNanos) {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long OWN_JOB_NANOS = 5 * SECOND_NANOS;
    private static final long MAX_NANOS = 365L * 86_400 * SECOND_NANOS;

    static TimeSpec of(JobValues values, boolean ownJob) throws Refusal {
        OptionalLong runtime = values.time(JobOption.RUNTIME, SECOND_NANOS, ownJob ? 1 : 0, MAX_NANOS,
                "more than zero and at most 365d, for example 5 or 500ms");
        if (runtime.isPresent() && runtime.getAsLong() == 0) {
            runtime = OptionalLong.empty(); // fio's way to say: no limit
        }
        boolean timeBased = values.flag(JobOption.TIME_BASED, ownJob);
        if (ownJob && timeBased && runtime.isEmpty()) {
            runtime = OptionalLong.of(OWN_JOB_NANOS);
        }
        if (timeBased && runtime.isEmpty()) {
            throw values.refusal(JobOption.TIME_BASED, "needs to know for how long; add --runtime, for example --runtime=10");
        }
        return new TimeSpec(runtime, timeBased, delay(values, JobOption.RAMP_TIME), delay(values, JobOption.STARTDELAY));
    }

    private static long delay(JobValues values, JobOption option) throws Refusal {
        return values.time(option, SECOND_NANOS, 0, MAX_NANOS, "at most 365d, for example 5 or 500ms").orElse(0);
    }
}
