package io.auraio.bench.report;

/**
 * What a job's thread used up.
 *
 * @param userNanos CPU time in user mode
 * @param systemNanos CPU time in the kernel
 * @param contextSwitches of the thread, voluntary and not
 * @param majorFaults page faults that had to wait for a disk
 * @param minorFaults the others
 */
public record CpuUse(long userNanos, long systemNanos, long contextSwitches, long majorFaults, long minorFaults) {
    /** Nothing at all. */
    public static final CpuUse NONE = new CpuUse(0, 0, 0, 0, 0);

    /**
     * What two threads used up.
     *
     * @param other the other's
     * @return the sums
     */
    public CpuUse plus(CpuUse other) {
        return new CpuUse(userNanos + other.userNanos, systemNanos + other.systemNanos, contextSwitches + other.contextSwitches,
                majorFaults + other.majorFaults, minorFaults + other.minorFaults);
    }
}
