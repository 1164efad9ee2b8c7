package io.auraio.bench.peers;

/**
 * What one run of a contender came to.
 *
 * @param operations done
 * @param nanos that it took
 * @param cpuNanos CPU time of the whole process meanwhile, in user mode and in the kernel
 */
record Sample(long operations, long nanos, long cpuNanos) {

    double iops() {
        return operations * 1e9 / nanos;
    }

    double cpuMicrosPerOperation() {
        return cpuNanos / 1e3 / operations;
    }
}
