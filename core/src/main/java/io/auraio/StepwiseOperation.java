package io.auraio;

import io.auraio.syscall.Sqe;
import java.lang.foreign.MemorySegment;

/**
 * What a request does in several operations of the kernel's, one after the other, or in one that has to wait its turn: it keeps its slot, its handle
 * and its memory from the submission to the end of the last step.
 *
 * <p>It is its request's callback too, and turns the result into what the user's callback wants. An object for each request.
 */
abstract class StepwiseOperation implements Operation, IoCallback {

    /** Writes the entry of the step that is next. Under the ring's lock. */
    abstract void fill(Sqe sqe);

    @Override
    public final void fill(Sqe sqe, int fd, MemorySegment data, long offset) {
        fill(sqe);
    }

    @Override
    public final boolean takesRegisteredFile() {
        return false;
    }

    /**
     * The driver, when the kernel has ended a step: takes what is to be had of the request's memory, which it loses with the last step. Not called where
     * the ring failed and the kernel may still be at it.
     *
     * @return whether there is another step
     */
    abstract boolean continues(int result);
}
