package io.auraio.syscall;

import static io.auraio.syscall.Struct.IOVEC;
import static io.auraio.syscall.Struct.SQE;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/** One entry of a {@link ThreadRing}, as it was taken, and the plain system call that does what it asks for. */
final class ThreadOperation {
    private static final long OPCODE = offset(SQE, "opcode");
    private static final long FLAGS = offset(SQE, "flags");
    private static final long FD = offset(SQE, "fd");
    private static final long OFF = offset(SQE, "off");
    private static final long ADDR = offset(SQE, "addr");
    private static final long LEN = offset(SQE, "len");
    private static final long OP_FLAGS = offset(SQE, "rw_flags");
    private static final long USER_DATA = offset(SQE, "user_data");

    /** How soon a read or write that waits for the other end of a pipe sees that it was cancelled. */
    private static final int CANCEL_LOOK_MILLIS = 20;

    private static final int QUEUED = 0;
    private static final int RUNNING = 1;
    private static final int CANCELLED = 2;

    final int opcode;
    final int fd;
    final long address;
    final int length;
    final int opFlags;
    final long userData;

    /** What runs only where this one was whole. */
    ThreadOperation next;

    private final long offset;
    private final boolean linked;
    private final AtomicInteger state = new AtomicInteger(QUEUED);
    private volatile boolean told;

    /** The entry at that address; {@code files} are the ring's registered ones. */
    ThreadOperation(long entry, int[] files) {
        int flags = Memory.getByte(entry + FLAGS);
        int named = Memory.getInt(entry + FD);
        opcode = Memory.getByte(entry + OPCODE);
        fd = (flags & Sqe.IOSQE_FIXED_FILE) == 0 ? named : named >= 0 && named < files.length ? files[named] : -1;
        offset = Memory.getLong(entry + OFF);
        address = Memory.getLong(entry + ADDR);
        length = Memory.getInt(entry + LEN);
        opFlags = Memory.getInt(entry + OP_FLAGS);
        userData = Memory.getLong(entry + USER_DATA);
        linked = (flags & Sqe.IOSQE_IO_LINK) != 0;
    }

    boolean isLinked() {
        return linked;
    }

    /** Whether it is still to be run, by the calling thread. */
    boolean begin() {
        return state.compareAndSet(QUEUED, RUNNING);
    }

    /** Whether it will not run, and the caller has to end it; what runs already is told to end, if it can. */
    boolean cancel() {
        told = true;
        return state.compareAndSet(QUEUED, CANCELLED);
    }

    /** Whether what is linked to it may run. */
    boolean isWhole(int result) {
        return result >= 0 && (!transfers() || result == total());
    }

    private boolean transfers() {
        return switch (opcode) {
            case Sqe.IORING_OP_READ, Sqe.IORING_OP_READ_FIXED, Sqe.IORING_OP_WRITE, Sqe.IORING_OP_WRITE_FIXED,
                    Sqe.IORING_OP_READV, Sqe.IORING_OP_WRITEV -> true;
            default -> false;
        };
    }

    private long total() {
        if (opcode != Sqe.IORING_OP_READV && opcode != Sqe.IORING_OP_WRITEV) {
            return Integer.toUnsignedLong(length);
        }
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += Memory.getLong(address + IOVEC.byteSize() * i + offset(IOVEC, "iov_len"));
        }
        return sum;
    }

    /** Does it: what the call answers, or {@code -errno}. */
    int run() {
        int result;
        do {
            result = (int) call();
        } while (result == -Errno.EINTR && !told);
        return result == -Errno.ESPIPE && transfers() ? stream() : result;
    }

    private long call() {
        return switch (opcode) {
            case Sqe.IORING_OP_NOP -> 0;
            case Sqe.IORING_OP_READ, Sqe.IORING_OP_READ_FIXED -> Libc.pread(fd, data(), offset);
            case Sqe.IORING_OP_WRITE, Sqe.IORING_OP_WRITE_FIXED -> Libc.pwrite(fd, data(), offset);
            case Sqe.IORING_OP_READV -> Libc.preadv(fd, iovecs(), offset);
            case Sqe.IORING_OP_WRITEV -> Libc.pwritev(fd, iovecs(), offset);
            case Sqe.IORING_OP_FSYNC -> (opFlags & Sqe.IORING_FSYNC_DATASYNC) == 0 ? Libc.fsync(fd) : Libc.fdatasync(fd);
            // Which does more than it has to.
            case Sqe.IORING_OP_SYNC_FILE_RANGE -> Libc.fdatasync(fd);
            case Sqe.IORING_OP_FALLOCATE -> Libc.fallocate(fd, length, offset, address);
            case Sqe.IORING_OP_FTRUNCATE -> Libc.ftruncate(fd, offset);
            case Sqe.IORING_OP_OPENAT -> Libc.openat(fd, address, opFlags, length);
            case Sqe.IORING_OP_STATX -> Libc.statx(fd, address, opFlags, length, offset);
            case Sqe.IORING_OP_CLOSE -> Libc.close(fd);
            default -> -Errno.EINVAL;
        };
    }

    private MemorySegment data() {
        return Memory.ALL.asSlice(address, Integer.toUnsignedLong(length));
    }

    private MemorySegment iovecs() {
        return Memory.ALL.asSlice(address, IOVEC.byteSize() * length);
    }

    /** What has no positions, such as a pipe: waits until there is something to read, or room to write, or it is cancelled. */
    private int stream() {
        boolean reading = opcode == Sqe.IORING_OP_READ || opcode == Sqe.IORING_OP_READ_FIXED;
        if (!reading && opcode != Sqe.IORING_OP_WRITE && opcode != Sqe.IORING_OP_WRITE_FIXED) {
            return -Errno.ESPIPE;
        }
        ThreadScratch scratch = ThreadScratch.current();
        while (!told) {
            int ready = Libc.poll(fd, reading ? Sqe.POLLIN : Sqe.POLLOUT, CANCEL_LOOK_MILLIS);
            if (ready > 0) {
                long count = reading ? Libc.read(scratch, fd, address, length) : Libc.write(scratch, fd, address, length);
                if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
                    return (int) count;
                }
            } else if (ready < 0 && ready != -Errno.EINTR) {
                return ready;
            }
        }
        return -Errno.ECANCELED;
    }
}
