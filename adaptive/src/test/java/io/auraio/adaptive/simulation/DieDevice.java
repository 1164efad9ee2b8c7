package io.auraio.adaptive.simulation;

/** Flash whose operations each have to wait for one certain die: queues form at some while others idle, so the knee is soft. */
final class DieDevice extends Device {

    private final Noise noise;
    private final long[] freeAt;
    private final double serviceNanos;

    DieDevice(long seed, int dies, double serviceMicros) {
        noise = new Noise(seed, 0.6, 0.001, 4);
        freeAt = new long[dies];
        serviceNanos = serviceMicros * 1e3;
    }

    @Override
    void submit(long now, int operation) {
        int die = noise.below(freeAt.length);
        freeAt[die] = Math.max(now, freeAt[die]) + (long) (serviceNanos * noise.factor());
        simulation.completeAt(freeAt[die] + 10_000, operation);
    }
}
