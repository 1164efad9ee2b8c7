package io.auraio.bench;

import io.auraio.adaptive.Phase;
import io.auraio.bench.report.TargetAnswer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.IntCountsHistogram;

/**
 * What was seen at each limit, in the intervals in which the limit did not move: what the answer to {@code --target-p99} comes from.
 *
 * <p>The P99 of a whole run would count the search as well, in which the depth was too large on purpose. Only of a run that was nothing but search is that the answer.
 */
final class HeldLimits {
    /** With fewer operations a P99 is chance: it would rest on less than five of them. */
    private static final long LEAST_OPERATIONS = 500;

    /** A limit that met the target for less time than this share of the run may owe it to luck. */
    private static final double LEAST_SHARE = 0.1;

    /** A search passes through some dozens; where there are more, the one that was held least gives way. */
    private static final int MOST_LIMITS = 128;

    private final Map<Integer, Seen> limits = new HashMap<>();

    /** All intervals in which the limit moved. */
    private final Seen moving = new Seen(0);

    private long totalNanos;

    /** What was seen at one limit. */
    private static final class Seen {
        final int limit;
        final IntCountsHistogram latency = IntervalLatency.newHistogram();
        long nanos;
        long holdingNanos;

        Seen(int limit) {
            this.limit = limit;
        }

        long p99Nanos() {
            return IntervalLatency.p99Nanos(latency);
        }

        double operationsPerSecond() {
            return latency.getTotalCount() * 1e9 / nanos;
        }
    }

    /** An interval in which the limit was the same from its beginning to its end. */
    void add(int limit, Phase phase, long nanos, IntCountsHistogram latency) {
        Seen seen = limits.computeIfAbsent(limit, Seen::new);
        seen.latency.add(latency);
        seen.nanos += nanos;
        totalNanos += nanos;
        if (phase == Phase.STEADY || phase == Phase.CONVERGED) {
            seen.holdingNanos += nanos;
        }
        if (limits.size() > MOST_LIMITS) {
            limits.values().stream().filter(other -> other != seen).min(Comparator.comparingLong(other -> other.nanos))
                    .ifPresent(least -> limits.remove(least.limit));
        }
    }

    /** An interval in which it was not the same. */
    void moved(long nanos, IntCountsHistogram latency) {
        moving.latency.add(latency);
        moving.nanos += nanos;
    }

    /**
     * The limit that was held, if it met the target; else the one with the most throughput that did, for long enough; else the best P99 there was.
     *
     * @param endLimit what to name where none was held
     */
    TargetAnswer answer(long targetNanos, int endLimit) {
        if (limits.isEmpty() && moving.latency.getTotalCount() > 0) {
            return new TargetAnswer(targetNanos, moving.p99Nanos() <= targetNanos, endLimit, moving.operationsPerSecond(), moving.p99Nanos());
        }
        Optional<Seen> held = measured().max(Comparator.<Seen>comparingLong(seen -> seen.holdingNanos).thenComparingLong(seen -> seen.nanos));
        Optional<Seen> met = held.filter(seen -> seen.p99Nanos() <= targetNanos)
                .or(() -> measured().filter(seen -> seen.p99Nanos() <= targetNanos && seen.nanos >= LEAST_SHARE * totalNanos)
                        .max(Comparator.comparingDouble(Seen::operationsPerSecond)));
        return met.or(() -> measured().min(Comparator.comparingLong(Seen::p99Nanos)))
                .map(seen -> new TargetAnswer(targetNanos, met.isPresent(), seen.limit, seen.operationsPerSecond(), seen.p99Nanos()))
                .orElse(new TargetAnswer(targetNanos, false, endLimit, 0, 0));
    }

    /** Those with enough operations to speak of a P99; where no limit has enough, all that have any. */
    private Stream<Seen> measured() {
        boolean enough = limits.values().stream().anyMatch(seen -> seen.latency.getTotalCount() >= LEAST_OPERATIONS);
        return limits.values().stream().filter(seen -> seen.latency.getTotalCount() >= (enough ? LEAST_OPERATIONS : 1));
    }
}
