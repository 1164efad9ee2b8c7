package io.auraio.adaptive.simulation;

import java.util.PriorityQueue;

/**
 * Flash: a bus that carries one operation after another, then whichever channel is free first. The knee is where all channels are
 * busy, or where the bus is. Channels can be taken away and given back, the service time can change, the whole device can stall, and
 * its speed can stray.
 */
final class ChannelDevice extends Device {

    private final Noise noise;
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();
    private final int channels;
    private double overheadNanos = 10_000;
    private double serviceNanos;
    private double busNanos;
    private long busFreeAt;
    private double stallEveryNanos;
    private long nextStall = Long.MAX_VALUE;
    private long stalledUntil;
    // The same course in every run, so that what fixed depths give can be compared with.
    private final Noise course = new Noise(1, 0, 0, 1);
    private double wander;
    private double wanderFactor = 1;
    private long nextWander = Long.MAX_VALUE;
    private double[] sizeFactors = {1};

    ChannelDevice(long seed, int channels, double serviceMicros) {
        noise = new Noise(seed, 0.3, 0.002, 6);
        this.channels = channels;
        this.serviceNanos = serviceMicros * 1e3;
        for (int i = 0; i < channels; i++) {
            freeAt.add(0L);
        }
    }

    void serviceMicros(double micros) {
        serviceNanos = micros * 1e3;
    }

    void busMicros(double micros) {
        busNanos = micros * 1e3;
    }

    /** How much longer than usual an operation may take, by its size: one of these, each as often. */
    ChannelDevice sizeFactors(double... factors) {
        sizeFactors = factors;
        return this;
    }

    /** From now on only so many channels work for us. */
    void channelsLeft(long now, int left) {
        while (freeAt.size() > left) {
            freeAt.poll();
        }
        while (freeAt.size() < Math.min(left, channels)) {
            freeAt.add(now);
        }
    }

    /** Garbage collection: nothing is served for 8 to 20 ms, on average once in the given time. */
    ChannelDevice stallEveryMillis(double millis) {
        stallEveryNanos = millis * 1e6;
        nextStall = (long) noise.exponential(stallEveryNanos);
        return this;
    }

    /** Service time strays by up to so much either way, a little every 50 ms: a host shared with others. */
    ChannelDevice wanders(double upTo) {
        wander = upTo;
        nextWander = 0;
        return this;
    }

    @Override
    void submit(long now, int operation) {
        while (now >= nextStall) {
            stalledUntil = nextStall + 8_000_000 + noise.below(12_000_000);
            nextStall = stalledUntil + (long) noise.exponential(stallEveryNanos);
        }
        while (now >= nextWander) {
            double step = wander / 4 * (course.below(2) == 0 ? -1 : 1);
            wanderFactor = Math.clamp(wanderFactor + step, 1 - wander, 1 + wander);
            nextWander += 50_000_000;
        }
        double size = sizeFactors.length == 1 ? sizeFactors[0] : sizeFactors[noise.below(sizeFactors.length)];
        busFreeAt = Math.max(now, busFreeAt) + (long) (busNanos * size);
        long start = Math.max(Math.max(busFreeAt, stalledUntil), freeAt.poll());
        long done = start + (long) (serviceNanos * wanderFactor * size * noise.factor());
        freeAt.add(done);
        simulation.completeAt(done + (long) overheadNanos, operation);
    }
}
