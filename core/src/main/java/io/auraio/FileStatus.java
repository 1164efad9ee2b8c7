package io.auraio;

import io.auraio.syscall.Statx;
import java.time.Instant;

/**
 * What the file system knows of a file, from {@code statx(2)}.
 *
 * @param type what kind of file it is
 * @param permissions the twelve low bits of {@code st_mode}: {@code 0644} and the like
 * @param size length in bytes
 * @param allocatedBytes space taken on the device, in bytes
 * @param blockSize the size in bytes that suits reads and writes
 * @param links number of names
 * @param deviceMajor major number of the device that its file system is on
 * @param deviceMinor minor number of it
 * @param inode its number within the file system
 * @param owner user id
 * @param group group id
 * @param directOffsetAlignment what O_DIRECT wants offsets and lengths to be multiples of, in bytes; 0 where there is no O_DIRECT, or the kernel (before 6.1)
 *     or the file system does not say
 * @param directMemoryAlignment what O_DIRECT wants memory aligned to, in bytes; 0 likewise
 * @param accessed when it was last read
 * @param modified when its data last changed
 * @param changed when anything of it last changed
 * @param created when it was created; the epoch where the file system does not keep it
 */
public record FileStatus(
        FileType type,
        int permissions,
        long size,
        long allocatedBytes,
        int blockSize,
        int links,
        int deviceMajor,
        int deviceMinor,
        long inode,
        int owner,
        int group,
        int directOffsetAlignment,
        int directMemoryAlignment,
        Instant accessed,
        Instant modified,
        Instant changed,
        Instant created) {

    private static final int PERMISSIONS = 07777;

    /** {@code stx_blocks} counts in these, whatever the file system's own blocks are. */
    private static final int SECTOR_BYTES = 512;

    static FileStatus of(Statx statx) {
        return new FileStatus(
                FileType.of(statx.mode()),
                statx.mode() & PERMISSIONS,
                statx.size(),
                statx.blocks() * SECTOR_BYTES,
                statx.blksize(),
                statx.nlink(),
                statx.devMajor(),
                statx.devMinor(),
                statx.ino(),
                statx.uid(),
                statx.gid(),
                statx.dioOffsetAlign(),
                statx.dioMemAlign(),
                statx.accessTime(),
                statx.modificationTime(),
                statx.changeTime(),
                statx.birthTime());
    }
}
