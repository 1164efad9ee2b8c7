package io.auraio;

import io.auraio.adaptive.Controller;
import io.auraio.adaptive.ControllerOptions;

/**
 * One ring's part in a {@link Tuner}: its share of the limit, and what it has seen since its last report. All but the limit belongs to the
 * ring's driver; the tuner reads it in the driver's own call, or under its lock.
 */
final class TunedRing {

    /** Samples kept between two reports; more than these in one tick would tell nothing more. */
    private static final int MAX_SAMPLES = 1024;

    final LoadMeter load = new LoadMeter(System.nanoTime());

    private final Tuner tuner;
    private final int greatest;
    private final long[] sampledNanos = new long[MAX_SAMPLES];
    private final long[] submittedNanos = new long[MAX_SAMPLES];
    private int samples;
    private long lastReportNanos = System.nanoTime();

    // Guarded by the tuner's lock: since its last tick.
    private long limitedNanos;
    private int peakInFlight;

    private volatile int limit;

    /** Requests refused at the limit, as somebody counts who has more to do than it may. */
    private volatile boolean refused;

    TunedRing(Tuner tuner, int greatest) {
        this.tuner = tuner;
        this.greatest = greatest;
    }

    Tuner tuner() {
        return tuner;
    }

    /** Requests that the ring may have in flight. Any thread. */
    int limit() {
        return limit;
    }

    void limit(int operations) {
        limit = operations;
    }

    /** Any thread: a request was refused at the limit. */
    void refused() {
        if (!refused) {
            refused = true;
        }
    }

    void sample(long nowNanos, long submitted) {
        if (samples < MAX_SAMPLES) {
            sampledNanos[samples] = nowNanos;
            submittedNanos[samples++] = submitted;
        }
    }

    /** Reports to the tuner where a tick has passed since the last time. */
    void reportIfDue(long nowNanos) {
        if (nowNanos - lastReportNanos >= ControllerOptions.DEFAULT_TICK_NANOS) {
            lastReportNanos = nowNanos;
            tuner.report(this, nowNanos);
        }
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
}
