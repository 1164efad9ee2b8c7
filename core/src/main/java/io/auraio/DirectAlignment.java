package io.auraio;

import io.auraio.syscall.Statx;

/** What O_DIRECT asks of offsets and memory on one file, from {@code statx(2)}. */
final class DirectAlignment {

    /**
     * Where the kernel (before 6.1) or the file system does not say: the smallest sector that a disk has. A file system that wants more answers EINVAL
     * to the request.
     */
    private static final int UNKNOWN = 512;

    private DirectAlignment() {}

    static int ofOffsets(Statx status) {
        return status.dioOffsetAlign() == 0 ? UNKNOWN : status.dioOffsetAlign();
    }

    static int ofMemory(Statx status) {
        return status.dioMemAlign() == 0 ? UNKNOWN : status.dioMemAlign();
    }
}
