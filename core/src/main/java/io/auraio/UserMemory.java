package io.auraio;

import java.lang.foreign.MemorySegment;

/**
 * Memory of the caller's that is not the kernel's for the taking: it lies on the heap, or has a position to be moved. Used by one thread after the other: who
 * hands it on publishes it.
 */
interface UserMemory {

    /** What {@link HeldMemory} takes to keep the memory from being given back. */
    Object held();

    /** What the kernel is given next; for a write it holds the bytes. */
    MemorySegment next();

    /**
     * Takes what a request transferred.
     *
     * @param result as in {@link IoCallback}
     * @return whether there is more to be asked for
     */
    boolean transferred(int result);

    /** Bytes transferred so far. */
    long done();

    /** Nothing more is transferred: moves positions, gives the pool's buffers back. Once. */
    void end();
}
