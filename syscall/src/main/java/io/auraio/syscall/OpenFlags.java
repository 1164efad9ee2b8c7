package io.auraio.syscall;

/**
 * The flags of {@code open(2)}, as the running architecture numbers them.
 *
 * <p>O_DIRECT, O_DIRECTORY and O_NOFOLLOW have other values on arm64 than on x86-64 and riscv, which is why those are
 * no compile-time constants.
 */
public final class OpenFlags {
    /** For reading. */
    public static final int O_RDONLY = 0;
    /** For writing. */
    public static final int O_WRONLY = 1;
    /** For both. */
    public static final int O_RDWR = 2;
    /** The bits that say for which of the three. */
    public static final int O_ACCMODE = 3;
    /** Create it where it is not there. */
    public static final int O_CREAT = 0x40;
    /** Fail with EEXIST where it is there; with O_CREAT. */
    public static final int O_EXCL = 0x80;
    /** Cut it to length 0. */
    public static final int O_TRUNC = 0x200;
    /** Each write goes to the end. */
    public static final int O_APPEND = 0x400;
    /** Fail instead of waiting. */
    public static final int O_NONBLOCK = 0x800;
    /** Each write is as durable as after fdatasync. */
    public static final int O_DSYNC = 0x1000;
    /** Each write is as durable as after fsync. */
    public static final int O_SYNC = 0x101000;
    /** Reading does not change the access time; only for the file's owner. */
    public static final int O_NOATIME = 0x40000;
    /** Not inherited by programs that are started. */
    public static final int O_CLOEXEC = 0x80000;
    /** Only a place in the file system, nothing to read or write. */
    public static final int O_PATH = 0x200000;

    /** Around the page cache: buffers, offsets and lengths must be aligned, see {@link Statx#dioOffsetAlign}. */
    public static final int O_DIRECT;
    /** Fail with ENOTDIR where it is not a directory. */
    public static final int O_DIRECTORY;
    /** Fail with ELOOP where it is a symbolic link. */
    public static final int O_NOFOLLOW;
    /** A file without a name in the directory, gone when it is closed. */
    public static final int O_TMPFILE;

    static {
        boolean arm = "aarch64".equals(System.getProperty("os.arch"));
        O_DIRECT = arm ? 0x10000 : 0x4000;
        O_DIRECTORY = arm ? 0x4000 : 0x10000;
        O_NOFOLLOW = arm ? 0x8000 : 0x20000;
        O_TMPFILE = 0x400000 | O_DIRECTORY;
    }

    private OpenFlags() {
    }
}
