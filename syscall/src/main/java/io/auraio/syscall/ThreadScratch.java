package io.auraio.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A thread's own 64 bytes of native memory, in which a call leaves its errno and finds its small arguments.
 *
 * <p>The memory belongs to the thread because errno does: a downcall copies it into {@link #capture} before the
 * JVM's own calls can overwrite it. It lives as long as the thread or somebody's cached reference.
 */
final class ThreadScratch {
    private static final ThreadLocal<ThreadScratch> CURRENT = ThreadLocal.withInitial(ThreadScratch::new);

    private static final long ERRNO_OFFSET = 0;
    private static final long GETEVENTS_OFFSET = 8;
    private static final long TIMESPEC_OFFSET = GETEVENTS_OFFSET + 24;
    private static final long VALUE_OFFSET = TIMESPEC_OFFSET + 16;
    private static final long SIZE_BYTES = 64;

    /**
     * Whose scratch this is. The number and not the thread: a ring's maps are given back once nothing reaches the ring, and what gives them back holds a
     * scratch, while a thread holds what it ran for as long as it is reachable, even after its end.
     */
    private final long threadId = Thread.currentThread().threadId();

    /** Where downcalls write errno. */
    final MemorySegment capture;

    private final MemorySegment memory;

    private ThreadScratch() {
        memory = Arena.ofAuto().allocate(SIZE_BYTES, Long.BYTES);
        capture = memory.asSlice(ERRNO_OFFSET, Integer.BYTES);
    }

    static ThreadScratch current() {
        return CURRENT.get();
    }

    /** Whether it is the calling thread's: a cached reference is checked before use. */
    boolean isMine() {
        return threadId == Thread.currentThread().threadId();
    }

    /** The errno of the last downcall that captured into this scratch. */
    int errno() {
        return Memory.getInt(capture.address());
    }

    /** Room for one {@code struct io_uring_getevents_arg}. */
    long geteventsArg() {
        return memory.address() + GETEVENTS_OFFSET;
    }

    /** Room for one {@code struct __kernel_timespec}. */
    long timespec() {
        return memory.address() + TIMESPEC_OFFSET;
    }

    /** Room for one {@code struct iovec}, where {@link #value} is too: a call uses one of them. */
    long iovec() {
        return memory.address() + VALUE_OFFSET;
    }

    /** Room for one 64-bit value. */
    long value() {
        return memory.address() + VALUE_OFFSET;
    }
}
