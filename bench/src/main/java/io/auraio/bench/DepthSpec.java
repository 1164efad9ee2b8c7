package io.auraio.bench;

import java.util.List;
import java.util.OptionalLong;

/**
 * How many operations a job has in flight.
 *
 * @param ioDepth the most, which the controller may go up to
 * @param targetP99Nanos the P99 latency to stay under; empty: none, the most throughput
 * @param control what finds the depth
 */
record DepthSpec(int ioDepth, OptionalLong targetP99Nanos, DepthControl control) {
    /** The largest depth: the kernel's limit of a ring, {@code IORING_MAX_ENTRIES} in io_uring/io_uring.h. */
    static final int MAX_IO_DEPTH = 32768;

    /** With SQPOLL, whose queue has four entries for each operation. */
    private static final int MAX_POLLED_IO_DEPTH = MAX_IO_DEPTH / 4;

    /** The engine's own: finding the right depth is its task, so fio's default of 1 would defeat the purpose. */
    private static final int DEFAULT_IO_DEPTH = 256;

    /** Of the original's tool; all the same for a job with one ring. */
    private static final List<String> RING_ORDERS = List.of("adaptive", "cpu-local", "round-robin");

    private static final long MICRO_NANOS = 1_000;
    private static final long MAX_TARGET_NANOS = 3600 * 1_000_000_000L; // the engine's own

    static DepthSpec of(JobValues values) throws Refusal {
        if (!RING_ORDERS.contains(values.text(JobOption.RING_SELECT).orElse("adaptive").strip())) {
            throw values.refusal(JobOption.RING_SELECT, "unknown; use one of " + String.join(", ", RING_ORDERS));
        }
        int most = values.flag(JobOption.SQTHREAD_POLL, false) ? MAX_POLLED_IO_DEPTH : MAX_IO_DEPTH;
        return new DepthSpec(
                values.count(JobOption.IODEPTH, 1, most, DEFAULT_IO_DEPTH),
                // A bare number is microseconds, as in fio's latency_target.
                values.time(JobOption.TARGET_P99, MICRO_NANOS, 1, MAX_TARGET_NANOS, "more than zero and at most 1h, for example 500us or 2ms"),
                values.has(JobOption.CONTROLLER)
                        ? DepthControl.parse(values.label(JobOption.CONTROLLER), values.text(JobOption.CONTROLLER).get())
                        : DepthControl.KNEE);
    }
}
