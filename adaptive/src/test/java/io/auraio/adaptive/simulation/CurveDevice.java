package io.auraio.adaptive.simulation;

import java.util.function.IntToDoubleFunction;

/**
 * A device with any throughput curve: while n operations are in flight, one of them completes every 1 / curve(n) seconds on average.
 * Which one is the oldest, or, for a disk that goes where its arm is, any.
 */
final class CurveDevice extends Device {

    private final Noise noise;
    private final IntToDoubleFunction curve;
    private final boolean reorders;
    private final int[] queue = new int[Simulation.MOST_IN_FLIGHT];
    private int head;
    private int tail;
    private double extraNanos;
    private double slowdown = 1;
    private Wander wander = Wander.NONE;

    /** {@code curve}: in flight to operations a second. {@code sigma}: of the noise between two completions. */
    CurveDevice(long seed, IntToDoubleFunction curve, double sigma, boolean reorders) {
        noise = new Noise(seed, sigma, 0.001, 5);
        this.curve = curve;
        this.reorders = reorders;
    }

    /** A delay after the device, from now on: a longer cable, not a slower device. */
    void extraMicros(double micros) {
        extraNanos = micros * 1e3;
    }

    /** From now on everything takes so many times as long. */
    void slowdown(double factor) {
        slowdown = factor;
    }

    /** Everything takes up to so much longer or shorter. */
    CurveDevice wanders(double upTo) {
        wander = new Wander(upTo);
        return this;
    }

    @Override
    void submit(long now, int operation) {
        queue[tail++ & queue.length - 1] = operation;
        if (tail - head == 1) {
            serveOne(now, 1);
        }
    }

    private void serveOne(long now, int inFlight) {
        int waiting = tail - head;
        if (reorders) {
            int chosen = head + noise.below(waiting) & queue.length - 1;
            int operation = queue[chosen];
            queue[chosen] = queue[head & queue.length - 1];
            queue[head & queue.length - 1] = operation;
        }
        long gap = (long) (slowdown * wander.factor(now) * 1e9 / curve.applyAsDouble(inFlight) * noise.factor());
        simulation.deviceEventAt(now + gap);
    }

    /** The operation being served is done. */
    void served(long now) {
        int operation = queue[head++ & queue.length - 1];
        simulation.completeAt(now + (long) extraNanos, operation);
        if (head != tail) {
            // The one that leaves is replaced in the same moment, unless it is still on its way.
            serveOne(now, tail - head + (extraNanos == 0 ? 1 : 0));
        }
    }
}
