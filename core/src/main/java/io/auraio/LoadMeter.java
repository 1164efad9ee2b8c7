package io.auraio;

/**
 * What the controller wants to know of the time between two ticks: completions, bytes, the integral of operations in flight over
 * time, and for how long the limit kept operations out. The driver's alone.
 */
final class LoadMeter {

    private long lastNanos;
    private long completions;
    private long bytes;
    private long inFlightNanos;
    private long limitedNanos;
    private int peakInFlight;

    LoadMeter(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** Accounts the time since the last call, during which {@code inFlight} operations were out. */
    void advance(long nowNanos, int inFlight, int limit) {
        long elapsed = nowNanos - lastNanos;
        lastNanos = nowNanos;
        inFlightNanos += elapsed * inFlight;
        peakInFlight = Math.max(peakInFlight, inFlight);
        if (inFlight >= limit) {
            limitedNanos += elapsed;
        }
    }

    void completed(int bytesMoved) {
        completions++;
        bytes += bytesMoved;
    }

    long completions() {
        return completions;
    }

    long bytes() {
        return bytes;
    }

    long inFlightNanos() {
        return inFlightNanos;
    }

    long limitedNanos() {
        return limitedNanos;
    }

    int peakInFlight() {
        return peakInFlight;
    }

    /** Begins the next tick's account. */
    void reset() {
        completions = 0;
        bytes = 0;
        inFlightNanos = 0;
        limitedNanos = 0;
        peakInFlight = 0;
    }
}
