package io.auraio.bench;

/**
 * When a job makes its writes durable.
 *
 * @param fsyncWrites fsync(2) before the next write after so many; 0: never
 * @param fdatasyncWrites the same with fdatasync(2)
 * @param atEnd whether to fsync each file once the last write is done
 */
record SyncSpec(int fsyncWrites, int fdatasyncWrites, boolean atEnd) {
    static SyncSpec of(JobValues values) throws Refusal {
        return new SyncSpec(
                values.count(JobOption.FSYNC, 0, Integer.MAX_VALUE, 0),
                values.count(JobOption.FDATASYNC, 0, Integer.MAX_VALUE, 0),
                values.flag(JobOption.END_FSYNC, false));
    }
}
