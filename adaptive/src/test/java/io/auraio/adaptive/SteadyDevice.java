package io.auraio.adaptive;

import java.util.ArrayList;
import java.util.List;

/**
 * A device without noise and its driver: so many channels at a time, each operation of the same length, what is over the channels
 * waits. For tests that need exact figures; the simulated devices with noise are in the package beside.
 */
final class SteadyDevice {

    static final long TICK = 10_000_000;

    final List<Decision> decisions = new ArrayList<>();
    final Controller controller;
    int channels;
    double serviceNanos = 100_000;
    boolean limited = true;
    long now = 1;

    SteadyDevice(Controller controller, int channels) {
        this.controller = controller;
        this.channels = channels;
        controller.tick(now, 0, 0, 0, 0);
    }

    /** Ticks of work at the limit; where the application does not fill it, a tenth of the time is bound. */
    SteadyDevice run(int ticks) {
        for (int i = 0; i < ticks; i++) {
            double busy = Math.min(channels, controller.limit());
            long completions = Math.round(busy * TICK / serviceNanos);
            long latency = (long) (serviceNanos * controller.limit() / busy);
            tick(completions, latency, limited ? TICK : TICK / 10);
        }
        return this;
    }

    /** One tick with whatever figures; the latency is that of all samples. */
    Decision tick(long completions, long latency, long limitedNanos) {
        now += TICK;
        for (long n = 0; n < Math.max(1, completions / controller.sampleEvery()); n++) {
            // Spread over the tick, so that the operations of before a change of the limit can be told from those after it.
            long reaped = now - n * TICK / Math.max(1, completions);
            controller.sample(reaped, reaped - latency);
        }
        Decision decision =
                controller.tick(now, completions, completions * 4096, controller.limit() * TICK, limitedNanos);
        if (decision != null) {
            decisions.add(decision);
        }
        return decision;
    }

    List<Reason> reasons() {
        return decisions.stream().map(Decision::reason).toList();
    }
}
