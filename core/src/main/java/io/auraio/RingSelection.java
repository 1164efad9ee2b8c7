package io.auraio;

/** Which ring a request goes to, in an engine of several. */
public enum RingSelection {
    /**
     * The ring of the submitting thread's CPU, until three quarters of its limit are in flight; then the lighter of two others chosen at random. A ring that
     * has more than twice the average in flight keeps its own: where a single ring is busy, its threads are, and would carry their load along.
     */
    ADAPTIVE,
    /** The ring of the submitting thread's CPU, always: nothing crosses between CPUs, and a thread has one ring's limit. */
    CPU_LOCAL,
    /** One ring after the other: all rings serve a single thread. */
    ROUND_ROBIN
}
