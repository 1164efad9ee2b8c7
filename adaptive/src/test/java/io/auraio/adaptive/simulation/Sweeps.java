package io.auraio.adaptive.simulation;

import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.KneeController;
import io.auraio.adaptive.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The knee controller on many random devices, beyond what a test has time for: each sweep is a line of a table. */
final class Sweeps {

    private static final ControllerOptions OPTIONS = ControllerOptions.forQueueDepth(256);

    private Sweeps() {}

    /** One device: throughput as a share of the best, and what else the sweep looks at. */
    private record Result(double throughput, double other) {}

    static String table() {
        return "| many devices | least X | most |\n|---|---|---|\n" + curves() + noisyCurves() + delays() + tripled() + targets();
    }

    private static String curves() {
        List<Supplier<Result>> runs = new ArrayList<>();
        for (int seed = 7; seed <= 9; seed++) {
            List<ConcaveDevices.Curve> curves = ConcaveDevices.random(150, seed);
            IntStream.range(0, 150).forEach(i -> runs.add(() -> curve(curves.get(i), i, .5)));
        }
        return line("450 random concave throughput curves, noise of 50 % between completions", "knees", runs);
    }

    private static String noisyCurves() {
        List<Supplier<Result>> runs = new ArrayList<>();
        List<ConcaveDevices.Curve> curves = ConcaveDevices.random(150, 10);
        IntStream.range(0, 150).forEach(i -> runs.add(() -> curve(curves.get(i), i, 1)));
        return line("150 more, noise of 130 %", "knees", runs);
    }

    private static Result curve(ConcaveDevices.Curve curve, long seed, double sigma) {
        Simulation simulation = new Simulation(ConcaveDevices.device(curve, seed, sigma), new KneeController(OPTIONS));
        simulation.run(10);
        int to = simulation.timeline.size();
        return new Result(
                simulation.timeline.throughput(to / 2, to) / curve.best(256),
                simulation.timeline.meanInFlight(to / 2, to) / curve.knee(4, 256));
    }

    private static String delays() {
        List<Supplier<Result>> runs = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            for (int knee : new int[] {5, 10, 20}) {
                for (double micros = 100; micros <= 3000; micros *= 1.25) {
                    int depth = knee;
                    double delay = micros;
                    long run = seed;
                    runs.add(() -> delay(depth, delay, run));
                }
            }
        }
        return line("192 delays of 0.1 to 3 ms that come after 5 s, 25 s later", "needed depth", runs);
    }

    private static Result delay(int knee, double micros, long seed) {
        CurveDevice device = new CurveDevice(seed, n -> 50_000.0 * Math.min(n, knee) / knee, .3, false);
        Simulation simulation = new Simulation(device, new KneeController(OPTIONS));
        simulation.run(5);
        device.extraMicros(micros);
        simulation.run(25);
        int to = simulation.timeline.size();
        double needed = knee + 50_000 * micros / 1e6;
        double best = 50_000 * Math.min(1, 256 / needed);
        return new Result(
                simulation.timeline.throughput(to - 300, to) / best,
                simulation.timeline.meanInFlight(to - 300, to) / needed);
    }

    private static String tripled() {
        List<Supplier<Result>> runs = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            for (int channels = 6; channels <= 40; channels += 3) {
                int before = channels;
                long run = seed;
                runs.add(() -> tripled(before, run));
            }
        }
        return line("48 devices whose channels triple after 8 s, 12 s later", "channels", runs);
    }

    private static Result tripled(int channels, long seed) {
        ChannelDevice device = new ChannelDevice(seed, 3 * channels, 300);
        device.channelsLeft(0, channels);
        Simulation simulation = new Simulation(device, new KneeController(OPTIONS));
        simulation.run(8);
        device.channelsLeft(simulation.now(), 3 * channels);
        simulation.run(12);
        int to = simulation.timeline.size();
        return new Result(
                simulation.timeline.throughput(to - 100, to) / (3 * channels / 300e-6),
                simulation.timeline.meanInFlight(to - 100, to) / (3 * channels));
    }

    private static String targets() {
        List<Supplier<Result>> runs = new ArrayList<>();
        for (ConcaveDevices.Curve curve : ConcaveDevices.random(60, 11)) {
            for (double times : new double[] {2.4, 4.8}) {
                runs.add(() -> target(curve, (long) (times * 1e9 * curve.latencySeconds())));
            }
        }
        return line("P99 targets of 2.4 and 4.8 times the uncrowded latency on 60 curves, where a depth meets them", "target", runs);
    }

    /** Null where no depth meets the target, or where operations are too few for a P99. */
    private static Result target(ConcaveDevices.Curve curve, long nanos) {
        Optimum all = Optimum.of(seed -> ConcaveDevices.device(curve, seed, .5), 3);
        if (all.points().getFirst().p99Nanos() > nanos || all.throughput() < 3000) {
            return null;
        }
        Simulation simulation = new Simulation(
                ConcaveDevices.device(curve, 3, .5), new KneeController(OPTIONS.withTargetP99Nanos(nanos)));
        simulation.run(5);
        LatencyHistogram.Snapshot before = simulation.latencies();
        simulation.run(10);
        return new Result(
                simulation.timeline.throughput(500, simulation.timeline.size()) / all.under(nanos).throughput(),
                simulation.latencies().minus(before).percentile(99) / (double) nanos);
    }

    private static String line(String what, String other, List<Supplier<Result>> runs) {
        List<Result> results = runs.parallelStream()
                .map(Supplier::get)
                .filter(result -> result != null)
                .toList();
        long good = results.stream().filter(r -> r.throughput() >= .9 && r.other() <= 2.5).count();
        return String.format(
                Locale.ROOT,
                "| %s: %d of %d with X of at least 0.90 and at most 2.5 times the %s | %.2f | %.2f |%n",
                what,
                good,
                results.size(),
                other,
                results.stream().mapToDouble(Result::throughput).min().orElseThrow(),
                results.stream().mapToDouble(Result::other).max().orElseThrow());
    }
}
