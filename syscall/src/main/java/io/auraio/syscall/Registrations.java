package io.auraio.syscall;

import static io.auraio.syscall.Struct.CLONE_BUFFERS;
import static io.auraio.syscall.Struct.FILE_INDEX_RANGE;
import static io.auraio.syscall.Struct.RSRC_REGISTER;
import static io.auraio.syscall.Struct.RSRC_UPDATE;
import static io.auraio.syscall.Struct.RSRC_UPDATE2;
import static io.auraio.syscall.Struct.SYNC_CANCEL_REG;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * What a ring keeps registered: buffers, files, credentials and so on, so that operations need not look them up.
 *
 * <p>Each call answers what the kernel answers, 0 or above, or {@code -errno}. {@code -EINVAL} is also what a kernel
 * says that does not know the call, {@code -EBUSY} that there is such a registration already, {@code -ENXIO} that there
 * is none, {@code -ENOMEM} for memory that does not fit into RLIMIT_MEMLOCK. All throw IllegalStateException where
 * the ring is closed. They allocate, and take locks in the kernel: not for the hot path. On the ring of a single issuer
 * only that thread may call, others get {@code -EEXIST}. Closing the ring ends all registrations.
 *
 * <p>What is replaced or unregistered stays in use until the operations that named it have ended. A tag tells when: it is
 * the user data of a completion that is posted then, unless it is 0.
 *
 * <p>Source: {@code io_uring_register(2)}.
 */
public final class Registrations {
    private static final int IORING_REGISTER_BUFFERS = 0;
    private static final int IORING_UNREGISTER_BUFFERS = 1;
    private static final int IORING_REGISTER_FILES = 2;
    private static final int IORING_UNREGISTER_FILES = 3;
    private static final int IORING_REGISTER_EVENTFD = 4;
    private static final int IORING_UNREGISTER_EVENTFD = 5;
    private static final int IORING_REGISTER_FILES_UPDATE = 6;
    private static final int IORING_REGISTER_EVENTFD_ASYNC = 7;
    private static final int IORING_REGISTER_PERSONALITY = 9;
    private static final int IORING_UNREGISTER_PERSONALITY = 10;
    private static final int IORING_REGISTER_RESTRICTIONS = 11;
    private static final int IORING_REGISTER_FILES2 = 13;
    private static final int IORING_REGISTER_FILES_UPDATE2 = 14;
    private static final int IORING_REGISTER_BUFFERS2 = 15;
    private static final int IORING_REGISTER_BUFFERS_UPDATE = 16;
    private static final int IORING_REGISTER_IOWQ_AFF = 17;
    private static final int IORING_UNREGISTER_IOWQ_AFF = 18;
    private static final int IORING_REGISTER_IOWQ_MAX_WORKERS = 19;
    private static final int IORING_REGISTER_SYNC_CANCEL = 24;
    private static final int IORING_REGISTER_FILE_ALLOC_RANGE = 25;
    private static final int IORING_REGISTER_CLONE_BUFFERS = 30;

    private static final int IORING_RSRC_REGISTER_SPARSE = 1;
    private static final int IORING_REGISTER_DST_REPLACE = 2;
    private static final long[] NO_TAGS = {};

    private final Uring ring;

    Registrations(Uring ring) {
        this.ring = ring;
    }

    /**
     * Registers buffers, whose pages are locked into memory.
     *
     * @param iovecs what {@link Iovecs#of} made; the buffers must stay allocated until they are unregistered
     * @param tags one for each buffer, or none
     * @return 0, or {@code -errno}
     * @throws IllegalArgumentException where there are tags, but not as many as buffers
     */
    public int buffers(MemorySegment iovecs, long... tags) {
        int count = Iovecs.count(iovecs);
        return tags.length == 0 ? ring.register(IORING_REGISTER_BUFFERS, Buffers.address(iovecs), count)
                : register(IORING_REGISTER_BUFFERS2, Buffers.address(iovecs), count, 0, tags);
    }

    /**
     * Registers empty places for buffers, for {@link #updateBuffers} to fill (5.19).
     *
     * @param count how many, from 1
     * @return 0, or {@code -errno}
     */
    public int buffersSparse(int count) {
        return register(IORING_REGISTER_BUFFERS2, 0, count, IORING_RSRC_REGISTER_SPARSE, NO_TAGS);
    }

