package io.auraio;

import io.auraio.syscall.Sqe;
import java.lang.foreign.MemorySegment;

/** What changes a file's space or length, or pushes its pages out. */
sealed interface SpaceOperation extends Operation {

    /** {@code fallocate(2)}. */
    record Allocate(AllocateMode mode, long length) implements SpaceOperation {
        @Override
        public String call() {
            return "fallocate";
        }

        @Override
        public void fill(Sqe sqe, int fd, MemorySegment data, long offset) {
            sqe.fallocate(fd, mode.bits(), offset, length);
        }
    }

    /** {@code ftruncate(2)}. */
    record Truncate(long size) implements SpaceOperation {
        @Override
        public String call() {
            return "ftruncate";
        }

        @Override
        public void fill(Sqe sqe, int fd, MemorySegment data, long offset) {
            sqe.ftruncate(fd, size);
        }
    }

    /** {@code sync_file_range(2)}: waits for what is under way, writes, and waits for that. */
    record SyncRange(int length) implements SpaceOperation {

        /** SYNC_FILE_RANGE_WAIT_BEFORE, _WRITE and _WAIT_AFTER of linux/fs.h. */
        private static final int WAIT_WRITE_WAIT = 1 | 2 | 4;

        @Override
        public String call() {
            return "sync_file_range";
        }

        @Override
        public void fill(Sqe sqe, int fd, MemorySegment data, long offset) {
            sqe.syncFileRange(fd, offset, length, WAIT_WRITE_WAIT);
        }
    }
}
