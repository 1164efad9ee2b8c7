package io.auraio.adaptive.simulation;

import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.FixedController;
import io.auraio.adaptive.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What a device can give, found by trying fixed depths.
 *
 * @param throughput operations a second at the best depth
 * @param knee the smallest depth with 95 % of that, between the depths tried by interpolation
 * @param p99Nanos P99 at the knee
 * @param points the depths tried
 */
record Optimum(double throughput, double knee, double p99Nanos, List<Point> points) {

    /** One fixed depth. */
    record Point(int depth, double throughput, double p99Nanos) {}

    static final int[] DEPTHS = {4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256};

    /** {@code seconds}: of each try; the first fifth is left out. */
    static Optimum of(LongFunction<? extends Device> device, double seconds) {
        List<Point> points = new ArrayList<>();
        for (int depth : DEPTHS) {
            points.add(measure(device.apply(1), depth, seconds));
        }
        return of(points);
    }

    private static Optimum of(List<Point> points) {
        double best = points.stream().mapToDouble(Point::throughput).max().orElseThrow();
        Point below = points.getFirst();
        for (Point point : points) {
            if (point.throughput() >= 0.95 * best) {
                double share = point == below
                        ? 1
                        : (0.95 * best - below.throughput()) / (point.throughput() - below.throughput());
                double knee = below.depth() + share * (point.depth() - below.depth());
                double p99 = below.p99Nanos() + share * (point.p99Nanos() - below.p99Nanos());
                return new Optimum(best, knee, p99, points);
            }
            below = point;
        }
        throw new AssertionError("no depth reaches the best of all depths");
    }

    /** The best among the depths that keep P99 at or under the target; where none does, the best of all. */
    Optimum under(double targetNanos) {
        List<Point> good = points.stream().filter(p -> p.p99Nanos() <= targetNanos).toList();
        if (good.isEmpty()) {
            return this;
        }
        Point best = good.getLast();
        return new Optimum(best.throughput(), best.depth(), targetNanos, points);
    }

    static Point measure(Device device, int depth, double seconds) {
        FixedController fixed = new FixedController(
                new ControllerOptions(depth, 1, Math.max(256, depth), 0, ControllerOptions.DEFAULT_LEAST_EFFICIENCY, ControllerOptions.DEFAULT_TICK_NANOS));
        Simulation simulation = new Simulation(device, fixed);
        simulation.run(seconds / 5);
        LatencyHistogram.Snapshot before = simulation.latencies();
        simulation.run(seconds * 4 / 5);
        LatencyHistogram.Snapshot latencies = simulation.latencies().minus(before);
        return new Point(depth, latencies.count() / (seconds * 4 / 5), latencies.percentile(99));
    }
}
