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
    private Wander wander = Wander.NONE;
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

    /** Service time strays by up to so much either way. */
    ChannelDevice wanders(double upTo) {
        wander = new Wander(upTo);
        return this;
    }

    @Override
    void submit(long now, int operation) {
        while (now >= nextStall) {
            stalledUntil = nextStall + 8_000_000 + noise.below(12_000_000);
            nextStall = stalledUntil + (long) noise.exponential(stallEveryNanos);
        }
        double size = sizeFactors.length == 1 ? sizeFactors[0] : sizeFactors[noise.below(sizeFactors.length)];
        busFreeAt = Math.max(now, busFreeAt) + (long) (busNanos * size);
        long start = Math.max(Math.max(busFreeAt, stalledUntil), freeAt.poll());
        long done = start + (long) (serviceNanos * wander.factor(now) * size * noise.factor());
        freeAt.add(done);
        simulation.completeAt(done + (long) overheadNanos, operation);
    }
}
