package io.auraio.syscall;

/**
 * The kernel's error numbers as constants, names and texts.
 *
 * <p>Calls of this package return them negated: {@code -Errno.EAGAIN}, as the kernel's own {@code cqe.res} does.
 * The numbers are those of {@code asm-generic/errno.h}, which x86-64, arm64 and riscv share.
 * Source: {@code errno(3)}.
 */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** Interrupted system call. */
    public static final int EINTR = 4;
    /** Input/output error. */
    public static final int EIO = 5;
    /** No such device or address. */
    public static final int ENXIO = 6;
    /** Argument list too long. */
    public static final int E2BIG = 7;
    /** Bad file descriptor. */
    public static final int EBADF = 9;
    /** Resource temporarily unavailable; also known as EWOULDBLOCK. */
    public static final int EAGAIN = 11;
    /** Cannot allocate memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Bad address. */
    public static final int EFAULT = 14;
    /** Device or resource busy. */
    public static final int EBUSY = 16;
    /** File exists; of a ring's enter: not the ring's single issuer. */
    public static final int EEXIST = 17;
    /** Invalid cross-device link. */
    public static final int EXDEV = 18;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Not a directory. */
    public static final int ENOTDIR = 20;
    /** Is a directory. */
    public static final int EISDIR = 21;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Too many open files in the system. */
    public static final int ENFILE = 23;
    /** Too many open files in the process. */
    public static final int EMFILE = 24;
    /** Text file busy. */
    public static final int ETXTBSY = 26;
    /** File too large. */
    public static final int EFBIG = 27;
    /** No space left on device. */
    public static final int ENOSPC = 28;
    /** Illegal seek. */
    public static final int ESPIPE = 29;
    /** Read-only file system. */
    public static final int EROFS = 30;
    /** Too many links. */
    public static final int EMLINK = 31;
    /** Broken pipe. */
    public static final int EPIPE = 32;
    /** Numerical result out of range. */
    public static final int ERANGE = 34;
    /** File name too long. */
    public static final int ENAMETOOLONG = 36;
    /** Function not implemented. */
    public static final int ENOSYS = 38;
    /** Directory not empty. */
    public static final int ENOTEMPTY = 39;
    /** Too many levels of symbolic links. */
    public static final int ELOOP = 40;
    /** Invalid request descriptor; of a ring's enter: a completion was lost. */
    public static final int EBADR = 53;
    /** No data available; of the xattr calls: no such attribute. */
    public static final int ENODATA = 61;
    /** Timer expired. */
    public static final int ETIME = 62;
    /** Bad message. */
    public static final int EBADMSG = 74;
    /** Value too large for defined data type. */
    public static final int EOVERFLOW = 75;
    /** File descriptor in bad state; of a ring's enter: the ring is not enabled yet. */
    public static final int EBADFD = 77;
    /** Socket operation on non-socket. */
    public static final int ENOTSOCK = 88;
    /** Operation not supported; also known as ENOTSUP. */
    public static final int EOPNOTSUPP = 95;
    /** Address already in use. */
    public static final int EADDRINUSE = 98;
    /** Connection reset by peer. */
    public static final int ECONNRESET = 104;
    /** No buffer space available. */
    public static final int ENOBUFS = 105;
    /** Transport endpoint is already connected. */
    public static final int EISCONN = 106;
    /** Transport endpoint is not connected. */
    public static final int ENOTCONN = 107;
    /** Connection timed out. */
    public static final int ETIMEDOUT = 110;
    /** Connection refused. */
    public static final int ECONNREFUSED = 111;
    /** Operation already in progress. */
    public static final int EALREADY = 114;
    /** Operation now in progress. */
    public static final int EINPROGRESS = 115;
    /** Disk quota exceeded. */
    public static final int EDQUOT = 122;
    /** Operation cancelled. */
    public static final int ECANCELED = 125;
    /** The owner died; of a ring's enter: its SQPOLL thread ended. */
    public static final int EOWNERDEAD = 130;

    private Errno() {
    }

    /**
     * The symbolic name of an error number.
     *
     * @param errno a positive error number; a negative one, as a call returned it, means the same
     * @return for example {@code "EAGAIN"}; {@code "errno 4711"} for a number without a name
     */
    public static String name(int errno) {
        String[] entry = entry(errno);
        return entry == null ? "errno " + Math.abs(errno) : entry[0];
    }

    /**
     * What an error number says, in the words of {@code strerror(3)}.
     *
     * @param errno a positive error number; a negative one, as a call returned it, means the same
     * @return for example {@code "Resource temporarily unavailable"}; {@code "Unknown error 4711"} for a number without a name
     */
    public static String message(int errno) {
        String[] entry = entry(errno);
        return entry == null ? "Unknown error " + Math.abs(errno) : entry[1];
    }

    /**
     * Name and text of an error number, for messages.
     *
     * @param errno a positive error number; a negative one, as a call returned it, means the same
     * @return for example {@code "EAGAIN (Resource temporarily unavailable)"}
     */
    public static String describe(int errno) {
        return name(errno) + " (" + message(errno) + ")";
    }

    private static String[] entry(int errno) {
        return ErrnoTable.entry(Math.abs(errno));
    }
}
