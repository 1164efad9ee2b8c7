package io.auraio;

import io.auraio.adaptive.Controller;
import io.auraio.adaptive.ControllerOptions;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests of one {@link Tuner} on one {@link Ring}: how many may be in flight, how many are, and what the driver has seen of them since
 * its last report.
 *
 * <p>What is not said otherwise belongs to the ring's driver; the tuner reads it in the driver's own call, or under its lock.
 */
final class Lane {

    /** Samples kept between two reports; more than these in one tick would tell nothing more. */
    private static final int MAX_SAMPLES = 1024;

    private final Tuner tuner;
    private final int greatest;

    /** Set before the lane is known to its ring. */
    private Backlog backlog;

    /** Written under the ring's lock, read anywhere. */
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Guarded by the ring's lock. */
    private int untilSample = 1;

    private final LoadMeter load = new LoadMeter(System.nanoTime());
    private final long[] sampledNanos = new long[MAX_SAMPLES];
    private final long[] submittedNanos = new long[MAX_SAMPLES];
    private int samples;
    private int outstanding;
    private long lastReportNanos = System.nanoTime();
    private boolean held;

    // Guarded by the tuner's lock: since its last tick.
    private long limitedNanos;
    private int peakInFlight;

    /** Written by the tuner, read anywhere. */
    private volatile int limit;

    /** Whether a request was refused at the limit since the last tick: somebody has more to do than it may. */
    private volatile boolean refused;

    Lane(Tuner tuner, int greatest) {
        this.tuner = tuner;
        this.greatest = greatest;
    }

    Tuner tuner() {
        return tuner;
    }

    void backlog(Backlog shared) {
        backlog = shared;
    }

    /** Who waits for room, here or in the lane of another ring. */
    Backlog backlog() {
        return backlog;
    }

    // ---- any thread

    /** Whether nothing more may be submitted now; without the ring's lock an answer of a moment ago. */
    boolean isFull() {
        return inFlight.getOpaque() >= limit;
    }

    int limit() {
        return limit;
    }

    int inFlight() {
        return inFlight.getOpaque();
    }

    void noteRefusal() {
        if (!refused) {
            refused = true;
        }
    }

    // ---- under the ring's lock

    void admit() {
        inFlight.setOpaque(inFlight.getPlain() + 1);
    }

    void leave() {
        inFlight.setOpaque(inFlight.getPlain() - 1);
    }

    /** The time, for a request whose latency is to be sampled; 0 for the others, which do not pay for the clock. */
    long sampledNow() {
        if (--untilSample > 0) {
            return 0;
        }
        untilSample = tuner.sampleEvery();
        return System.nanoTime();
    }

    // ---- the ring's driver

    /** Before the kernel is entered. */
    void noteEnter() {
        outstanding = inFlight.getOpaque();
    }

    /** After it: accounts the time inside, with what was outstanding then. */
    void noteReturn(long nowNanos) {
        load.advance(nowNanos, outstanding, limit);
    }

    void completed(int bytes) {
        load.completed(bytes);
    }

    void sample(long nowNanos, long submitted) {
        if (samples < MAX_SAMPLES) {
            sampledNanos[samples] = nowNanos;
            submittedNanos[samples++] = submitted;
        }
    }

    /** Reports to the tuner where a tick has passed since the last time. */
    void reportIfDue(long nowNanos) {
        long elapsed = nowNanos - lastReportNanos;
        if (elapsed >= ControllerOptions.DEFAULT_TICK_NANOS) {
            lastReportNanos = nowNanos;
            held = tuner.isHolding() && 2 * load.limitedNanos() >= elapsed;
            tuner.report(this, nowNanos);
        }
    }

    /** Whether the limit was held, and bound, for most of the time before the last report: when nothing else changes, a change is worth measuring. */
    boolean isHeld() {
        return held;
    }

    // ---- the tuner, in the driver's call and under the tuner's lock

    LoadMeter load() {
        return load;
    }

    void feedSamples(Controller controller) {
        for (int i = 0; i < samples; i++) {
            controller.sample(sampledNanos[i], submittedNanos[i]);
        }
        samples = 0;
    }

    void startNextReport() {
        limitedNanos += load.limitedNanos();
        peakInFlight = Math.max(peakInFlight, load.peakInFlight());
        load.reset();
    }

    // ---- the tuner, under its lock

    long limitedNanos() {
        return limitedNanos;
    }

    /** What the ring could use: all that it holds where its limit bound it, otherwise what it had in flight at most. */
    int demand() {
        return limitedNanos > 0 || refused ? greatest : Math.max(1, peakInFlight);
    }

    void startNextTick() {
        limitedNanos = 0;
        peakInFlight = 0;
        refused = false;
    }

    void limit(int operations) {
        limit = operations;
    }
}
