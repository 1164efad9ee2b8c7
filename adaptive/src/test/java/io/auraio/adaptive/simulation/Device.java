package io.auraio.adaptive.simulation;

/** A device of the simulation: told of each operation, it says when that completes. Times in nanoseconds. */
abstract class Device {

    /** Set by the simulation: where completions go. */
    Simulation simulation;

    /** Takes an operation, and calls {@link Simulation#completeAt} for it now or later. */
    abstract void submit(long now, int operation);

    /** An operation of this device completed just now. */
    void completed(long now, int operation) {}
}
