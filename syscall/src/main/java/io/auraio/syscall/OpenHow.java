package io.auraio.syscall;

import static io.auraio.syscall.Struct.OPEN_HOW;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code struct open_how}: how {@link Sqe#openat2} opens. Source: {@code openat2(2)}. */
public final class OpenHow {
    /** No way from one mount to another. */
    public static final int RESOLVE_NO_XDEV = 1;
    /** No symbolic links of the kernel's own, as in /proc. */
    public static final int RESOLVE_NO_MAGICLINKS = 2;
    /** No symbolic links at all. */
    public static final int RESOLVE_NO_SYMLINKS = 4;
    /** No way out of the directory: EXDEV. */
    public static final int RESOLVE_BENEATH = 8;
    /** The directory is the root of the path. */
    public static final int RESOLVE_IN_ROOT = 0x10;

    private OpenHow() {
    }

    /**
     * Writes the struct.
     *
     * @param arena where it is allocated
     * @param flags {@link OpenFlags}
     * @param mode permissions of a file that is created; otherwise 0
     * @param resolve 0, or {@code RESOLVE_*}
     * @return the struct
     */
    public static MemorySegment of(Arena arena, int flags, int mode, int resolve) {
        MemorySegment how = arena.allocate(OPEN_HOW);
        Memory.putLong(how.address() + offset(OPEN_HOW, "flags"), flags);
        Memory.putLong(how.address() + offset(OPEN_HOW, "mode"), mode);
        Memory.putLong(how.address() + offset(OPEN_HOW, "resolve"), resolve);
        return how;
    }
}
