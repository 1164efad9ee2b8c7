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

    /**
     * As {@link #fill(Sqe, int, MemorySegment, long)}, with memory that may be registered.
     *
     * @param place where in the ring's registered buffers {@code data} lies; negative where it does not
     */
    default void fill(Sqe sqe, int fd, MemorySegment data, long offset, int place) {
        fill(sqe, fd, data, offset);
    }

    /** Whether its result counts bytes read. */
    default boolean reads() {
        return false;
    }

    /** Whether its result counts bytes written. */
    default boolean writes() {
        return false;
    }

    /** Whether its file may be named by a place in the ring's table of registered files. */
    default boolean takesRegisteredFile() {
        return true;
    }

    /** Whether it makes durable what others wrote. */
    default boolean isSync() {
        return false;
    }

    /** Whether stopping it leaves nothing half done. */
    default boolean isCancellable() {
        return true;
    }
}
