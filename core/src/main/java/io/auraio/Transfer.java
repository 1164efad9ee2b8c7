package io.auraio;

import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** Reads, writes and syncs: the operations of which nothing is allocated. */
enum Transfer implements Operation {
    READ,
    WRITE,
    READV,
    WRITEV,
    FSYNC,
    FDATASYNC;

    @Override
    public void fill(Sqe sqe, int fd, MemorySegment data, long offset) {
        switch (this) {
            case READ -> sqe.read(fd, data, offset);
            case WRITE -> sqe.write(fd, data, offset);
            case READV -> sqe.readv(fd, data, offset, 0);
            case WRITEV -> sqe.writev(fd, data, offset, 0);
            case FSYNC -> sqe.fsync(fd, 0);
            case FDATASYNC -> sqe.fsync(fd, Sqe.IORING_FSYNC_DATASYNC);
        }
    }

    /** READ and WRITE as far as the page cache serves them without waiting: the bytes, {@code -EAGAIN}, or another {@code -errno}. */
    long withoutWaiting(int fd, MemorySegment data, long offset) {
        return this == READ ? Libc.preadv2(fd, data, offset, Libc.RWF_NOWAIT) : Libc.pwritev2(fd, data, offset, Libc.RWF_NOWAIT);
    }

    /** The same by a plain system call, which may block: its answer, or {@code -errno}. */
    long straight(int fd, MemorySegment data, long offset) {
        return switch (this) {
            case READ -> Libc.pread(fd, data, offset);
            case WRITE -> Libc.pwrite(fd, data, offset);
            case READV -> Libc.preadv(fd, data, offset);
            case WRITEV -> Libc.pwritev(fd, data, offset);
            case FSYNC -> Libc.fsync(fd);
            case FDATASYNC -> Libc.fdatasync(fd);
        };
    }

    @Override
    public String call() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void fill(Sqe sqe, int fd, MemorySegment data, long offset, int place) {
        if (place < 0) {
            fill(sqe, fd, data, offset);
        } else if (this == READ) {
            sqe.readFixed(fd, data, 0, (int) data.byteSize(), offset, place);
        } else {
            assert this == WRITE : this + " takes vectors, or no memory";
            sqe.writeFixed(fd, data, 0, (int) data.byteSize(), offset, place);
        }
    }

    @Override
    public boolean reads() {
        return this == READ || this == READV;
    }

    @Override
    public boolean writes() {
        return this == WRITE || this == WRITEV;
    }

    @Override
    public boolean isSync() {
        return this == FSYNC || this == FDATASYNC;
    }
}