    /**
     * Puts other buffers into registered places (5.13).
     *
     * @param index the first place
     * @param iovecs what {@link Iovecs#of} made; {@link MemorySegment#NULL} among the buffers empties a place
     * @param tags one for each buffer, or none
     * @return how many were put, or {@code -errno}
     * @throws IllegalArgumentException where there are tags, but not as many as buffers
     */
    public int updateBuffers(int index, MemorySegment iovecs, long... tags) {
        return update(IORING_REGISTER_BUFFERS_UPDATE, index, Buffers.address(iovecs), Iovecs.count(iovecs), tags);
    }

    /**
     * Takes buffers over from another ring (6.13). They stay locked into memory, and charged, once for both rings, until both have
     * given them up.
     *
     * @param source the descriptor of a ring that has them: not one with a single issuer other than the calling thread
     * @param sourceIndex the first place there
     * @param index the first place here; what was there is replaced
     * @param count how many, from 1
     * @return 0, or {@code -errno}; {@code -EBADF} where {@code source} is no descriptor, which also tells that the kernel knows the call
     */
    public int cloneBuffers(int source, int sourceIndex, int index, int count) {
        try (Arena arena = Arena.ofConfined()) {
            long clone = arena.allocate(CLONE_BUFFERS).address();
            Memory.putInt(clone + offset(CLONE_BUFFERS, "src_fd"), source);
            Memory.putInt(clone + offset(CLONE_BUFFERS, "flags"), IORING_REGISTER_DST_REPLACE);
            Memory.putInt(clone + offset(CLONE_BUFFERS, "src_off"), sourceIndex);
            Memory.putInt(clone + offset(CLONE_BUFFERS, "dst_off"), index);
            Memory.putInt(clone + offset(CLONE_BUFFERS, "nr"), count);
            return ring.register(IORING_REGISTER_CLONE_BUFFERS, clone, 1);
        }
    }

    /**
     * Unregisters all buffers.
     *
     * @return 0, or {@code -errno}
     */
    public int unregisterBuffers() {
        return ring.register(IORING_UNREGISTER_BUFFERS, 0, 0);
    }

    /**
     * Registers files. The ring keeps them open: the descriptors may be closed afterwards.
     *
     * @param fds open files; -1 leaves a place empty
     * @return 0, or {@code -errno}; {@code -EMFILE} for more than RLIMIT_NOFILE
     */
    public int files(int... fds) {
        try (Arena arena = Arena.ofConfined()) {
            return ring.register(IORING_REGISTER_FILES, array(arena, fds).address(), fds.length);
        }
    }

    /**
     * Registers files with tags (5.13).
     *
     * @param fds open files; -1 leaves a place empty
     * @param tags one for each file
     * @return 0, or {@code -errno}
     * @throws IllegalArgumentException where there are not as many tags as files
     */
    public int files(int[] fds, long[] tags) {
        try (Arena arena = Arena.ofConfined()) {
            return register(IORING_REGISTER_FILES2, array(arena, fds).address(), fds.length, 0, tags);
        }
    }

    /**
     * Registers empty places for files (5.19).
     *
     * @param count how many, from 1 to RLIMIT_NOFILE
     * @return 0, or {@code -errno}
     */
    public int filesSparse(int count) {
        return register(IORING_REGISTER_FILES2, 0, count, IORING_RSRC_REGISTER_SPARSE, NO_TAGS);
    }

