package io.auraio;

import io.auraio.syscall.Sqe;
import java.lang.foreign.MemorySegment;

/** What a request asks the kernel for: one of the constants of {@link Transfer}, or an object where it takes more than memory and an offset. */
interface Operation {

    /**
     * Writes the whole entry but for its user data.
     *
     * @param data what is transferred, or the vector that names it; null where nothing is
     */
    void fill(Sqe sqe, int fd, MemorySegment data, long offset);

    /** The system call that does the same, for messages. */
    String call();

    /** Whether its result counts bytes read. */
    default boolean reads() {
        return false;
    }

    /** Whether its result counts bytes written. */
    default boolean writes() {
        return false;
    }

    /** Whether stopping it leaves nothing half done. */
    default boolean isCancellable() {
        return true;
    }
}
