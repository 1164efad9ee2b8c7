package io.auraio.bench;

import java.util.EnumMap;
import java.util.Map;

/**
 * How fast a job may go.
 *
 * @param thinkNanos how long it pauses; 0: never
 * @param thinkBlocks how many blocks lie between two pauses
 * @param bytesPerSecond the most of each direction; a direction that is not named has no limit
 * @param operationsPerSecond the same for operations
 */
record PaceSpec(long thinkNanos, int thinkBlocks, Map<Direction, Long> bytesPerSecond, Map<Direction, Long> operationsPerSecond) {
    private static final long MICRO_NANOS = 1_000;
    private static final long MAX_THINK_NANOS = 3600L * 1_000_000_000;

    static PaceSpec of(JobValues values) throws Refusal {
        return new PaceSpec(
                values.time(JobOption.THINKTIME, MICRO_NANOS, 0, MAX_THINK_NANOS, "at most 1h, for example 500us or 2ms").orElse(0),
                values.count(JobOption.THINKTIME_BLOCKS, 1, Integer.MAX_VALUE, 1),
                perDirection(values, JobOption.RATE),
                perDirection(values, JobOption.RATE_IOPS));
    }

    /** One figure for both directions, or {@code reads,writes}, of which either may be left out. */
    private static Map<Direction, Long> perDirection(JobValues values, JobOption option) throws Refusal {
        if (!values.has(option)) {
            return Map.of();
        }
        String[] parts = values.text(option).get().split(",", -1);
        if (parts.length > 3) {
            throw values.refusal(option, "too many figures; use one, or one for reads and one for writes: 1m,2m");
        }
        String writes = parts.length == 1 ? parts[0] : parts[1];
        Map<Direction, Long> limits = new EnumMap<>(Direction.class);
        put(limits, Direction.READ, values, option, parts[0]);
        put(limits, Direction.WRITE, values, option, writes);
        return Map.copyOf(limits);
    }

    private static void put(Map<Direction, Long> limits, Direction direction, JobValues values, JobOption option, String text) throws Refusal {
        if (text.isBlank()) {
            return;
        }
        long limit = Units.sizeBytes(values.label(option), text);
        if (limit > 0) {
            limits.put(direction, limit);
        }
    }
}
