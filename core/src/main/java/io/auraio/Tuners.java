package io.auraio;

import io.auraio.adaptive.AimdController;
import io.auraio.adaptive.Controller;
import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.FixedController;
import io.auraio.adaptive.KneeController;
import io.auraio.syscall.Statx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine's tuners, and which of them a file's requests count for: as many as {@link Tuning} says. */
final class Tuners {

    private final long engine;
    private final EngineOptions options;
    private final Ring[] rings;
    private final List<Tuner> all = new CopyOnWriteArrayList<>();

    private volatile long targetP99Nanos;
    private volatile int minInFlight;

    /** The lanes of every file, by ring number; null where each file or device has its own. */
    private final Lane[] common;

    private final Map<String, Lane[]> byDevice = new ConcurrentHashMap<>();

    Tuners(long engine, EngineOptions options, Ring[] rings) {
        this.engine = engine;
        this.options = options;
        this.rings = rings;
        targetP99Nanos = options.targetP99().toNanos();
        minInFlight = options.minInFlight();
        if (options.tuning() == Tuning.RING || !options.adaptive()) {
            // A limit that is not tuned is each ring's own: there is nothing to share out.
            common = new Lane[rings.length];
            for (int i = 0; i < rings.length; i++) {
                common[i] = create("ring " + i, 1).lane(0);
            }
            addToRings(common);
        } else {
            common = options.tuning() == Tuning.ENGINE ? createLanes("engine") : null;
        }
    }

    /** The lanes of a file that is being opened, by ring number. */
    Lane[] lanesOf(Path path, Statx status) {
        if (common != null) {
            return common;
        }
        if (options.tuning() == Tuning.FILE) {
            return createLanes("file " + path);
        }
        return byDevice.computeIfAbsent(status.devMajor() + ":" + status.devMinor(), device -> createLanes("device " + device));
    }

    /**
     * The lanes of what opens, closes and asks about files, by ring number. No controller: how long those take says nothing of how many reads a
     * device can use, and a file can be closed while its reads are at their limit.
     */
    Lane[] lanesOfPaths() {
        Lane[] lanes = new Lane[rings.length];
        for (int i = 0; i < rings.length; i++) {
            ControllerOptions all = options.controller(1).withInitialInFlight(options.queueDepth());
            lanes[i] = new Tuner("paths", new FixedController(all), 1, options.queueDepth()).lane(0);
        }
        return lanes;
    }

    /** A file's last request is done and it is closed: what was its alone goes with it. */
    void release(Lane[] lanes) {
        if (options.tuning() == Tuning.FILE && lanes != common) {
            all.remove(lanes[0].tuner());
            for (int i = 0; i < rings.length; i++) {
                rings[i].lanes.remove(lanes[i]);
            }
        }
    }

    // Both setters note the value first: a tuner that is being made meanwhile applies it itself, or is in the list already, or both.

    /** For every controller that there is and that there will be. */
    void targetP99Nanos(long nanos) {
        targetP99Nanos = nanos;
        all.forEach(tuner -> tuner.change(controller -> controller.targetP99Nanos(nanos)));
    }

    /** For every controller that there is and that there will be. */
    void minInFlight(int operations) {
        minInFlight = operations;
        all.forEach(tuner -> tuner.change(controller -> controller.minInFlight(operations)));
        // There may be room now for those who wait, on rings whose drivers sleep.
        wakeDrivers();
    }

    private void wakeDrivers() {
        for (Ring ring : rings) {
            ring.sleep.wake();
        }
    }

    List<TunerStats> stats() {
        List<TunerStats> stats = new ArrayList<>();
        all.forEach(tuner -> stats.add(tuner.stats()));
        return stats;
    }

    /** Futures and blocking calls that wait for room. */
    long waiting() {
        return all.stream().map(tuner -> tuner.lane(0).backlog()).filter(Objects::nonNull).distinct().mapToLong(Backlog::waiting).sum();
    }

    private Lane[] createLanes(String scope) {
        Tuner tuner = create(scope, rings.length);
        Lane[] lanes = new Lane[rings.length];
        for (int i = 0; i < rings.length; i++) {
            lanes[i] = tuner.lane(i);
        }
        addToRings(lanes);
        return lanes;
    }

    private void addToRings(Lane[] lanes) {
        Backlog backlog = new Backlog(options.backlog(), this::wakeDrivers);
        for (int i = 0; i < rings.length; i++) {
            lanes[i].backlog(backlog);
            rings[i].lanes.add(lanes[i]);
        }
    }

    private Tuner create(String scope, int ringCount) {
        ControllerOptions tuning = options.controller(ringCount);
        Tuner tuner = new Tuner(scope, controller(tuning), ringCount, options.queueDepth());
        tuner.engine(engine);
        all.add(tuner);
        tuner.change(made -> {
            // It was made with the options' values: told them again, it would take them for a change by the user, and log one.
            if (targetP99Nanos != tuning.targetP99Nanos()) {
                made.targetP99Nanos(targetP99Nanos);
            }
            if (minInFlight != tuning.minInFlight()) {
                made.minInFlight(minInFlight);
            }
        });
        return tuner;
    }

    private Controller controller(ControllerOptions tuning) {
        if (!options.adaptive()) {
            return new FixedController(tuning);
        }
        return switch (options.algorithm()) {
            case KNEE -> new KneeController(tuning);
            case AIMD -> new AimdController(tuning);
        };
    }
}
