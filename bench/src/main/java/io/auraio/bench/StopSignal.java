package io.auraio.bench;

/** Tells a run to come to its end early; raised by the shutdown hook, looked at by whoever is at work. */
final class StopSignal {
    // volatile: the working threads must see it soon after it was raised, and nothing else is published with it.
    private volatile boolean raised;

    void raise() {
        raised = true;
    }

    boolean isRaised() {
        return raised;
    }
}
