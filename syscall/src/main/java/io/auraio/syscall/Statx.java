package io.auraio.syscall;

import static io.auraio.syscall.Struct.STATX;
import static io.auraio.syscall.Struct.STATX_TIMESTAMP;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;

/**
 * What the file system knows of a file, as {@code statx(2)} answers it.
 *
 * @param mask which of the fields the file system filled: {@code STATX_*}; the others are 0
 * @param mode type and permissions, as in {@code st_mode}
 * @param size length in bytes
 * @param blocks space taken, in units of 512 bytes
 * @param blksize the block size in bytes that suits reading and writing
 * @param nlink number of names
 * @param ino inode number
 * @param uid owner
 * @param gid group
 * @param devMajor major number of the device that its file system is on
 * @param devMinor minor number of it
 * @param dioMemAlign what O_DIRECT wants buffers aligned to, in bytes; 0 where the file has no O_DIRECT, or the kernel
 *        (before 6.1) or file system does not say: see {@link #knowsDio}
 * @param dioOffsetAlign what O_DIRECT wants offsets and lengths aligned to, in bytes; 0 as {@code dioMemAlign}
 * @param accessTime when it was last read
 * @param modificationTime when its data last changed
 * @param changeTime when anything of it last changed
 * @param birthTime when it was created; the epoch where the file system does not keep it
 */
public record Statx(int mask, int mode, long size, long blocks, int blksize, int nlink, long ino, int uid, int gid,
        int devMajor, int devMinor, int dioMemAlign, int dioOffsetAlign, Instant accessTime, Instant modificationTime,
        Instant changeTime, Instant birthTime) {
    /** In a mask: type, mode, names, owner, times, inode, size and blocks. */
    public static final int STATX_BASIC_STATS = 0x7ff;
    /** In a mask: the time of creation. */
    public static final int STATX_BTIME = 0x800;
    /** In a mask: what O_DIRECT wants (6.1). */
    public static final int STATX_DIOALIGN = 0x2000;
    /** In a mask: everything that this record holds. */
    public static final int STATX_ALL_HERE = STATX_BASIC_STATS | STATX_BTIME | STATX_DIOALIGN;

    /** The bits of a mode that are the type. */
    public static final int S_IFMT = 0xf000;
    /** Type: an ordinary file. */
    public static final int S_IFREG = 0x8000;
    /** Type: a directory. */
    public static final int S_IFDIR = 0x4000;
    /** Type: a block device. */
    public static final int S_IFBLK = 0x6000;
    /** Type: a character device. */
    public static final int S_IFCHR = 0x2000;
    /** Type: a pipe. */
    public static final int S_IFIFO = 0x1000;
    /** Type: a symbolic link. */
    public static final int S_IFLNK = 0xa000;
    /** Type: a socket. */
    public static final int S_IFSOCK = 0xc000;

    /** The length in bytes of the {@code struct statx} that the kernel fills. */
    public static final int SIZE_BYTES = (int) STATX.byteSize();

    /**
     * Reads what the kernel wrote, through {@link Libc} or a ring.
     *
     * @param memory a {@code struct statx}, at least {@link #SIZE_BYTES} long
     * @return its content
     * @throws IndexOutOfBoundsException where {@code memory} is shorter
     */
    public static Statx of(MemorySegment memory) {
        return new Statx(intAt(memory, "stx_mask"), shortAt(memory, "stx_mode"), longAt(memory, "stx_size"),
                longAt(memory, "stx_blocks"), intAt(memory, "stx_blksize"), intAt(memory, "stx_nlink"),
                longAt(memory, "stx_ino"), intAt(memory, "stx_uid"), intAt(memory, "stx_gid"),
                intAt(memory, "stx_dev_major"), intAt(memory, "stx_dev_minor"),
                intAt(memory, "stx_dio_mem_align"), intAt(memory, "stx_dio_offset_align"),
                timeAt(memory, "stx_atime"), timeAt(memory, "stx_mtime"), timeAt(memory, "stx_ctime"),
                timeAt(memory, "stx_btime"));
    }

    /**
     * Whether it is an ordinary file.
     *
     * @return true where it is
     */
    public boolean isRegularFile() {
        return (mode & S_IFMT) == S_IFREG;
    }

    /**
     * Whether kernel and file system said what O_DIRECT wants. Where they did, an alignment of 0 means that the file
     * has no O_DIRECT.
     *
     * @return true where they did
     */
    public boolean knowsDio() {
        return (mask & STATX_DIOALIGN) != 0;
    }

    private static int shortAt(MemorySegment memory, String field) {
        return Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset(STATX, field)));
    }

    private static int intAt(MemorySegment memory, String field) {
        return memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset(STATX, field));
    }

    private static long longAt(MemorySegment memory, String field) {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset(STATX, field));
    }

    private static Instant timeAt(MemorySegment memory, String field) {
        long start = offset(STATX, field);
        long seconds = memory.get(ValueLayout.JAVA_LONG_UNALIGNED,
                start + offset(STATX_TIMESTAMP, "tv_sec"));
        int nanos = memory.get(ValueLayout.JAVA_INT_UNALIGNED,
                start + offset(STATX_TIMESTAMP, "tv_nsec"));
        return Instant.ofEpochSecond(seconds, nanos);
    }
}
