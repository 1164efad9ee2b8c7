package io.auraio;

import io.auraio.adaptive.Controller;
import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.Decision;
import io.auraio.adaptive.DecisionLog;
import io.auraio.adaptive.LimitShare;
import io.auraio.adaptive.Phase;
import io.auraio.adaptive.Reason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * One controller and the rings whose limit it finds. Rings on one device share one: controllers of their own, each in search of the same
 * device's knee, would race one another far past it.
 *
 * <p>Each ring's driver reports what it saw every tick; the report that completes a tick advances the controller, and the new limit is
 * dealt out to the rings by what they ask for. The controller belongs to whoever holds the lock, which drivers alone take for long enough to
 * matter: a microsecond or two, a hundred times a second.
 */
final class Tuner {

    private static final long TICK_NANOS = ControllerOptions.DEFAULT_TICK_NANOS;

    /** One request in so many has its latency taken, unless the controller asks for more. */
    private static final int SAMPLE_EVERY = 8;

    private final String scope;

    /** The engine's number, for events; set before the tuner is known to a ring. */
    private long engine;

    private final SpinLock lock = new SpinLock();
    private final DecisionLog decisions = new DecisionLog(TunerStats.MAX_DECISIONS);

    // Guarded by the lock.
    private final Controller controller;
    private final Lane[] lanes;
    private final int[] demands;
    private final int[] shares;
    private long lastTickNanos = System.nanoTime();
    private long completions;
    private long bytes;
    private long inFlightNanos;

    // Written under the lock, read anywhere.
    private final AtomicLongArray decisionCounts = new AtomicLongArray(Reason.values().length);
    private volatile int limit;
    private volatile Phase phase;
    private volatile int sampleEvery;

    /**
     * For so many rings.
     *
     * @param scope what its limit is for, in words
     * @param greatestPerRing what one ring can hold, and so the most that it can ask for
     */
    Tuner(String scope, Controller controller, int ringCount, int greatestPerRing) {
        this.scope = scope;
        this.controller = controller;
        lanes = new Lane[ringCount];
        for (int i = 0; i < ringCount; i++) {
            lanes[i] = new Lane(this, greatestPerRing);
        }
        demands = new int[ringCount];
        shares = new int[ringCount];
        publish();
    }

    /** Its part on that ring; there is one for each ring that it was made for. */
    Lane lane(int ring) {
        return lanes[ring];
    }

    void engine(long number) {
        engine = number;
    }

    String scope() {
        return scope;
    }

    int limit() {
        return limit;
    }

    int sampleEvery() {
        return sampleEvery;
    }

    /** Whether the limit rests, and is neither being searched nor being changed. */
    boolean isHolding() {
        return switch (phase) {
            case SETTLING, STEADY, CONVERGED -> true;
            case BASELINE, PROBING, BACKOFF -> false;
        };
    }

    TunerStats stats() {
        return new TunerStats(scope, limit, Arrays.stream(lanes).mapToInt(Lane::inFlight).sum(), phase, decisionCounts(), decisions.snapshot());
    }

    private Map<Reason, Long> decisionCounts() {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            long count = decisionCounts.getOpaque(reason.ordinal());
            if (count > 0) {
                counts.put(reason, count);
            }
        }
        return counts;
    }

    /** A driver's report: adds what it saw since its last one, and advances the controller where a tick is due. */
    void report(Lane lane, long nowNanos) {
        Decision decision = null;
        Phase before = null;
        lock.lock();
        try {
            lane.feedSamples(controller);
            completions += lane.load().completions();
            bytes += lane.load().bytes();
            inFlightNanos += lane.load().inFlightNanos();
            lane.startNextReport();
            if (nowNanos - lastTickNanos >= TICK_NANOS) {
                before = phase;
                decision = tick(nowNanos);
            }
        } finally {
            lock.unlock();
        }
        if (decision != null) {
            DecisionEvent.emit(engine, scope, decision);
            PhaseChangeEvent.emit(engine, scope, before, decision.phase(), decision.limit());
        }
    }

    private Decision tick(long nowNanos) {
        long limitedNanos = 0;
        for (int i = 0; i < lanes.length; i++) {
            limitedNanos = Math.max(limitedNanos, lanes[i].limitedNanos());
            demands[i] = lanes[i].demand() - 1;
        }
        Decision decision = controller.tick(nowNanos, completions, bytes, inFlightNanos, limitedNanos);
        lastTickNanos = nowNanos;
        completions = 0;
        bytes = 0;
        inFlightNanos = 0;
        for (Lane lane : lanes) {
            lane.startNextTick();
        }
        if (decision != null) {
            decisions.add(decision);
            int reason = decision.reason().ordinal();
            decisionCounts.setOpaque(reason, decisionCounts.getPlain(reason) + 1);
        }
        if (decision != null || lanes.length > 1) {
            publish();
        }
        return decision;
    }

    /** Applies a setter of the controller's; it takes effect, and clamps the limit, at once. */
    void change(Consumer<Controller> setter) {
        lock.lock();
        try {
            setter.accept(controller);
            publish();
        } finally {
            lock.unlock();
        }
    }

    private void publish() {
        limit = controller.limit();
        phase = controller.phase();
        sampleEvery = Math.min(SAMPLE_EVERY, controller.sampleEvery());
        // One for each ring at least: a ring that may do nothing would never be heard of again.
        LimitShare.share(Math.max(0, limit - lanes.length), demands, shares);
        for (int i = 0; i < lanes.length; i++) {
            lanes[i].limit(shares[i] + 1);
        }
    }

    @Override
    public String toString() {
        return "Tuner[" + scope + ", limit=" + limit + ", phase=" + phase + ", shares=" + Arrays.toString(shares) + "]";
    }
}
