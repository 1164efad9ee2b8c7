package io.auraio.adaptive.simulation;

import io.auraio.adaptive.Controller;
import io.auraio.adaptive.Decision;
import io.auraio.adaptive.LatencyHistogram;
import io.auraio.adaptive.LimitShare;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine in virtual time: rings that keep a device busy up to the controller's limit, and a driver that ticks every 10 ms.
 *
 * <p>Deterministic: the same seeds give the same run. A script is plain code: run for a while, change the device or the load,
 * run on; then ask for a {@link Stretch} of what happened.
 */
final class Simulation {

    static final long TICK = 10_000_000;
    static final int MOST_IN_FLIGHT = 2048;
    private static final int DEVICE_EVENT = -1;
    private static final int ARRIVAL = -2;

    final Controller controller;
    final Timeline timeline = new Timeline();
    final List<Decision> decisions = new ArrayList<>();

    private final Device device;
    private final EventQueue events = new EventQueue();
    private final LatencyHistogram latencies = new LatencyHistogram();

    private final int[] inFlight;
    private final int[] shares;
    private final int[] demands;
    private final long[] ringCompletions;
    private final long[] submittedAt = new long[MOST_IN_FLIGHT];
    private final int[] ringOf = new int[MOST_IN_FLIGHT];
    private final int[] freeOperations = new int[MOST_IN_FLIGHT];
    private int freeCount;
    private int operationCount;

    private boolean saturating = true;
    private Noise arrivals;
    private double arrivalGapNanos;
    private long backlog;

    private Noise lateness;
    private long latestNanos;

    private long now;
    private long nextTick = TICK;
    private int allInFlight;
    private boolean limited;
    private long accountedUntil;
    private long inFlightNanos;
    private long limitedNanos;
    private long completions;
    private int untilSample;

    Simulation(Device device, Controller controller) {
        this(device, controller, 1);
    }

    Simulation(Device device, Controller controller, int rings) {
        this.device = device;
        this.controller = controller;
        device.simulation = this;
        inFlight = new int[rings];
        shares = new int[rings];
        demands = new int[rings];
        ringCompletions = new long[rings];
        controller.tick(0, 0, 0, 0, 0);
        share();
    }

    double seconds() {
        return now / 1e9;
    }

    LatencyHistogram.Snapshot latencies() {
        return latencies.snapshot();
    }

    long completionsOfRing(int ring) {
        return ringCompletions[ring];
    }

    long now() {
        return now;
    }

    /** From now on ticks come late, by up to so much. The timeline counts ticks and loses its measure. */
    void tickLate(double upToMillis, long seed) {
        lateness = new Noise(seed, 0, 0, 1);
        latestNanos = (long) (upToMillis * 1e6);
    }

    /** From now on the application always has more to submit. */
    void saturate() {
        saturating = true;
        arrivals = null;
    }

    /** From now on operations come at random, so many a second; those over the limit wait. */
    void offer(double perSecond, long seed) {
        saturating = false;
        arrivals = new Noise(seed, 0, 0, 1);
        arrivalGapNanos = 1e9 / perSecond;
        events.add(now, ARRIVAL);
    }

    /** From now on the application submits nothing. */
    void pause() {
        saturating = false;
        arrivals = null;
        backlog = 0;
    }

    void completeAt(long time, int operation) {
        events.add(time, operation);
    }

    void deviceEventAt(long time) {
        events.add(time, DEVICE_EVENT);
    }

    void run(double seconds) {
        long end = now + (long) (seconds * 1e9);
        fill();
        while (true) {
            long next = Math.min(events.next(), nextTick);
            if (next > end) {
                now = end;
                return;
            }
            now = next;
            if (now == nextTick) {
                tick();
            } else {
                handle(events.poll());
            }
            fill();
        }
    }

    private void handle(int event) {
        if (event == DEVICE_EVENT) {
            ((CurveDevice) device).served(now);
        } else if (event == ARRIVAL) {
            if (arrivals != null) {
                backlog++;
                events.add(now + (long) arrivals.exponential(arrivalGapNanos), ARRIVAL);
            }
        } else {
            complete(event);
        }
    }

    private void complete(int operation) {
        account();
        int ring = ringOf[operation];
        inFlight[ring]--;
        allInFlight--;
        completions++;
        ringCompletions[ring]++;
        latencies.record(now - submittedAt[operation]);
        if (--untilSample <= 0) {
            controller.sample(now, submittedAt[operation]);
            untilSample = controller.sampleEvery();
        }
        freeOperations[freeCount++] = operation;
    }

    private void fill() {
        account();
        limited = false;
        for (int ring = 0; ring < shares.length; ring++) {
            while (inFlight[ring] < shares[ring] && (saturating || backlog > 0)) {
                if (!saturating) {
                    backlog--;
                }
                submit(ring);
            }
        }
        limited = saturating || backlog > 0;
    }

    private void submit(int ring) {
        if (freeCount == 0) {
            freeOperations[freeCount++] = operationCount++;
        }
        int operation = freeOperations[--freeCount];
        submittedAt[operation] = now;
        ringOf[operation] = ring;
        inFlight[ring]++;
        allInFlight++;
        device.submit(now, operation);
    }

    private void account() {
        long elapsed = now - accountedUntil;
        inFlightNanos += allInFlight * elapsed;
        limitedNanos += limited ? elapsed : 0;
        accountedUntil = now;
    }

    private void tick() {
        account();
        timeline.add(controller.limit(), completions, inFlightNanos);
        Decision decision = controller.tick(now, completions, completions * 4096, inFlightNanos, limitedNanos);
        if (decision != null) {
            decisions.add(decision);
        }
        completions = 0;
        inFlightNanos = 0;
        limitedNanos = 0;
        share();
        nextTick += TICK + (lateness == null ? 0 : lateness.below((int) latestNanos));
    }

    private void share() {
        for (int ring = 0; ring < demands.length; ring++) {
            demands[ring] = saturating ? Integer.MAX_VALUE : inFlight[ring] + (int) Math.min(1 << 20, backlog);
        }
        LimitShare.share(controller.limit(), demands, shares);
    }
}
