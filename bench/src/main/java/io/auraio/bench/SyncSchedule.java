package io.auraio.bench;

/** When the next fsync or fdatasync is due: before the write that follows so many others, as in fio, and not after the last one. Used by one thread. */
final class SyncSchedule {
    private final SyncSpec spec;
    private long writes;
    private boolean pending;

    SyncSchedule(SyncSpec spec) {
        this.spec = spec;
    }

    boolean isDue() {
        return pending;
    }

    /** Whether what is due is an fdatasync. */
    boolean isDataOnly() {
        return spec.fsyncWrites() == 0 || writes % spec.fsyncWrites() != 0;
    }

    void written() {
        writes++;
        pending = spec.fsyncWrites() > 0 && writes % spec.fsyncWrites() == 0
                || spec.fdatasyncWrites() > 0 && writes % spec.fdatasyncWrites() == 0;
    }

    void synced() {
        pending = false;
    }
}
