package io.auraio;

import io.auraio.syscall.Sqe;
import java.lang.foreign.MemorySegment;

/** What a request asks the kernel for. */
enum Operation {
    READ,
    WRITE,
    FSYNC,
    FDATASYNC;

    /** Writes the whole entry but for its user data. The syncs take neither data nor offset. */
    void fill(Sqe sqe, int fd, MemorySegment data, long offset) {
        switch (this) {
            case READ -> sqe.read(fd, data, offset);
            case WRITE -> sqe.write(fd, data, offset);
            case FSYNC -> sqe.fsync(fd, 0);
            case FDATASYNC -> sqe.fsync(fd, Sqe.IORING_FSYNC_DATASYNC);
        }
    }
}
