package io.auraio.bench.report;

/**
 * What a disk did while the jobs ran, whoever asked for it: a line of /proc/diskstats, the difference of two looks.
 *
 * @param name the device's name, such as {@code vda}
 * @param readOperations reads completed
 * @param writeOperations writes completed
 * @param readMerges reads that were merged into others before they were issued
 * @param writeMerges writes that were
 * @param readMillis time spent on reads, one of each at a time
 * @param writeMillis time spent on writes
 * @param queueMillis time that operations were in flight, each counted
 * @param busyMillis time in which there was at least one
 * @param elapsedMillis time between the two looks
 */
public record DiskUse(
        String name,
        long readOperations,
        long writeOperations,
        long readMerges,
        long writeMerges,
        long readMillis,
        long writeMillis,
        long queueMillis,
        long busyMillis,
        long elapsedMillis) {

    /**
     * The share of the time in which the disk was busy.
     *
     * @return percent, 0 to 100
     */
    public double utilisation() {
        return elapsedMillis == 0 ? 0 : Math.min(100, 100.0 * busyMillis / elapsedMillis);
    }
}
