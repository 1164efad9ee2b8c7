package io.auraio;

import io.auraio.syscall.Errno;
import java.lang.foreign.MemorySegment;

/**
 * What the page cache can do for one file without waiting: RWF_NOWAIT of {@code preadv2(2)}. Not every file system can tell whether it would wait; one that
 * cannot, or a pipe, is not asked again.
 */
final class PageCache {

    /** Set in a read's answer where the file ends behind what was read. */
    static final long END = 1L << 62;

    private final boolean direct;
    private volatile boolean readable = true;
    private volatile boolean writable = true;

    PageCache(AsyncFile file) {
        direct = file.isDirect();
    }

    boolean isWorthTrying(Transfer operation) {
        return !direct && (operation == Transfer.READ ? readable : operation == Transfer.WRITE && writable);
    }

    /**
     * Transfers as much as can be without waiting. The caller holds file and memory.
     *
     * @return bytes, fewer than asked for only where the rest would have to be waited for; {@link #END} more where the file ends behind them; or
     *     {@code -errno}, of which {@code -EAGAIN} says that not one byte could be had
     */
    long transfer(Transfer operation, int fd, MemorySegment data, long offset) {
        long done = 0;
        while (done < data.byteSize()) {
            long n = operation.withoutWaiting(fd, done == 0 ? data : data.asSlice(done), offset + done);
            if (n == 0) {
                // A read that finds nothing without having to wait has found the end of the file.
                return operation.reads() ? done | END : done == 0 ? -Errno.EAGAIN : done;
            }
            if (n < 0) {
                return done > 0 ? done : failure(operation, n);
            }
            done += n;
        }
        return done;
    }

    private long failure(Transfer operation, long result) {
        if (result == -Errno.EOPNOTSUPP || result == -Errno.ESPIPE) {
            if (operation.reads()) {
                readable = false;
            } else {
                writable = false;
            }
            return -Errno.EAGAIN;
        }
        return result == -Errno.EINTR ? -Errno.EAGAIN : result;
    }
}
