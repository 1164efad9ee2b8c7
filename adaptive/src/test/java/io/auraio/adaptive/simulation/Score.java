package io.auraio.adaptive.simulation;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How a controller did in one stretch of a run. Throughput, depth, P99 and variation are of its second half.
 *
 * @param throughput share of the best fixed depth's
 * @param depth mean in flight over the knee
 * @param p99 P99 over the P99 at the knee
 * @param reachSeconds until 90 % of the best was reached
 * @param settleSeconds until it was kept
 * @param variation standard deviation of the limit over its mean
 * @param fairness Jain's index over the rings
 * @param meanInFlight mean operations in flight
 */
record Score(
        double throughput,
        double depth,
        double p99,
        double reachSeconds,
        double settleSeconds,
        double variation,
        double fairness,
        double meanInFlight) {

    private static final double LEAST_FAIRNESS = 0.9;

    static Score mean(List<Score> scores) {
        return new Score(
                mean(scores, Score::throughput),
                mean(scores, Score::depth),
                mean(scores, Score::p99),
                mean(scores, Score::reachSeconds),
                mean(scores, Score::settleSeconds),
                mean(scores, Score::variation),
                mean(scores, Score::fairness),
                mean(scores, Score::meanInFlight));
    }

    private static double mean(List<Score> scores, ToDoubleFunction<Score> part) {
        return scores.stream().mapToDouble(part).average().orElseThrow();
    }

    /** What was missed, in words; empty where all was reached. */
    String misses(Goals goals) {
        StringBuilder misses = new StringBuilder();
        atLeast(misses, "throughput", throughput, goals.throughput());
        atMost(misses, "depth", depth, goals.depth());
        atMost(misses, "p99", p99, goals.p99());
        atMost(misses, "reach", reachSeconds, goals.reachSeconds());
        atMost(misses, "settle", settleSeconds, goals.settleSeconds());
        atMost(misses, "variation", variation, goals.variation());
        atLeast(misses, "fairness", fairness, LEAST_FAIRNESS);
        return misses.toString();
    }

    private static void atLeast(StringBuilder misses, String name, double value, double goal) {
        if (!(value >= goal)) {
            misses.append(String.format(Locale.ROOT, "%s %.3f < %.2f  ", name, value, goal));
        }
    }

    private static void atMost(StringBuilder misses, String name, double value, double goal) {
        if (!(value <= goal)) {
            misses.append(String.format(Locale.ROOT, "%s %.3f > %.2f  ", name, value, goal));
        }
    }
}
