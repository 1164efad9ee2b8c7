package io.auraio.syscall;

import static io.auraio.syscall.Struct.SQE;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * One entry of the submission queue: the operations that a ring knows, one method each.
 *
 * <p>A queue has one object of this class, which {@link SubmissionQueue#claim} moves from entry to entry. Each
 * operation writes the whole entry, so that {@link #userData} and {@link #flags} come after it:
 * {@code sqe.read(fd, buffer, 0).userData(7).flags(IOSQE_IO_LINK)}. Once the entry is published it is the kernel's.
 *
 * <p>Memory and file descriptors that an operation names have to stay valid until its final completion: an arena that is
 * closed before, a confined one too, lets the kernel write into what malloc has given to somebody else. Memory whose arena
 * is closed already is refused with IllegalStateException, and so is the heap with IllegalArgumentException; the entry
 * then remains claimed, to be prepared in another way or given back by {@link SubmissionQueue#unclaim}. An operation
 * that the running kernel does not know completes with {@code -EINVAL}; {@link Uring#probe} tells beforehand.
 *
 * <pre>
 *  byte 0        1       2        4                 8
 *     +--------+-------+--------+-----------------+
 *   0 | opcode | flags | ioprio | fd              |
 *   8 | off                                       |
 *  16 | addr                                      |
 *  24 | len                     | rw_flags        |
 *  32 | user_data                                 |
 *  40 | buf_index | personality | file_index      |
 *  48 | addr3                                     |
 *  56 | pad                                       |
 *     +-------------------------------------------+
 * </pre>
 */
public final class Sqe {
    /** See {@link #nop}. */
    public static final int IORING_OP_NOP = 0;
    /** See {@link #readv}. */
    public static final int IORING_OP_READV = 1;
    /** See {@link #writev}. */
    public static final int IORING_OP_WRITEV = 2;
    /** See {@link #fsync}. */
    public static final int IORING_OP_FSYNC = 3;
    /** See {@link #readFixed}. */
    public static final int IORING_OP_READ_FIXED = 4;
    /** See {@link #writeFixed}. */
    public static final int IORING_OP_WRITE_FIXED = 5;
    /** See {@link #pollAdd}. */
    public static final int IORING_OP_POLL_ADD = 6;
    /** See {@link #pollRemove}. */
    public static final int IORING_OP_POLL_REMOVE = 7;
    /** See {@link #syncFileRange}. */
    public static final int IORING_OP_SYNC_FILE_RANGE = 8;
    /** See {@link #sendmsg}. */
    public static final int IORING_OP_SENDMSG = 9;
    /** See {@link #recvmsg}. */
    public static final int IORING_OP_RECVMSG = 10;
    /** See {@link #timeout}. */
    public static final int IORING_OP_TIMEOUT = 11;
    /** See {@link #timeoutRemove}. */
    public static final int IORING_OP_TIMEOUT_REMOVE = 12;
    /** See {@link #accept}. */
    public static final int IORING_OP_ACCEPT = 13;
    /** See {@link #asyncCancel}. */
    public static final int IORING_OP_ASYNC_CANCEL = 14;
    /** See {@link #linkTimeout}. */
    public static final int IORING_OP_LINK_TIMEOUT = 15;
    /** See {@link #connect}. */
    public static final int IORING_OP_CONNECT = 16;
    /** See {@link #fallocate}. */
    public static final int IORING_OP_FALLOCATE = 17;
    /** See {@link #openat}. */
    public static final int IORING_OP_OPENAT = 18;
    /** See {@link #close}. */
    public static final int IORING_OP_CLOSE = 19;
    /** See {@link #filesUpdate}. */
    public static final int IORING_OP_FILES_UPDATE = 20;
    /** See {@link #statx}. */
    public static final int IORING_OP_STATX = 21;
    /** See {@link #read(int, MemorySegment, long)}. */
    public static final int IORING_OP_READ = 22;
    /** See {@link #write(int, MemorySegment, long)}. */
    public static final int IORING_OP_WRITE = 23;
    /** See {@link #fadvise}. */
    public static final int IORING_OP_FADVISE = 24;
    /** See {@link #madvise}. */
    public static final int IORING_OP_MADVISE = 25;
    /** See {@link #send}. */
    public static final int IORING_OP_SEND = 26;
    /** See {@link #recv}. */
    public static final int IORING_OP_RECV = 27;
    /** See {@link #openat2}. */
    public static final int IORING_OP_OPENAT2 = 28;
    /** See {@link #splice}. */
    public static final int IORING_OP_SPLICE = 30;
    /** See {@link #tee}. */
    public static final int IORING_OP_TEE = 33;
    /** See {@link #shutdown}. */
    public static final int IORING_OP_SHUTDOWN = 34;
    /** See {@link #renameat}. */
    public static final int IORING_OP_RENAMEAT = 35;
    /** See {@link #unlinkat}. */
    public static final int IORING_OP_UNLINKAT = 36;
    /** See {@link #mkdirat}. */
    public static final int IORING_OP_MKDIRAT = 37;
    /** See {@link #symlinkat}. */
    public static final int IORING_OP_SYMLINKAT = 38;
    /** See {@link #linkat}. */
    public static final int IORING_OP_LINKAT = 39;
    /** See {@link #msgRing} and {@link #msgRingFd}. */
    public static final int IORING_OP_MSG_RING = 40;
    /** See {@link #fsetxattr}. */
    public static final int IORING_OP_FSETXATTR = 41;
    /** See {@link #setxattr}. */
    public static final int IORING_OP_SETXATTR = 42;
    /** See {@link #fgetxattr}. */
    public static final int IORING_OP_FGETXATTR = 43;
    /** See {@link #getxattr}. */
    public static final int IORING_OP_GETXATTR = 44;
    /** See {@link #socket}. */
    public static final int IORING_OP_SOCKET = 45;
    /** See {@link #sendZc}. */
    public static final int IORING_OP_SEND_ZC = 47;
    /** See {@link #ftruncate}. */
    public static final int IORING_OP_FTRUNCATE = 55;
    /** See {@link #bind}. */
    public static final int IORING_OP_BIND = 56;
    /** See {@link #listen}. */
    public static final int IORING_OP_LISTEN = 57;
    /** See {@link #readvFixed}. */
    public static final int IORING_OP_READV_FIXED = 60;
    /** See {@link #writevFixed}. */
    public static final int IORING_OP_WRITEV_FIXED = 61;

    /** The fd is an index of the registered files. */
    public static final int IOSQE_FIXED_FILE = 1;
    /** Starts when everything submitted before has ended. */
    public static final int IOSQE_IO_DRAIN = 1 << 1;
    /** The next entry starts when this one has succeeded; a failure or short transfer cancels it. */
    public static final int IOSQE_IO_LINK = 1 << 2;
    /** The next entry starts when this one has ended, however it did. */
    public static final int IOSQE_IO_HARDLINK = 1 << 3;
    /** Goes to a worker thread at once, without being tried in place. */
    public static final int IOSQE_ASYNC = 1 << 4;
    /** The kernel takes a buffer from the provided group. */
    public static final int IOSQE_BUFFER_SELECT = 1 << 5;
    /** A success has no completion (5.17), nor have those linked behind it where it fails. */
    public static final int IOSQE_CQE_SKIP_SUCCESS = 1 << 6;

    /** Flag of fsync: only the data, and the metadata needed to read it back. */
    public static final int IORING_FSYNC_DATASYNC = 1;

    /** Flag of the cancels: all that match, not only the first (5.19). */
    public static final int IORING_ASYNC_CANCEL_ALL = 1;
    /** Flag of the cancels: by file descriptor; set by {@link #asyncCancelFd}. */
    public static final int IORING_ASYNC_CANCEL_FD = 1 << 1;
    /** Flag of asyncCancel: whatever there is (5.19). */
    public static final int IORING_ASYNC_CANCEL_ANY = 1 << 2;
    /** Flag of asyncCancelFd: the fd is an index of the registered files (6.0). */
    public static final int IORING_ASYNC_CANCEL_FD_FIXED = 1 << 3;
    /** Flag of the cancels: by opcode; set by {@link #asyncCancelOp}. */
    public static final int IORING_ASYNC_CANCEL_OP = 1 << 5;

    /** Flag of the timeouts: the time is absolute. */
    public static final int IORING_TIMEOUT_ABS = 1;
    /** Flag of the timeouts: CLOCK_BOOTTIME instead of CLOCK_MONOTONIC (5.15). */
    public static final int IORING_TIMEOUT_BOOTTIME = 1 << 2;
    /** Flag of the timeouts: CLOCK_REALTIME instead of CLOCK_MONOTONIC (5.15). */
    public static final int IORING_TIMEOUT_REALTIME = 1 << 3;
    /** Flag of timeout: running out is a success, which does not break a link, though still {@code -ETIME} (5.16). */
    public static final int IORING_TIMEOUT_ETIME_SUCCESS = 1 << 5;
    /** Flag of timeout: it rings again and again (6.4). */
    public static final int IORING_TIMEOUT_MULTISHOT = 1 << 6;

    /** Event of pollAdd: there is something to read. */
    public static final int POLLIN = 1;
    /** Event of pollAdd: there is room to write. */
    public static final int POLLOUT = 4;
    /** Event of pollAdd: an error; always reported. */
    public static final int POLLERR = 8;
    /** Event of pollAdd: the other side is gone; always reported. */
    public static final int POLLHUP = 0x10;

    /** Flag of msgRingFd: the other ring gets the file and no completion (6.0). */
    public static final int IORING_MSG_RING_CQE_SKIP = 1;
    /** Flag of splice and tee: the fd that the data comes from is an index of the registered files. */
    public static final int SPLICE_F_FD_IN_FIXED = 1 << 31;

    /** Flag of recv and send: the data is polled for first, not tried at once (5.19). */
    public static final int IORING_RECVSEND_POLL_FIRST = 1;
    /** Flag of sendZc: the notification says whether the data was copied after all (6.2). */
    public static final int IORING_SEND_ZC_REPORT_USAGE = 1 << 3;

    private static final int LINKS = IOSQE_IO_LINK | IOSQE_IO_HARDLINK;
    private static final int IORING_POLL_ADD_MULTI = 1;
    private static final int IORING_POLL_UPDATE_EVENTS = 1 << 1;
    private static final int IORING_TIMEOUT_UPDATE = 1 << 1;
    private static final int IORING_LINK_TIMEOUT_UPDATE = 1 << 4;
    private static final int IORING_RECV_MULTISHOT = 1 << 1;
    private static final int IORING_ACCEPT_MULTISHOT = 1;
    private static final int IORING_FILE_INDEX_ALLOC = -1;
    private static final long IORING_MSG_DATA = 0;
    private static final long IORING_MSG_SEND_FD = 1;
    private static final int IORING_MSG_RING_FLAGS_PASS = 1 << 1;

    private static final long FLAGS = offset(SQE, "flags");
    private static final long IOPRIO = offset(SQE, "ioprio");
    private static final long BUF_INDEX = offset(SQE, "buf_index");
    private static final long PERSONALITY = offset(SQE, "personality");
    private static final long FILE_INDEX = offset(SQE, "file_index");
    private static final long FD_WORD = offset(SQE, "opcode");
    private static final long OFF = offset(SQE, "off");
    private static final long ADDR = offset(SQE, "addr");
    private static final long LEN_WORD = offset(SQE, "len");
    private static final long USER_DATA = offset(SQE, "user_data");
    private static final long BUF_INDEX_WORD = offset(SQE, "buf_index");
    private static final long ADDR3 = offset(SQE, "addr3");
    private static final long PAD = offset(SQE, "__pad2");

    private final Uring ring;
    private long address;
    private boolean prepared = true;
    /** Whether an operation so far used a word behind the user data. */
    private boolean lastWordsUsed;
    /** How many entries may end without a completion, modulo 2^32: those flagged so, and those linked behind one. */
    private int skippable;
    /** The index of the entry linked behind the last such, which is counted already; none at first. */
    private long silentIndex = Long.MIN_VALUE;

    Sqe(Uring ring, long firstEntry) {
        this.ring = ring;
        address = firstEntry;
    }

    /** To a claimed entry. */
    void moveTo(long entry) {
        address = entry;
        prepared = false;
    }

    boolean prepared() {
        return prepared;
    }

    /** Back from an entry that was claimed and not prepared. */
    void unclaim() {
        prepared = true;
    }

    static long userDataAt(long entry) {
        return Memory.getLong(entry + USER_DATA);
    }

    /** Makes a published entry a {@link #nop} that keeps its user data and its links. */
    static void retract(long entry) {
        long links = Memory.getByte(entry + FLAGS) & LINKS;
        Memory.putLong(entry + FD_WORD, -1L << 32 | links << 8 | IORING_OP_NOP);
        Memory.putLong(entry + OFF, 0);
        Memory.putLong(entry + ADDR, 0);
        Memory.putLong(entry + LEN_WORD, 0);
        Memory.putLong(entry + BUF_INDEX_WORD, 0);
    }

    /** How many entries so far may end without a completion, modulo 2^32. */
    int skippable() {
        return skippable;
    }

    /**
     * Does nothing but complete with 0.
     *
     * @return this
     */
    public Sqe nop() {
        return prepare(IORING_OP_NOP, -1, 0, 0, 0, 0);
    }

    /**
     * Reads from a file into the whole of a buffer, as {@code pread(2)}. Completes with the number of bytes, which
     * may be less than asked for and is 0 at the end of the file.
     *
     * @param fd an open file
     * @param buffer native memory, at most {@link Integer#MAX_VALUE} bytes, the kernel's until the completion
     * @param offset position in the file in bytes; -1 for the file's own position
     * @return this
     * @throws IllegalArgumentException where the buffer is on the heap, read-only or too long
     */
    public Sqe read(int fd, MemorySegment buffer, long offset) {
        return prepare(IORING_OP_READ, fd, offset, Buffers.writableAddress(buffer), Buffers.length(buffer), 0);
    }

    /**
     * Reads from a file into a part of a buffer, as {@link #read(int, MemorySegment, long)} and without a slice.
     *
     * @param fd an open file
     * @param buffer native memory, the kernel's until the completion
     * @param start where in the buffer, in bytes
     * @param lengthBytes how many bytes to read at most
     * @param offset position in the file in bytes; -1 for the file's own position
     * @return this
     * @throws IllegalArgumentException where the buffer is on the heap or read-only, or the part is not within it
     */
    public Sqe read(int fd, MemorySegment buffer, long start, int lengthBytes, long offset) {
        Buffers.checkPart(buffer, start, lengthBytes);
        return prepare(IORING_OP_READ, fd, offset, Buffers.writableAddress(buffer) + start, lengthBytes, 0);
    }

    /**
     * Writes the whole of a buffer to a file, as {@code pwrite(2)}. Completes with the number of bytes, which may be
     * less than the buffer has.
     *
     * @param fd an open file
     * @param buffer native memory, at most {@link Integer#MAX_VALUE} bytes, not to be changed until the completion
     * @param offset position in the file in bytes; -1 for the file's own position
     * @return this
     * @throws IllegalArgumentException where the buffer is on the heap or too long
     */
    public Sqe write(int fd, MemorySegment buffer, long offset) {
        return prepare(IORING_OP_WRITE, fd, offset, Buffers.address(buffer), Buffers.length(buffer), 0);
    }

    /**
     * Writes a part of a buffer to a file, as {@link #write(int, MemorySegment, long)} and without a slice.
     *
     * @param fd an open file
     * @param buffer native memory, not to be changed until the completion
     * @param start where in the buffer, in bytes
     * @param lengthBytes how many bytes to write at most
     * @param offset position in the file in bytes; -1 for the file's own position
     * @return this
     * @throws IllegalArgumentException where the buffer is on the heap, or the part is not within it
     */
    public Sqe write(int fd, MemorySegment buffer, long start, int lengthBytes, long offset) {
        Buffers.checkPart(buffer, start, lengthBytes);
        return prepare(IORING_OP_WRITE, fd, offset, Buffers.address(buffer) + start, lengthBytes, 0);
    }

    /**
     * Makes a file's data durable, as {@code fsync(2)}. Completes with 0. Operations submitted together with it are
     * not ordered before it, unless linked or drained.
     *
     * @param fd an open file
     * @param fsyncFlags 0, or {@link #IORING_FSYNC_DATASYNC}
     * @return this
     */
    public Sqe fsync(int fd, int fsyncFlags) {
        return prepare(IORING_OP_FSYNC, fd, 0, 0, 0, fsyncFlags);
    }

    /**
     * Cancels an operation that has this user data. Completes with 0 or, with
     * {@link #IORING_ASYNC_CANCEL_ALL} or ANY, with how many were cancelled; with {@code -ENOENT} where there is none,
     * {@code -EALREADY} where it is too far along to be stopped. What is cancelled completes with {@code -ECANCELED}.
     *
     * @param userData what the operation's {@link #userData} was given
     * @param cancelFlags 0, {@link #IORING_ASYNC_CANCEL_ALL}, or {@link #IORING_ASYNC_CANCEL_ANY}, which ignores the
     *        user data
     * @return this
     */
    public Sqe asyncCancel(long userData, int cancelFlags) {
        return prepare(IORING_OP_ASYNC_CANCEL, -1, 0, userData, 0, cancelFlags);
    }

    /**
     * Cancels operations on a file descriptor (5.19); completes as {@link #asyncCancel}.
     *
     * @param fd the file descriptor that the operations were given
     * @param cancelFlags 0, or {@link #IORING_ASYNC_CANCEL_ALL}
     * @return this
     */
    public Sqe asyncCancelFd(int fd, int cancelFlags) {
        return prepare(IORING_OP_ASYNC_CANCEL, fd, 0, 0, 0, cancelFlags | IORING_ASYNC_CANCEL_FD);
    }

    /**
     * Waits for events on a file descriptor, as {@code poll(2)}. Completes with the events that are there.
     *
     * @param fd what to wait on
     * @param events {@link #POLLIN} and the like
     * @param multishot true for a completion at each wake-up, with {@link CompletionQueue#IORING_CQE_F_MORE} while more
     *        will come (5.13)
     * @return this
     */
    public Sqe pollAdd(int fd, int events, boolean multishot) {
        if (multishot) {
            ring.cq().expectMany();
        }
        return prepare(IORING_OP_POLL_ADD, fd, 0, 0, multishot ? IORING_POLL_ADD_MULTI : 0, events);
    }

    /**
     * Sends a completion to another ring, or to its own, which wakes who waits there (5.18). Completes with 0; with
     * {@code -EBADFD} where {@code ringFd} is no ring or one that is not enabled, {@code -EOVERFLOW} where the kernel has
     * no memory to keep what the other ring has no room for.
     *
     * @param ringFd the other ring's {@link Uring#fd()}
     * @param res the {@link CompletionQueue#res} that arrives there
     * @param userData the {@link CompletionQueue#userData} that arrives there
     * @param cqeFlags the {@link CompletionQueue#flags} that arrive there; 0 for none, others from Linux 6.3 on, before
     *        which it completes with {@code -EINVAL}
     * @return this
     */
    public Sqe msgRing(int ringFd, int res, long userData, int cqeFlags) {
        Sqe sqe = prepare(IORING_OP_MSG_RING, ringFd, userData, IORING_MSG_DATA, res,
                cqeFlags == 0 ? 0 : IORING_MSG_RING_FLAGS_PASS);
        return cqeFlags == 0 ? sqe : sqe.fileIndex(cqeFlags);
    }

    /**
     * Gives another ring one of this one's registered files, which both then hold, and sends it a completion that says so
     * (6.0). Both rings must have registered files. Completes with 0, or with the slot that was found where
     * {@code targetSlot} is -1; the completion over there has the same result. Fails with {@code -EBADF} where
     * {@code sourceSlot} is empty, {@code -ENFILE} where no slot is free, {@code -ENXIO} where the other ring has no slots
     * and {@code -EINVAL} where it has not as many or is the ring itself, {@code -EBADFD} as {@link #msgRing}, and with
     * {@code -EOVERFLOW} where the file has arrived and its completion has not.
     *
     * @param ringFd the other ring's {@link Uring#fd()}
     * @param sourceSlot index of this ring's registered files
     * @param targetSlot index of the other ring's registered files, where what is there is replaced; -1 for a free one
     * @param userData the {@link CompletionQueue#userData} that arrives there
     * @param msgRingFlags 0, or {@link #IORING_MSG_RING_CQE_SKIP}
     * @return this
     * @throws IllegalArgumentException where {@code targetSlot} is below -1
     */
    public Sqe msgRingFd(int ringFd, int sourceSlot, int targetSlot, long userData, int msgRingFlags) {
        return prepare(IORING_OP_MSG_RING, ringFd, userData, IORING_MSG_SEND_FD, 0, msgRingFlags).addr3(sourceSlot)
                .intoSlot(targetSlot);
    }

    /**
     * Reads from a file into several buffers, as {@code preadv2(2)}; completes as
     * {@link #read(int, MemorySegment, long)}.
     *
     * @param fd an open file
     * @param iovecs what {@link Iovecs#of} made; it may change once submitted, except under SQPOLL, but the buffers
     *         that it names must stay
     * @param offset position in the file in bytes; -1 for the file's own position
     * @param rwFlags 0, or {@code RWF_*}
     * @return this
     * @throws IllegalArgumentException where {@code iovecs} is on the heap or no whole number of them
     */
    public Sqe readv(int fd, MemorySegment iovecs, long offset, int rwFlags) {
        return prepare(IORING_OP_READV, fd, offset, Buffers.address(iovecs), Iovecs.count(iovecs), rwFlags);
    }

    /**
     * Writes several buffers to a file, as {@code pwritev2(2)}; completes as {@link #write(int, MemorySegment, long)}.
     *
     * @param fd an open file
     * @param iovecs what {@link Iovecs#of} made; it may change once submitted, except under SQPOLL, but the buffers
     *         that it names must stay
     * @param offset position in the file in bytes; -1 for the file's own position
     * @param rwFlags 0, or {@code RWF_*}
     * @return this
     * @throws IllegalArgumentException where {@code iovecs} is on the heap or no whole number of them
     */
    public Sqe writev(int fd, MemorySegment iovecs, long offset, int rwFlags) {
        return prepare(IORING_OP_WRITEV, fd, offset, Buffers.address(iovecs), Iovecs.count(iovecs), rwFlags);
    }

    /**
     * Reads into registered memory, which spares the kernel looking up its pages; completes as
     * {@link #read(int, MemorySegment, long)}, with {@code -EFAULT} where the memory is not within the registered
     * buffer.
     *
     * @param fd an open file
     * @param buffer memory within the registered buffer
     * @param start where in {@code buffer}, in bytes
     * @param lengthBytes how many bytes at most
     * @param offset position in the file in bytes; -1 for the file's own position
     * @param bufferIndex which registered buffer, 0 to 16383
     * @return this
     * @throws IllegalArgumentException where the buffer is on the heap or read-only, the part is not within it, or
     *         {@code bufferIndex} is negative or above 65535
     */
    public Sqe readFixed(int fd, MemorySegment buffer, long start, int lengthBytes, long offset, int bufferIndex) {
        Buffers.checkPart(buffer, start, lengthBytes);
        return prepare(IORING_OP_READ_FIXED, fd, offset, Buffers.writableAddress(buffer) + start, lengthBytes,
                0).bufferIndex(bufferIndex);
    }

    /**
     * Writes from registered memory; completes as {@link #write(int, MemorySegment, long)}, with {@code -EFAULT} where
     * the memory is not within the registered buffer.
     *
     * @param fd an open file
     * @param buffer memory within the registered buffer
     * @param start where in {@code buffer}, in bytes
     * @param lengthBytes how many bytes at most
     * @param offset position in the file in bytes; -1 for the file's own position
     * @param bufferIndex which registered buffer, 0 to 16383
     * @return this
     * @throws IllegalArgumentException where the buffer is on the heap, the part is not within it, or
     *         {@code bufferIndex} is negative or above 65535
     */
    public Sqe writeFixed(int fd, MemorySegment buffer, long start, int lengthBytes, long offset, int bufferIndex) {
        Buffers.checkPart(buffer, start, lengthBytes);
        return prepare(IORING_OP_WRITE_FIXED, fd, offset, Buffers.address(buffer) + start, lengthBytes,
                0).bufferIndex(bufferIndex);
    }

    /**
     * As {@link #readv}, with all the buffers within one registered one (6.15).
     *
     * @param fd an open file
     * @param iovecs what {@link Iovecs#of} made; it may change once submitted, except under SQPOLL, but the buffers
     *         that it names must stay
     * @param offset position in the file in bytes; -1 for the file's own position
     * @param bufferIndex which registered buffer, 0 to 16383
     * @return this
     * @throws IllegalArgumentException where {@code iovecs} is on the heap or no whole number of them, or
     *         {@code bufferIndex} is negative or above 65535
     */
    public Sqe readvFixed(int fd, MemorySegment iovecs, long offset, int bufferIndex) {
        return prepare(IORING_OP_READV_FIXED, fd, offset, Buffers.address(iovecs), Iovecs.count(iovecs),
                0).bufferIndex(bufferIndex);
    }

    /**
     * As {@link #writev}, with all the buffers within one registered one (6.15).
     *
     * @param fd an open file
     * @param iovecs what {@link Iovecs#of} made; it may change once submitted, except under SQPOLL, but the buffers
     *         that it names must stay
     * @param offset position in the file in bytes; -1 for the file's own position
     * @param bufferIndex which registered buffer, 0 to 16383
     * @return this
     * @throws IllegalArgumentException where {@code iovecs} is on the heap or no whole number of them, or
     *         {@code bufferIndex} is negative or above 65535
     */
    public Sqe writevFixed(int fd, MemorySegment iovecs, long offset, int bufferIndex) {
        return prepare(IORING_OP_WRITEV_FIXED, fd, offset, Buffers.address(iovecs), Iovecs.count(iovecs),
                0).bufferIndex(bufferIndex);
    }

    /**
     * Writes back a range of cached pages, as {@code sync_file_range(2)}, which makes nothing durable. Completes with
     * 0.
     *
     * @param fd an open file
     * @param offset start of the range in bytes
     * @param lengthBytes of the range; 0 to the end of the file
     * @param syncFlags {@code SYNC_FILE_RANGE_*}
     * @return this
     */
    public Sqe syncFileRange(int fd, long offset, int lengthBytes, int syncFlags) {
        return prepare(IORING_OP_SYNC_FILE_RANGE, fd, offset, 0, lengthBytes, syncFlags);
    }

    /**
     * Takes or gives back space, as {@code fallocate(2)} (5.6). Completes with 0.
     *
     * @param fd a file open for writing
     * @param mode 0, or {@code FALLOC_FL_*} of {@link Libc}
     * @param offset start of the range in bytes
     * @param length of the range in bytes, above 0
     * @return this
     */
    public Sqe fallocate(int fd, int mode, long offset, long length) {
        return prepare(IORING_OP_FALLOCATE, fd, offset, length, mode, 0);
    }

    /**
     * Sets the length of a file, as {@code ftruncate(2)} (6.9). Completes with 0.
     *
     * @param fd a file open for writing
     * @param length the new length in bytes
     * @return this
     */
    public Sqe ftruncate(int fd, long length) {
        return prepare(IORING_OP_FTRUNCATE, fd, length, 0, 0, 0);
    }

    /**
     * Says how a file will be used, as {@code posix_fadvise(2)} (5.6). Completes with 0.
     *
     * @param fd an open file
     * @param offset start of the range in bytes
     * @param lengthBytes of the range; 0 to the end of the file
     * @param advice {@code POSIX_FADV_*}
     * @return this
     */
    public Sqe fadvise(int fd, long offset, int lengthBytes, int advice) {
        return prepare(IORING_OP_FADVISE, fd, offset, 0, lengthBytes, advice);
    }

    /**
     * Says how memory will be used, as {@code madvise(2)} (5.6). Completes with 0.
     *
     * @param memory whole pages of native memory, at most {@link Integer#MAX_VALUE} bytes
     * @param advice {@code MADV_*}
     * @return this
     * @throws IllegalArgumentException where the memory is on the heap or too long
     */
    public Sqe madvise(MemorySegment memory, int advice) {
        return prepare(IORING_OP_MADVISE, -1, 0, Buffers.address(memory), Buffers.length(memory), advice);
    }

    /**
     * Opens a file, as {@code openat(2)} (5.6). Completes with its descriptor, or see {@link #intoSlot}.
     *
     * @param dirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param openFlags {@link OpenFlags}
     * @param mode permissions of a file that is created
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe openat(int dirFd, MemorySegment path, int openFlags, int mode) {
        return prepare(IORING_OP_OPENAT, dirFd, 0, Buffers.address(path), mode, openFlags);
    }

    /**
     * Opens a file, as {@code openat2(2)} (5.6), which can refuse links and ways out of the directory. Completes with
     * its descriptor, or see {@link #intoSlot}.
     *
     * @param dirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param openHow a {@code struct open_how}, see {@link OpenHow#of}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe openat2(int dirFd, MemorySegment path, MemorySegment openHow) {
        return prepare(IORING_OP_OPENAT2, dirFd, Buffers.address(openHow), Buffers.address(path),
                Buffers.length(openHow), 0);
    }

    /**
     * Closes a descriptor, as {@code close(2)} (5.6). Completes with 0. What is in flight on it goes on; what is queued
     * would meet whatever gets its number next.
     *
     * @param fd an open file
     * @return this
     */
    public Sqe close(int fd) {
        return prepare(IORING_OP_CLOSE, fd, 0, 0, 0, 0);
    }

    /**
     * Takes a file out of the registered ones (5.15). Completes with 0, with {@code -EBADF} where the slot is empty.
     *
     * @param slot index of the registered files, 0 or above
     * @return this
     * @throws IllegalArgumentException where {@code slot} is negative
     */
    public Sqe closeSlot(int slot) {
        if (slot < 0) {
            throw refused("slot", slot, "0 or above");
        }
        return prepare(IORING_OP_CLOSE, 0, 0, 0, 0, 0).intoSlot(slot);
    }

    /**
     * Asks what the file system knows of a file, as {@code statx(2)} (5.6). Completes with 0.
     *
     * @param dirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param statxFlags {@code AT_*} of {@link Libc}
     * @param mask {@code STATX_*} of {@link Statx}
     * @param statx at least {@link Statx#SIZE_BYTES} of native memory, the kernel's until the completion; then see
     *         {@link Statx#of}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap, or {@code statx} is too short
     */
    public Sqe statx(int dirFd, MemorySegment path, int statxFlags, int mask, MemorySegment statx) {
        Buffers.checkPart(statx, 0, Statx.SIZE_BYTES);
        return prepare(IORING_OP_STATX, dirFd, Buffers.writableAddress(statx), Buffers.address(path), mask,
                statxFlags);
    }

    /**
     * Renames a file, as {@code renameat2(2)} (5.11). Completes with 0.
     *
     * @param oldDirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param oldPath what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param newDirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param newPath what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param renameFlags 0, or {@code RENAME_*}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe renameat(int oldDirFd, MemorySegment oldPath, int newDirFd, MemorySegment newPath, int renameFlags) {
        return prepare(IORING_OP_RENAMEAT, oldDirFd, Buffers.address(newPath), Buffers.address(oldPath),
                newDirFd, renameFlags);
    }

    /**
     * Removes a name, as {@code unlinkat(2)} (5.11). Completes with 0.
     *
     * @param dirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param unlinkFlags 0, or {@link Libc#AT_REMOVEDIR} for a directory
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe unlinkat(int dirFd, MemorySegment path, int unlinkFlags) {
        return prepare(IORING_OP_UNLINKAT, dirFd, 0, Buffers.address(path), 0, unlinkFlags);
    }

    /**
     * Makes a directory, as {@code mkdirat(2)} (5.15). Completes with 0.
     *
     * @param dirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param mode its permissions
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe mkdirat(int dirFd, MemorySegment path, int mode) {
        return prepare(IORING_OP_MKDIRAT, dirFd, 0, Buffers.address(path), mode, 0);
    }

    /**
     * Makes a symbolic link, as {@code symlinkat(2)} (5.15). Completes with 0.
     *
     * @param target what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param dirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe symlinkat(MemorySegment target, int dirFd, MemorySegment path) {
        return prepare(IORING_OP_SYMLINKAT, dirFd, Buffers.address(path), Buffers.address(target), 0, 0);
    }

    /**
     * Gives a file another name, as {@code linkat(2)} (5.15). Completes with 0.
     *
     * @param oldDirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param oldPath what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param newDirFd a directory that a relative path starts at, or {@link Libc#AT_FDCWD}
     * @param newPath what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param linkFlags 0, or {@code AT_*} of {@link Libc}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe linkat(int oldDirFd, MemorySegment oldPath, int newDirFd, MemorySegment newPath, int linkFlags) {
        return prepare(IORING_OP_LINKAT, oldDirFd, Buffers.address(newPath), Buffers.address(oldPath),
                newDirFd, linkFlags);
    }

    /**
     * Sets an extended attribute of an open file, as {@code fsetxattr(2)} (5.19). Completes with 0.
     *
     * @param fd an open file
     * @param name the name of the attribute, what {@link Libc#path} made
     * @param value its value, not to be changed until the completion
     * @param xattrFlags 0, or {@code XATTR_CREATE} (1) or {@code XATTR_REPLACE} (2)
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe fsetxattr(int fd, MemorySegment name, MemorySegment value, int xattrFlags) {
        return prepare(IORING_OP_FSETXATTR, fd, Buffers.address(value), Buffers.address(name),
                Buffers.length(value), xattrFlags);
    }

    /**
     * Sets an extended attribute of a file by its path, as {@code setxattr(2)} (5.19). Completes with 0.
     *
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param name the name of the attribute, what {@link Libc#path} made
     * @param value its value, not to be changed until the completion
     * @param xattrFlags 0, or {@code XATTR_CREATE} (1) or {@code XATTR_REPLACE} (2)
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe setxattr(MemorySegment path, MemorySegment name, MemorySegment value, int xattrFlags) {
        return prepare(IORING_OP_SETXATTR, 0, Buffers.address(value), Buffers.address(name),
                Buffers.length(value), xattrFlags).addr3(Buffers.address(path));
    }

    /**
     * Gets an extended attribute of an open file, as {@code fgetxattr(2)} (5.19). Completes with its length in bytes,
     * with {@code -ENODATA} where there is none, {@code -ERANGE} where it is longer than {@code value}.
     *
     * @param fd an open file
     * @param name the name of the attribute, what {@link Libc#path} made
     * @param value where the value goes, the kernel's until the completion
     * @return this
     * @throws IllegalArgumentException where memory is on the heap, or {@code value} is read-only
     */
    public Sqe fgetxattr(int fd, MemorySegment name, MemorySegment value) {
        return prepare(IORING_OP_FGETXATTR, fd, Buffers.writableAddress(value), Buffers.address(name),
                Buffers.length(value), 0);
    }

    /**
     * Gets an extended attribute of a file by its path, as {@code getxattr(2)} (5.19); completes as {@link #fgetxattr}.
     *
     * @param path what {@link Libc#path} made; it may change once submitted, except under SQPOLL
     * @param name the name of the attribute, what {@link Libc#path} made
     * @param value where the value goes, the kernel's until the completion
     * @return this
     * @throws IllegalArgumentException where memory is on the heap, or {@code value} is read-only
     */
    public Sqe getxattr(MemorySegment path, MemorySegment name, MemorySegment value) {
        return prepare(IORING_OP_GETXATTR, 0, Buffers.writableAddress(value), Buffers.address(name),
                Buffers.length(value), 0).addr3(Buffers.address(path));
    }

    /**
     * Moves data between a pipe and a file, as {@code splice(2)} (5.7). Completes with the number of bytes. It waits in a
     * worker thread of the kernel, where a cancel interrupts it: it completes with {@code -EINTR} then or, as Linux 6.18
     * does, with -512, a number that the kernel means for itself (ERESTARTSYS).
     *
     * @param fdIn where the data comes from
     * @param offsetIn position in bytes; -1 where {@code fdIn} is a pipe, or for its own position
     * @param fdOut where the data goes
     * @param offsetOut position in bytes; -1 where {@code fdOut} is a pipe, or for its own position
     * @param lengthBytes how many bytes at most
     * @param spliceFlags 0, or {@link #SPLICE_F_FD_IN_FIXED} and others of {@code SPLICE_F_*}
     * @return this
     */
    public Sqe splice(int fdIn, long offsetIn, int fdOut, long offsetOut, int lengthBytes, int spliceFlags) {
        return prepare(IORING_OP_SPLICE, fdOut, offsetOut, offsetIn, lengthBytes, spliceFlags).fileIndex(fdIn);
    }

    /**
     * Copies data from one pipe to another without taking it out, as {@code tee(2)} (5.8). Completes with the number of
     * bytes.
     *
     * @param fdIn a pipe
     * @param fdOut another pipe
     * @param lengthBytes how many bytes at most
     * @param spliceFlags 0, or {@link #SPLICE_F_FD_IN_FIXED} and others of {@code SPLICE_F_*}
     * @return this
     */
    public Sqe tee(int fdIn, int fdOut, int lengthBytes, int spliceFlags) {
        return prepare(IORING_OP_TEE, fdOut, 0, 0, lengthBytes, spliceFlags).fileIndex(fdIn);
    }

    /**
     * Puts other files into the registered ones (5.6). Completes with how many were put.
     *
     * @param fds an array of {@code int}, one for each slot: a descriptor, -1 for none, -2 to leave the slot alone
     * @param slot index of the first one
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe filesUpdate(MemorySegment fds, int slot) {
        return prepare(IORING_OP_FILES_UPDATE, -1, slot, Buffers.address(fds),
                Buffers.length(fds) / Integer.BYTES, 0);
    }

    /**
     * Completes after a time with {@code -ETIME}, or with 0 as soon as a number of other completions were posted.
     *
     * @param timespec a {@code struct __kernel_timespec}, see {@link Timespec#of}; it may change once submitted, except
     *         under SQPOLL
     * @param completionCount how many completions end it early; 0 for none
     * @param timeoutFlags 0, or {@code IORING_TIMEOUT_*}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe timeout(MemorySegment timespec, int completionCount, int timeoutFlags) {
        if ((timeoutFlags & IORING_TIMEOUT_MULTISHOT) != 0) {
            ring.cq().expectMany();
        }
        return prepare(IORING_OP_TIMEOUT, -1, completionCount, Buffers.address(timespec), 1, timeoutFlags);
    }

    /**
     * Removes a timeout, which then completes with {@code -ECANCELED}. Completes with 0, with {@code -ENOENT} where
     * there is none.
     *
     * @param userData the timeout's user data
     * @return this
     */
    public Sqe timeoutRemove(long userData) {
        return prepare(IORING_OP_TIMEOUT_REMOVE, -1, 0, userData, 0, 0);
    }

    /**
     * Gives a timeout another time, from now (5.11). Completes with 0, with {@code -ENOENT} where there is none.
     *
     * @param userData the timeout's user data
     * @param timespec a {@code struct __kernel_timespec}, see {@link Timespec#of}; it may change once submitted, except
     *         under SQPOLL
     * @param timeoutFlags 0, or {@link #IORING_TIMEOUT_ABS}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe timeoutUpdate(long userData, MemorySegment timespec, int timeoutFlags) {
        return prepare(IORING_OP_TIMEOUT_REMOVE, -1, Buffers.address(timespec), userData, 0,
                timeoutFlags | IORING_TIMEOUT_UPDATE);
    }

    /**
     * Cancels the entry before it, which must carry {@link #IOSQE_IO_LINK}, when the time runs out first. Completes
     * with {@code -ETIME} then, with {@code -ECANCELED} where the other ended in time, with {@code -EALREADY} or
     * {@code -ENOENT} where that was too far along.
     *
     * @param timespec a {@code struct __kernel_timespec}, see {@link Timespec#of}; it may change once submitted, except
     *         under SQPOLL
     * @param timeoutFlags 0, or {@code IORING_TIMEOUT_*}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe linkTimeout(MemorySegment timespec, int timeoutFlags) {
        return prepare(IORING_OP_LINK_TIMEOUT, -1, 0, Buffers.address(timespec), 1, timeoutFlags);
    }

    /**
     * Gives a linked timeout another time, from now (5.15); completes as {@link #timeoutUpdate}.
     *
     * @param userData the linked timeout's user data
     * @param timespec a {@code struct __kernel_timespec}, see {@link Timespec#of}; it may change once submitted, except
     *         under SQPOLL
     * @param timeoutFlags 0, or {@link #IORING_TIMEOUT_ABS}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe linkTimeoutUpdate(long userData, MemorySegment timespec, int timeoutFlags) {
        return prepare(IORING_OP_TIMEOUT_REMOVE, -1, Buffers.address(timespec), userData,
                0,
                timeoutFlags | IORING_TIMEOUT_UPDATE | IORING_LINK_TIMEOUT_UPDATE);
    }

    /**
     * Cancels operations by what they do (6.6); completes as {@link #asyncCancel}.
     *
     * @param opcode {@code IORING_OP_*}
     * @param cancelFlags 0, or {@link #IORING_ASYNC_CANCEL_ALL}
     * @return this
     */
    public Sqe asyncCancelOp(int opcode, int cancelFlags) {
        return prepare(IORING_OP_ASYNC_CANCEL, -1, 0, 0, opcode, cancelFlags | IORING_ASYNC_CANCEL_OP);
    }

    /**
     * Ends a poll, which then completes with {@code -ECANCELED}. Completes with 0, with {@code -ENOENT} where there is
     * none, with {@code -EALREADY} where it is just completing.
     *
     * @param userData the poll's user data
     * @return this
     */
    public Sqe pollRemove(long userData) {
        return prepare(IORING_OP_POLL_REMOVE, -1, 0, userData, 0, 0);
    }

    /**
     * Gives a poll other events (5.13); completes as {@link #pollRemove}.
     *
     * @param userData the poll's user data
     * @param events {@link #POLLIN} and the like
     * @param multishot whether it goes on after an event
     * @return this
     */
    public Sqe pollUpdate(long userData, int events, boolean multishot) {
        if (multishot) {
            ring.cq().expectMany();
        }
        return prepare(IORING_OP_POLL_REMOVE, -1, 0,
                userData,
                IORING_POLL_UPDATE_EVENTS | (multishot ? IORING_POLL_ADD_MULTI : 0), events);
    }

    /**
     * Makes a socket, as {@code socket(2)} (5.19). Completes with its descriptor, or see {@link #intoSlot}.
     *
     * @param domain {@code AF_*} of {@link Sockaddr}
     * @param type {@code SOCK_*} of {@link Sockaddr}
     * @param protocol 0, or {@code IPPROTO_*}
     * @return this
     */
    public Sqe socket(int domain, int type, int protocol) {
        return prepare(IORING_OP_SOCKET, domain, type, 0, protocol, 0);
    }

    /**
     * Gives a socket its address, as {@code bind(2)} (6.11). Completes with 0.
     *
     * @param fd a socket
     * @param address what {@link Sockaddr#of} made
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe bind(int fd, MemorySegment address) {
        return prepare(IORING_OP_BIND, fd, Buffers.length(address), Buffers.address(address), 0, 0);
    }

    /**
     * Lets a socket take connections, as {@code listen(2)} (6.11). Completes with 0.
     *
     * @param fd a socket
     * @param backlog how many may wait to be accepted
     * @return this
     */
    public Sqe listen(int fd, int backlog) {
        return prepare(IORING_OP_LISTEN, fd, 0, 0, backlog, 0);
    }

    /**
     * Takes a connection, as {@code accept4(2)}, whose address is not asked for. Completes with its descriptor, or see
     * {@link #intoSlot}.
     *
     * @param fd a listening socket
     * @param acceptFlags 0, or {@link Sockaddr#SOCK_CLOEXEC} and the like
     * @return this
     */
    public Sqe accept(int fd, int acceptFlags) {
        return prepare(IORING_OP_ACCEPT, fd, 0, 0, 0, acceptFlags);
    }

    /**
     * Takes connections, one a completion, until it fails or is cancelled (5.19).
     *
     * @param fd a listening socket
     * @param acceptFlags 0, or {@link Sockaddr#SOCK_CLOEXEC} and the like
     * @return this
     */
    public Sqe acceptMultishot(int fd, int acceptFlags) {
        ring.cq().expectMany();
        return prepare(IORING_OP_ACCEPT, fd, 0, 0, 0, acceptFlags).ioprio(IORING_ACCEPT_MULTISHOT);
    }

    /**
     * Connects a socket, as {@code connect(2)}. Completes with 0.
     *
     * @param fd a socket
     * @param address what {@link Sockaddr#of} made
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe connect(int fd, MemorySegment address) {
        return prepare(IORING_OP_CONNECT, fd, Buffers.length(address), Buffers.address(address), 0, 0);
    }

    /**
     * Sends, as {@code send(2)}. Completes with the number of bytes.
     *
     * @param fd a socket
     * @param buffer native memory, not to be changed until the completion
     * @param msgFlags 0, or {@code MSG_*}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe send(int fd, MemorySegment buffer, int msgFlags) {
        return prepare(IORING_OP_SEND, fd, 0, Buffers.address(buffer), Buffers.length(buffer), msgFlags);
    }

    /**
     * Sends without copying (6.0). Completes twice: with the number of bytes, or {@code -errno}, and
     * {@link CompletionQueue#IORING_CQE_F_MORE}, and with {@link CompletionQueue#IORING_CQE_F_NOTIF} when the memory is
     * the program's again. A failure without F_MORE has no second.
     *
     * @param fd a socket
     * @param buffer native memory, not to be changed until the notification
     * @param msgFlags 0, or {@code MSG_*}
     * @param zcFlags 0, or {@link #IORING_SEND_ZC_REPORT_USAGE}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe sendZc(int fd, MemorySegment buffer, int msgFlags, int zcFlags) {
        ring.cq().expectMany();
        return prepare(IORING_OP_SEND_ZC, fd, 0, Buffers.address(buffer), Buffers.length(buffer),
                msgFlags).ioprio(zcFlags);
    }

    /**
     * Receives, as {@code recv(2)}. Completes with the number of bytes, 0 where the other side has ended.
     *
     * @param fd a socket
     * @param buffer native memory, the kernel's until the completion
     * @param msgFlags 0, or {@code MSG_*}
     * @return this
     * @throws IllegalArgumentException where the buffer is on the heap or read-only
     */
    public Sqe recv(int fd, MemorySegment buffer, int msgFlags) {
        return prepare(IORING_OP_RECV, fd, 0, Buffers.writableAddress(buffer), Buffers.length(buffer), msgFlags);
    }

    /**
     * Receives again and again, each time into a buffer of a provided group, until it fails, the other side ends, or
     * the group is empty ({@code -ENOBUFS}) (6.0).
     *
     * @param fd a socket
     * @param groupId the group of provided buffers, 0 to 65535
     * @param msgFlags 0, or {@code MSG_*}
     * @return this
     * @throws IllegalArgumentException where {@code groupId} is another
     */
    public Sqe recvMultishot(int fd, int groupId, int msgFlags) {
        ring.cq().expectMany();
        return prepare(IORING_OP_RECV, fd, 0, 0, 0, msgFlags).ioprio(IORING_RECV_MULTISHOT).selectBuffer(groupId);
    }

    /**
     * Sends several buffers, as {@code sendmsg(2)}. Completes with the number of bytes.
     *
     * @param fd a socket
     * @param msghdr what {@link Msghdr#of} made, the kernel's until the completion
     * @param msgFlags 0, or {@code MSG_*}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe sendmsg(int fd, MemorySegment msghdr, int msgFlags) {
        return prepare(IORING_OP_SENDMSG, fd, 0, Buffers.address(msghdr), 1, msgFlags);
    }

    /**
     * Receives into several buffers, as {@code recvmsg(2)}. Completes with the number of bytes.
     *
     * @param fd a socket
     * @param msghdr what {@link Msghdr#of} made, the kernel's until the completion
     * @param msgFlags 0, or {@code MSG_*}
     * @return this
     * @throws IllegalArgumentException where memory is on the heap
     */
    public Sqe recvmsg(int fd, MemorySegment msghdr, int msgFlags) {
        return prepare(IORING_OP_RECVMSG, fd, 0, Buffers.writableAddress(msghdr), 1, msgFlags);
    }

    /**
     * Ends one or both directions of a connection, as {@code shutdown(2)} (5.11). Completes with 0.
     *
     * @param fd a socket
     * @param how 0 for receiving, 1 for sending, 2 for both
     * @return this
     */
    public Sqe shutdown(int fd, int how) {
        return prepare(IORING_OP_SHUTDOWN, fd, 0, 0, how, 0);
    }

    /**
     * Marks the operation with a value that its completions carry. 0 where this is not called.
     *
     * @param userData any value
     * @return this
     */
    public Sqe userData(long userData) {
        Memory.putLong(address + USER_DATA, userData);
        Reference.reachabilityFence(ring);
        return this;
    }

    /**
     * Adds flags that all operations have.
     *
     * @param iosqeFlags {@code IOSQE_*} flags
     * @return this
     */
    public Sqe flags(int iosqeFlags) {
        if ((iosqeFlags & (IOSQE_CQE_SKIP_SUCCESS | LINKS)) != 0) {
            countSilent(iosqeFlags);
        }
        Memory.putByte(address + FLAGS, (byte) (Memory.getByte(address + FLAGS) | iosqeFlags));
        Reference.reachabilityFence(ring);
        return this;
    }

    /** Counts the entry where it becomes one that may end in silence, and the next where it is linked behind such a one. */
    private void countSilent(int added) {
        int index = ring.sq().claimedIndex();
        if (index + 1 == silentIndex) {
            return; // both are counted, by an earlier call for the same entry
        }
        int before = Memory.getByte(address + FLAGS);
        int after = before | added;
        boolean counted = index == silentIndex || (before & IOSQE_CQE_SKIP_SUCCESS) != 0;
        boolean silent = counted || (after & IOSQE_CQE_SKIP_SUCCESS) != 0;
        if (silent && !counted) {
            skippable++;
        }
        if (silent && (after & LINKS) != 0) {
            skippable++;
            silentIndex = index + 1;
        }
    }

    /**
     * Sets the I/O priority of a read or write, as {@code ioprio_set(2)} composes it; or the {@code IORING_RECVSEND_*}
     * flags of a send or receive.
     *
     * @param ioprio 16 bits
     * @return this
     */
    public Sqe ioprio(int ioprio) {
        Memory.putShort(address + IOPRIO, (short) ioprio);
        Reference.reachabilityFence(ring);
        return this;
    }

    /**
     * Runs the operation with registered credentials.
     *
     * @param id what {@link Registrations#personality} answered
     * @return this
     * @throws IllegalArgumentException where {@code id} is none that it answers
     */
    public Sqe personality(int id) {
        requireShort("id", id);
        lastWordsUsed = true;
        Memory.putShort(address + PERSONALITY, (short) id);
        Reference.reachabilityFence(ring);
        return this;
    }

    /**
     * Takes the operation's memory from a provided group, instead of what its method was given. The completion's flags
     * name the buffer, see {@link CompletionQueue#IORING_CQE_F_BUFFER}.
     *
     * @param groupId the group's number, 0 to 65535
     * @return this
     * @throws IllegalArgumentException where {@code groupId} is another
     */
    public Sqe selectBuffer(int groupId) {
        requireShort("groupId", groupId);
        lastWordsUsed = true;
        Memory.putShort(address + BUF_INDEX, (short) groupId);
        return flags(IOSQE_BUFFER_SELECT);
    }

    /**
     * Puts the file that openat, openat2, accept or socket opens into the registered files, instead of giving it a
     * descriptor.
     *
     * @param slot index of the registered files; -1 for a free one, which the completion names
     * @return this
     * @throws IllegalArgumentException where {@code slot} is below -1
     */
    public Sqe intoSlot(int slot) {
        if (slot < IORING_FILE_INDEX_ALLOC) {
            throw refused("slot", slot, "an index, or -1");
        }
        lastWordsUsed = true;
        Memory.putInt(address + FILE_INDEX, slot == -1 ? IORING_FILE_INDEX_ALLOC : slot + 1);
        Reference.reachabilityFence(ring);
        return this;
    }

    /** The kernel's field is shorter than ours: what does not fit would be another buffer, group or personality. */
    private void requireShort(String name, int value) {
        if ((value & ~0xffff) != 0) {
            throw refused(name, value, "0 to 65535");
        }
    }

    /** The entry is as if it had not been prepared, so that nobody publishes half of what was meant. */
    private IllegalArgumentException refused(String name, int value, String range) {
        prepared = false;
        return new IllegalArgumentException(name + "=" + value + ", must be " + range);
    }

    private Sqe bufferIndex(int index) {
        requireShort("bufferIndex", index);
        lastWordsUsed = true;
        Memory.putShort(address + BUF_INDEX, (short) index);
        Reference.reachabilityFence(ring);
        return this;
    }

    private Sqe fileIndex(int value) {
        lastWordsUsed = true;
        Memory.putInt(address + FILE_INDEX, value);
        Reference.reachabilityFence(ring);
        return this;
    }

    private Sqe addr3(long value) {
        lastWordsUsed = true;
        Memory.putLong(address + ADDR3, value);
        Reference.reachabilityFence(ring);
        return this;
    }

    /**
     * Writes the entry, all of it: what an operation does not use must be 0, and the entry's last use is still there. As
     * whole words, which is less than half the stores of writing it field by field. The last three words are left alone
     * until an operation first uses one of them, because the kernel hands them out as 0; so is what an SQE128 ring has
     * behind, which no operation uses. At 3 ns an entry each store counts.
     */
    Sqe prepare(int opcode, int fd, long off, long addr, int len, int operationFlags) {
        long entry = address;
        Memory.putLong(entry + FD_WORD, (long) fd << 32 | opcode);
        Memory.putLong(entry + OFF, off);
        Memory.putLong(entry + ADDR, addr);
        Memory.putLong(entry + LEN_WORD, (long) operationFlags << 32 | Integer.toUnsignedLong(len));
        Memory.putLong(entry + USER_DATA, 0);
        if (lastWordsUsed) {
            Memory.putLong(entry + BUF_INDEX_WORD, 0);
            Memory.putLong(entry + ADDR3, 0);
            Memory.putLong(entry + PAD, 0);
        }
        prepared = true;
        Reference.reachabilityFence(ring);
        return this;
    }
}
