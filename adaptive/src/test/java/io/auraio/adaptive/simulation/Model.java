package io.auraio.adaptive.simulation;

import io.auraio.adaptive.Controller;
import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A device and what happens to it, stretch by stretch.
 *
 * @param name what the tables call it
 * @param device makes the device from a seed
 * @param stretches what happens
 * @param rings how many rings share the controller
 * @param targetP99Nanos the controller's target; 0 for none
 * @param sweepSeconds how long each fixed depth has to be tried to know it well
 */
record Model<D extends Device>(
        String name,
        LongFunction<D> device,
        List<Stretch<D>> stretches,
        int rings,
        long targetP99Nanos,
        double sweepSeconds) {

    @Override
    public String toString() {
        return name;
    }

    /** Ten seconds of a disk are a tenth of a second of flash: this many operations make a throughput worth judging. */
    private static final double OPERATIONS_TO_JUDGE = 400;

    Model(String name, LongFunction<D> device, double sweepSeconds) {
        this(name, device, List.of(), 1, 0, sweepSeconds);
    }

    Model<D> then(Stretch<D> stretch) {
        List<Stretch<D>> longer = new ArrayList<>(stretches);
        longer.add(stretch);
        return new Model<>(name, device, List.copyOf(longer), rings, targetP99Nanos, sweepSeconds);
    }

    Model<D> rings(int count) {
        return new Model<>(name, device, stretches, count, targetP99Nanos, sweepSeconds);
    }

    Model<D> targetMicros(double micros) {
        return new Model<>(name, device, stretches, rings, (long) (micros * 1e3), sweepSeconds);
    }

    ControllerOptions options() {
        return ControllerOptions.forQueueDepth(256).withTargetP99Nanos(targetP99Nanos);
    }

    /** What the device can give in each stretch: changes of earlier stretches last. One that only leads up takes the one before. */
    List<Optimum> optima() {
        List<Optimum> optima = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            int last = i;
            if (i > 0 && stretches.get(i).goals() == Goals.NONE) {
                optima.add(optima.getLast());
                continue;
            }
            Optimum optimum = Optimum.of(
                    seed -> {
                        D changed = device.apply(seed);
                        stretches.subList(0, last + 1).forEach(stretch -> stretch.change().accept(changed, 0L));
                        return changed;
                    },
                    sweepSeconds);
            optima.add(targetP99Nanos > 0 ? optimum.under(targetP99Nanos) : optimum);
        }
        return optima;
    }

    /** The mean scores, stretch by stretch, over runs with seeds from 1 on. */
    List<Score> meanScores(Function<ControllerOptions, Controller> controller, List<Optimum> optima, int seeds) {
        List<Run> runs = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            runs.add(run(controller, optima, seed));
        }
        List<Score> means = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            int stretch = i;
            means.add(Score.mean(runs.stream().map(run -> run.scores().get(stretch)).toList()));
        }
        return means;
    }

    /** Runs the whole script once. */
    Run run(Function<ControllerOptions, Controller> controller, List<Optimum> optima, long seed) {
        D made = device.apply(seed);
        Simulation simulation = new Simulation(made, controller.apply(options()), rings);
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            Stretch<D> stretch = stretches.get(i);
            stretch.change().accept(made, simulation.now());
            scores.add(run(simulation, stretch, optima.get(i), seed));
        }
        return new Run(scores, simulation);
    }

    private Score run(Simulation simulation, Stretch<D> stretch, Optimum optimum, long seed) {
        double offered = stretch.load() * optimum.throughput();
        if (stretch.load() >= 1) {
            simulation.saturate();
        } else if (stretch.load() > 0) {
            simulation.offer(offered, seed);
        } else {
            simulation.pause();
        }
        double possible = Math.min(offered, optimum.throughput());
        int from = simulation.timeline.size();
        simulation.run(stretch.seconds() / 2);
        int middle = simulation.timeline.size();
        LatencyHistogram.Snapshot before = simulation.latencies();
        long[] ringsBefore = ringCompletions(simulation);
        simulation.run(stretch.seconds() / 2);
        int to = simulation.timeline.size();
        LatencyHistogram.Snapshot after = simulation.latencies().minus(before);
        int window = (int) Math.max(5, Math.ceil(OPERATIONS_TO_JUDGE / Math.max(1, possible) * 100));
        Timeline timeline = simulation.timeline;
        double depth = timeline.meanInFlight(middle, to);
        return new Score(
                possible == 0 ? 1 : timeline.throughput(middle, to) / possible,
                depth / optimum.knee(),
                after.percentile(99) / optimum.p99Nanos(),
                timeline.reaches(0.9 * possible, from, to, window),
                timeline.settles(0.9 * possible, from, to, window, 5),
                timeline.limitVariation(middle, to),
                jain(ringsBefore, ringCompletions(simulation)),
                depth);
    }

    private long[] ringCompletions(Simulation simulation) {
        long[] all = new long[rings];
        for (int ring = 0; ring < rings; ring++) {
            all[ring] = simulation.completionsOfRing(ring);
        }
        return all;
    }

    private static double jain(long[] before, long[] after) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            double done = after[i] - before[i];
            sum += done;
            squares += done * done;
        }
        return squares == 0 ? 1 : sum * sum / (before.length * squares);
    }

    /** The scores of one run, stretch by stretch, and the simulation that made them. */
    record Run(List<Score> scores, Simulation simulation) {}
}
