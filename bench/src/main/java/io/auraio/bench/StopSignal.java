package io.auraio.bench;

/** Tells a run to come to its end early; raised by the shutdown hook, looked at by whoever is at work. */
final class StopSignal {
    private final StopSignal parent;

    // volatile: the working threads must see it soon after it was raised, and nothing else is published with it.
    private volatile boolean raised;

    StopSignal() {
        this(null);
    }

    /** Raised as well where {@code parent} is; null: only where it is itself. */
    StopSignal(StopSignal parent) {
        this.parent = parent;
    }

    void raise() {
        raised = true;
    }

    boolean isRaised() {
        return raised || parent != null && parent.isRaised();
    }
}
