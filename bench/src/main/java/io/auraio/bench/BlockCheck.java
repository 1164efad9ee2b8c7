package io.auraio.bench;

import java.lang.foreign.MemorySegment;

/** Looks at each block that a job has read. Runs on the worker's thread between two operations, so it should be quick. */
interface BlockCheck {
    /** {@code block} was read from {@code offset}; it is reused as soon as this returns. */
    void check(MemorySegment block, long offset);
}
