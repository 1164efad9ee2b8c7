package io.auraio.bench.peers;

/** Says when a run is over: looked at between operations, since a look at the clock would cost more. */
final class Stop {
    private volatile boolean raised;

    /** Is raised by a thread of its own after so long. */
    static Stop after(long nanos) {
        Stop stop = new Stop();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            } catch (InterruptedException e) {
                // Nobody interrupts it; if somebody did, the run would end early and say so by its time.
            }
            stop.raised = true;
        });
        return stop;
    }

    boolean isRaised() {
        return raised;
    }
}
