package io.auraio.bench.compare;

/**
 * One run of one tool.
 *
 * @param operations how many operations it did
 * @param operationsPerSecond IOPS, as the tool says
 * @param p99Nanos the P99 of the completion latency, as the tool says
 * @param jobCpuNanos CPU time of the jobs alone, as the tool says
 * @param processCpuNanos CPU time of the whole process and its children, start included, as the kernel says
 */
record Sample(long operations, double operationsPerSecond, long p99Nanos, double jobCpuNanos, double processCpuNanos) {
    double jobCpuNanosPerOperation() {
        return jobCpuNanos / Math.max(1, operations);
    }

    double processCpuNanosPerOperation() {
        return processCpuNanos / Math.max(1, operations);
    }

    /**
     * CPU time of an operation without what starting costs: what a longer run used more, over what it did more.
     *
     * @param longer a run of the same job for longer
     */
    double processCpuNanosPerFurtherOperation(Sample longer) {
        return Math.max(0, longer.processCpuNanos - processCpuNanos) / Math.max(1, longer.operations - operations);
    }
}