    /**
     * Puts other files into registered places (5.5).
     *
     * @param index the first place
     * @param fds open files; -1 empties a place, -2 leaves it alone
     * @return how many were put, or {@code -errno}
     */
    public int updateFiles(int index, int... fds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment update = arena.allocate(RSRC_UPDATE);
            Memory.putInt(update.address() + offset(RSRC_UPDATE, "offset"), index);
            Memory.putLong(update.address() + offset(RSRC_UPDATE, "data"), array(arena, fds).address());
            return ring.register(IORING_REGISTER_FILES_UPDATE, update.address(), fds.length);
        }
    }

    /**
     * Puts other files with tags into registered places (5.13).
     *
     * @param index the first place
     * @param fds open files; -1 empties a place, -2 leaves it alone
     * @param tags one for each file
     * @return how many were put, or {@code -errno}
     * @throws IllegalArgumentException where there are not as many tags as files
     */
    public int updateFiles(int index, int[] fds, long[] tags) {
        try (Arena arena = Arena.ofConfined()) {
            return update(IORING_REGISTER_FILES_UPDATE2, index, array(arena, fds).address(), fds.length, tags);
        }
    }

    /**
     * Limits where {@link Sqe#intoSlot} finds a free place (6.0).
     *
     * @param index the first place
     * @param count how many
     * @return 0, or {@code -errno}
     */
    public int fileAllocRange(int index, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocate(FILE_INDEX_RANGE);
            Memory.putInt(range.address() + offset(FILE_INDEX_RANGE, "off"), index);
            Memory.putInt(range.address() + offset(FILE_INDEX_RANGE, "len"), count);
            return ring.register(IORING_REGISTER_FILE_ALLOC_RANGE, range.address(), 0);
        }
    }

    /**
     * Unregisters all files.
     *
     * @return 0, or {@code -errno}
     */
    public int unregisterFiles() {
        return ring.register(IORING_UNREGISTER_FILES, 0, 0);
    }

    /**
     * Has an eventfd signalled at every completion. Look at {@link SubmissionQueue#flags} before sleeping on it: it stays
     * silent while completions wait in the kernel's backlog.
     *
     * @param fd the {@link EventFd#fd()}
     * @return 0, or {@code -errno}
     */
    public int eventFd(int fd) {
        return eventFd(IORING_REGISTER_EVENTFD, fd);
    }

    /**
     * As {@link #eventFd}, but only at completions that the kernel's worker threads post (5.6).
     *
     * @param fd the {@link EventFd#fd()}
     * @return 0, or {@code -errno}
     */
    public int eventFdAsync(int fd) {
        return eventFd(IORING_REGISTER_EVENTFD_ASYNC, fd);
    }

    /**
     * Unregisters the eventfd.
     *
     * @return 0, or {@code -errno}
     */
    public int unregisterEventFd() {
        return ring.register(IORING_UNREGISTER_EVENTFD, 0, 0);
    }

    /**
     * Registers the calling thread's credentials, for {@link Sqe#personality} (5.6).
     *
     * @return their number, above 0; or {@code -errno}
     */
    public int personality() {
        return ring.register(IORING_REGISTER_PERSONALITY, 0, 0);
    }

    /**
     * Unregisters credentials.
     *
     * @param id what {@link #personality} answered
     * @return 0, or {@code -errno}
     */
    public int unregisterPersonality(int id) {
        return ring.register(IORING_UNREGISTER_PERSONALITY, 0, id);
    }

    /**
     * Allows the ring from now on only what is listed (5.10). It must have been opened with
     * {@link UringSetup#IORING_SETUP_R_DISABLED} and not be enabled yet; other operations complete with {@code -EACCES}
     * and other registrations answer it.
     *
     * @param restrictions what is allowed
     * @return 0, or {@code -errno}; {@code -EBADFD} where the ring is enabled
     */
    public int restrictions(Restrictions restrictions) {
        try (Arena arena = Arena.ofConfined()) {
            return ring.register(IORING_REGISTER_RESTRICTIONS, restrictions.write(arena).address(), restrictions.count());
        }
    }

    /**
     * Binds the ring's worker threads to CPUs (5.14).
     *
     * @param cpus their numbers, at least one, each 0 or above
     * @return 0, or {@code -errno}; {@code -EINVAL} where one is not of the process's cpuset
     * @throws IllegalArgumentException where there is none, which the kernel would take, or one is negative
     */
    public int workerAffinity(int... cpus) {
        if (cpus.length == 0) {
            throw new IllegalArgumentException("cpus.length=0, must be at least 1; unregisterWorkerAffinity() frees the workers");
        }
        int max = 0;
        for (int cpu : cpus) {
            if (cpu < 0) {
                throw new IllegalArgumentException("cpu=" + cpu + ", must be 0 or above");
            }
            max = Math.max(max, cpu);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate((max / Long.SIZE + 1) * (long) Long.BYTES, Long.BYTES);
            for (int cpu : cpus) {
                long index = cpu / Long.SIZE;
                mask.setAtIndex(ValueLayout.JAVA_LONG, index, mask.getAtIndex(ValueLayout.JAVA_LONG, index) | 1L << cpu);
            }
            return ring.register(IORING_REGISTER_IOWQ_AFF, mask.address(), (int) mask.byteSize());
        }
    }

    /**
     * Lets the worker threads run on all CPUs again.
     *
     * @return 0, or {@code -errno}
     */
    public int unregisterWorkerAffinity() {
        return ring.register(IORING_UNREGISTER_IOWQ_AFF, 0, 0);
    }

    /**
     * Limits how many worker threads the calling thread's operations get (5.15).
     *
     * @param limits two numbers: for work that is bounded, such as files, and for other; 0 leaves a limit alone. On return
     *        what they were before
     * @return 0, or {@code -errno}
     * @throws IllegalArgumentException where {@code limits} has another length
     */
    public int workerLimits(int[] limits) {
        if (limits.length != 2) {
            throw new IllegalArgumentException("limits.length=" + limits.length + ", must be 2");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = array(arena, limits);
            int result = ring.register(IORING_REGISTER_IOWQ_MAX_WORKERS, array.address(), 2);
            MemorySegment.copy(array, ValueLayout.JAVA_INT, 0, limits, 0, 2);
            return result;
        }
    }

    /**
     * Cancels operations and waits until they have ended (6.0), though their completions remain to be read.
     *
     * <p>On a ring of {@link UringSetup#IORING_SETUP_DEFER_TASKRUN} nothing wakes the wait for an operation that a kernel worker had begun: it was cancelled,
     * and the call still takes all of its time (seen on Linux 6.18). A short time is right there, and waiting for the completions instead.
     *
     * @param userData whose, unless {@code cancelFlags} says otherwise
     * @param fd on what descriptor, with {@link Sqe#IORING_ASYNC_CANCEL_FD}; otherwise -1
     * @param cancelFlags 0, or {@code IORING_ASYNC_CANCEL_*} of {@link Sqe}
     * @param timeoutNanos how long to wait at most, in nanoseconds; {@link Long#MAX_VALUE} for ever
     * @return 0 or how many were cancelled, or {@code -errno}; {@code -ENOENT} where there was none, {@code -ETIME} where
     *         the time ran out; what was asked to end then does, in its time
     * @throws IllegalArgumentException where {@code timeoutNanos} is negative
     */
    public int syncCancel(long userData, int fd, int cancelFlags, long timeoutNanos) {
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException("timeoutNanos=" + timeoutNanos + ", must be 0 or above");
        }
        try (Arena arena = Arena.ofConfined()) {
            long cancel = arena.allocate(SYNC_CANCEL_REG).address();
            Memory.putLong(cancel + offset(SYNC_CANCEL_REG, "addr"), userData);
            Memory.putInt(cancel + offset(SYNC_CANCEL_REG, "fd"), fd);
            Memory.putInt(cancel + offset(SYNC_CANCEL_REG, "flags"), cancelFlags);
            long timeout = cancel + offset(SYNC_CANCEL_REG, "timeout");
            if (timeoutNanos == Long.MAX_VALUE) {
                Memory.putLong(timeout, -1); // both fields -1: for ever
                Memory.putLong(timeout + Long.BYTES, -1);
            } else {
                Timespec.put(timeout, timeoutNanos);
            }
            return ring.register(IORING_REGISTER_SYNC_CANCEL, cancel, 1);
        }
    }

    private int eventFd(int opcode, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return ring.register(opcode, array(arena, fd).address(), 1);
        }
    }

    private int register(int opcode, long data, int count, int flags, long[] tags) {
        try (Arena arena = Arena.ofConfined()) {
            long register = arena.allocate(RSRC_REGISTER).address();
            Memory.putInt(register + offset(RSRC_REGISTER, "nr"), count);
            Memory.putInt(register + offset(RSRC_REGISTER, "flags"), flags);
            Memory.putLong(register + offset(RSRC_REGISTER, "data"), data);
            Memory.putLong(register + offset(RSRC_REGISTER, "tags"), tags(arena, tags, count));
            return ring.register(opcode, register, size(RSRC_REGISTER));
        }
    }

    private int update(int opcode, int index, long data, int count, long[] tags) {
        try (Arena arena = Arena.ofConfined()) {
            long update = arena.allocate(RSRC_UPDATE2).address();
            Memory.putInt(update + offset(RSRC_UPDATE2, "offset"), index);
            Memory.putInt(update + offset(RSRC_UPDATE2, "nr"), count);
            Memory.putLong(update + offset(RSRC_UPDATE2, "data"), data);
            Memory.putLong(update + offset(RSRC_UPDATE2, "tags"), tags(arena, tags, count));
            return ring.register(opcode, update, size(RSRC_UPDATE2));
        }
    }

    /** What these calls take instead of a count. */
    private static int size(StructLayout struct) {
        return (int) struct.byteSize();
    }

    private static long tags(Arena arena, long[] tags, int count) {
        if (tags.length == 0) {
            return 0;
        }
        if (tags.length != count) {
            throw new IllegalArgumentException("tags.length=" + tags.length + ", must be one for each of the " + count);
        }
        return arena.allocateFrom(ValueLayout.JAVA_LONG, tags).address();
    }

    private static MemorySegment array(Arena arena, int... values) {
        return arena.allocateFrom(ValueLayout.JAVA_INT, values);
    }
}
