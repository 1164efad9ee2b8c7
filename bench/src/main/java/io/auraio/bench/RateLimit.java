package io.auraio.bench;

/**
 * The most bytes and operations a second in one direction, over the whole job: what was missed in a slow stretch may be made up for, as in fio.
 *
 * <p>Used by one thread.
 */
final class RateLimit {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double nanosPerByte;
    private final double nanosPerOperation;
    private final long startNanos;
    private long bytes;
    private long operations;

    /** {@link Long#MAX_VALUE}: no limit. */
    RateLimit(long bytesPerSecond, long operationsPerSecond, long startNanos) {
        nanosPerByte = bytesPerSecond == Long.MAX_VALUE ? 0 : NANOS_PER_SECOND / bytesPerSecond;
        nanosPerOperation = operationsPerSecond == Long.MAX_VALUE ? 0 : NANOS_PER_SECOND / operationsPerSecond;
        this.startNanos = startNanos;
    }

    /** How long until the next operation is due; 0 or less: it is. */
    long waitNanos(long now) {
        return startNanos + (long) Math.max(bytes * nanosPerByte, operations * nanosPerOperation) - now;
    }

    void begun(int operationBytes) {
        bytes += operationBytes;
        operations++;
    }
}
