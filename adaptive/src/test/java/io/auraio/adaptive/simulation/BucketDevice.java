package io.auraio.adaptive.simulation;

/** A volume in a network: a round trip, behind a token bucket that lets so many operations a second pass. */
final class BucketDevice extends Device {

    private final Noise noise;
    private final double gapNanos;
    private final double roundTripNanos;
    private double passAt;

    BucketDevice(long seed, double operationsPerSecond, double roundTripMicros) {
        noise = new Noise(seed, 0.15, 0.005, 3);
        gapNanos = 1e9 / operationsPerSecond;
        roundTripNanos = roundTripMicros * 1e3;
    }

    @Override
    void submit(long now, int operation) {
        passAt = Math.max(now, passAt + gapNanos);
        simulation.completeAt((long) (passAt + roundTripNanos * noise.factor()), operation);
    }
}
