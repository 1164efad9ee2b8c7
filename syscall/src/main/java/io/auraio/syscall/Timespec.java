package io.auraio.syscall;

import static io.auraio.syscall.Struct.TIMESPEC;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code struct __kernel_timespec}: a time as the ring's timeouts take it. */
public final class Timespec {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final long TV_SEC = offset(TIMESPEC, "tv_sec");
    private static final long TV_NSEC = offset(TIMESPEC, "tv_nsec");

    private Timespec() {
    }

    /**
     * Writes a time.
     *
     * @param arena where it is allocated
     * @param nanos nanoseconds, 0 or above
     * @return the struct
     * @throws IllegalArgumentException where {@code nanos} is negative
     */
    public static MemorySegment of(Arena arena, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("nanos=" + nanos + ", must be 0 or above");
        }
        MemorySegment timespec = arena.allocate(TIMESPEC);
        put(timespec.address(), nanos);
        return timespec;
    }

    /** Into memory of this package's own. */
    static void put(long address, long nanos) {
        Memory.putLong(address + TV_SEC, nanos / NANOS_PER_SECOND);
        Memory.putLong(address + TV_NSEC, nanos % NANOS_PER_SECOND);
    }
}
