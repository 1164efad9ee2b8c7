package io.auraio;

import io.auraio.adaptive.Controller;
import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.Decision;
import io.auraio.adaptive.LimitShare;
import io.auraio.adaptive.Phase;
import java.util.Arrays;
import java.util.List;
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

    private final SpinLock lock = new SpinLock();
    private final DecisionLog decisions = new DecisionLog();

    // Guarded by the lock.
    private final Controller controller;
    private final TunedRing[] rings;
    private final int[] demands;
    private final int[] shares;
    private long lastTickNanos = System.nanoTime();
    private long completions;
    private long bytes;
    private long inFlightNanos;

    // Written under the lock, read anywhere.
    private volatile int limit;
    private volatile Phase phase;
    private volatile int sampleEvery;

    /**
     * For so many rings.
     *
     * @param greatestPerRing what one ring can hold, and so the most that it can ask for
     */
    Tuner(Controller controller, int ringCount, int greatestPerRing) {
        this.controller = controller;
        rings = new TunedRing[ringCount];
        for (int i = 0; i < ringCount; i++) {
            rings[i] = new TunedRing(this, greatestPerRing);
        }
        demands = new int[ringCount];
        shares = new int[ringCount];
        publish();
    }

    TunedRing ring(int index) {
        return rings[index];
    }

    int limit() {
        return limit;
    }

    Phase phase() {
        return phase;
    }

    int sampleEvery() {
        return sampleEvery;
    }

    List<Decision> decisions() {
        return decisions.toList();
    }

    /** A driver's report: adds what the ring saw since its last one, and advances the controller where a tick is due. */
    void report(TunedRing ring, long nowNanos) {
        lock.lock();
        try {
            ring.feedSamples(controller);
            completions += ring.load.completions();
            bytes += ring.load.bytes();
            inFlightNanos += ring.load.inFlightNanos();
            ring.startNextReport();
            if (nowNanos - lastTickNanos >= TICK_NANOS) {
                tick(nowNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tick(long nowNanos) {
        long limitedNanos = 0;
        for (int i = 0; i < rings.length; i++) {
            limitedNanos = Math.max(limitedNanos, rings[i].limitedNanos());
            demands[i] = rings[i].demand() - 1;
        }
        Decision decision = controller.tick(nowNanos, completions, bytes, inFlightNanos, limitedNanos);
        lastTickNanos = nowNanos;
        completions = 0;
        bytes = 0;
        inFlightNanos = 0;
        for (TunedRing ring : rings) {
            ring.startNextTick();
        }
        if (decision != null) {
            decisions.add(decision);
        }
        if (decision != null || rings.length > 1) {
            publish();
        }
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
        LimitShare.share(Math.max(0, limit - rings.length), demands, shares);
        for (int i = 0; i < rings.length; i++) {
            rings[i].limit(shares[i] + 1);
        }
    }

    @Override
    public String toString() {
        return "Tuner[limit=" + limit + ", phase=" + phase + ", shares=" + Arrays.toString(shares) + "]";
    }
}
