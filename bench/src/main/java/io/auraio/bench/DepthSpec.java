package io.auraio.bench;

import java.util.List;
import java.util.OptionalLong;

/**
 * How many operations a job has in flight.
 *
 * @param ioDepth the most, which the controller may go up to
 * @param targetP99Nanos the P99 latency to stay under; empty: none, the most throughput
 * @param control what finds the depth
 * @param initialDepth where it begins; 0: where the engine does
 * @param leastEfficiency gain of throughput over gain of depth for which more are put in flight
 */
record DepthSpec(int ioDepth, OptionalLong targetP99Nanos, DepthControl control, int initialDepth, double leastEfficiency) {
    /** The largest depth: the kernel's limit of a ring, {@code IORING_MAX_ENTRIES} in io_uring/io_uring.h. */
    static final int MAX_IO_DEPTH = 32768;

    /** With SQPOLL, whose queue has four entries for each operation. */
    private static final int MAX_POLLED_IO_DEPTH = MAX_IO_DEPTH / 4;

    /** The engine's own: finding the right depth is its task, so fio's default of 1 would defeat the purpose. */
    private static final int DEFAULT_IO_DEPTH = 256;

    /** The engine's own, in percent. */
    private static final int DEFAULT_EFFICIENCY = 10;

    /** Where a depth is given, it is to be as fast as fio at that depth; where a target is, as fast as that allows. */
    private static final int EAGER_EFFICIENCY = 3;

    /** Of the original's tool; all the same for a job with one ring. */
    private static final List<String> RING_ORDERS = List.of("adaptive", "cpu-local", "round-robin");

    private static final long MICRO_NANOS = 1_000;
    private static final long MAX_TARGET_NANOS = 3600 * 1_000_000_000L; // the engine's own

    static DepthSpec of(JobValues values) throws Refusal {
        if (!RING_ORDERS.contains(values.text(JobOption.RING_SELECT).orElse("adaptive").strip())) {
            throw values.refusal(JobOption.RING_SELECT, "unknown; use one of " + String.join(", ", RING_ORDERS));
        }
        int most = values.flag(JobOption.SQTHREAD_POLL, false) ? MAX_POLLED_IO_DEPTH : MAX_IO_DEPTH;
        int ioDepth = values.count(JobOption.IODEPTH, 1, most, DEFAULT_IO_DEPTH);
        // A bare number is microseconds, as in fio's latency_target.
        OptionalLong target = values.time(JobOption.TARGET_P99, MICRO_NANOS, 1, MAX_TARGET_NANOS, "more than zero and at most 1h, for example 500us or 2ms");
        DepthControl control = values.has(JobOption.CONTROLLER)
                ? DepthControl.parse(values.label(JobOption.CONTROLLER), values.text(JobOption.CONTROLLER).get())
                : DepthControl.KNEE;
        boolean given = values.has(JobOption.IODEPTH);
        boolean fromAbove = given && target.isEmpty() && control == DepthControl.KNEE;
        int percent = values.count(JobOption.EFFICIENCY, 1, 50, given || target.isPresent() ? EAGER_EFFICIENCY : DEFAULT_EFFICIENCY);
        return new DepthSpec(ioDepth, target, control, fromAbove ? ioDepth : 0, percent / 100.0);
    }
}
