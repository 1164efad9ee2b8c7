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
 * <p>Memory and file descriptors that an operation names have to stay valid until its final completion. An operation
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
    /** No operation. */
    public static final int IORING_OP_NOP = 0;
    /** {@code fsync(2)}. */
    public static final int IORING_OP_FSYNC = 3;
    /** {@code poll(2)}. */
    public static final int IORING_OP_POLL_ADD = 6;
    /** Cancels operations. */
    public static final int IORING_OP_ASYNC_CANCEL = 14;
    /** {@code pread(2)}. */
    public static final int IORING_OP_READ = 22;
    /** {@code pwrite(2)}. */
    public static final int IORING_OP_WRITE = 23;

    /** Sends a completion to another ring. */
    public static final int IORING_OP_MSG_RING = 40;

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
    /** A success has no completion. */
    public static final int IOSQE_CQE_SKIP_SUCCESS = 1 << 6;

    /** Flag of fsync: only the data, and the metadata needed to read it back. */
    public static final int IORING_FSYNC_DATASYNC = 1;

    /** Flag of asyncCancel: all that match, not only the first. */
    public static final int IORING_ASYNC_CANCEL_ALL = 1;
    /** Flag of asyncCancel: by file descriptor instead of user data. */
    public static final int IORING_ASYNC_CANCEL_FD = 1 << 1;
    /** Flag of asyncCancel: whatever there is. */
    public static final int IORING_ASYNC_CANCEL_ANY = 1 << 2;

    /** Event of pollAdd: there is something to read. */
    public static final int POLLIN = 1;
    /** Event of pollAdd: there is room to write. */
    public static final int POLLOUT = 4;
    /** Event of pollAdd: an error; always reported. */
    public static final int POLLERR = 8;
    /** Event of pollAdd: the other side is gone; always reported. */
    public static final int POLLHUP = 0x10;

    private static final int IORING_POLL_ADD_MULTI = 1;

    private static final long FLAGS = offset(SQE, "flags");
    private static final long FD_WORD = offset(SQE, "opcode");
    private static final long OFF = offset(SQE, "off");
    private static final long ADDR = offset(SQE, "addr");
    private static final long LEN_WORD = offset(SQE, "len");
    private static final long USER_DATA = offset(SQE, "user_data");
    private static final long BUF_INDEX_WORD = offset(SQE, "buf_index");
    private static final long ADDR3 = offset(SQE, "addr3");
    private static final long PAD = offset(SQE, "__pad2");
    private static final long SIZE = SQE.byteSize();

    private final Uring ring;
    private final boolean wide;
    private long address;
    private boolean prepared = true;
    /** How many entries were flagged to have no completion, modulo 2^32. */
    private int skippable;

    /** {@code wide}: the entries are twice as long (SQE128). */
    Sqe(Uring ring, long firstEntry, boolean wide) {
        this.ring = ring;
        this.wide = wide;
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
     * Sends a completion to another ring, which wakes who waits there (5.18). Completes with 0; with
     * {@code -EOVERFLOW} where the other ring's queue is full, {@code -EBADFD} where it is not enabled.
     *
     * @param ringFd the other ring's {@link Uring#fd()}
     * @param res the {@link CompletionQueue#res} that arrives there
     * @param userData the {@link CompletionQueue#userData} that arrives there
     * @param msgRingFlags 0
     * @return this
     */
    public Sqe msgRing(int ringFd, int res, long userData, int msgRingFlags) {
        return prepare(IORING_OP_MSG_RING, ringFd, userData, 0, res, msgRingFlags);
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
     * Sets the flags that all operations have. 0 where this is not called.
     *
     * @param iosqeFlags {@code IOSQE_*} flags
     * @return this
     */
    public Sqe flags(int iosqeFlags) {
        if ((iosqeFlags & IOSQE_CQE_SKIP_SUCCESS) != 0) {
            skippable++;
        }
        Memory.putByte(address + FLAGS, (byte) iosqeFlags);
        Reference.reachabilityFence(ring);
        return this;
    }

    /**
     * Writes the entry, all of it: what an operation does not use must be 0, and the entry's last use is still there.
     * As eight whole words, which is less than half the stores of writing it field by field.
     */
    Sqe prepare(int opcode, int fd, long off, long addr, int len, int operationFlags) {
        long entry = address;
        Memory.putLong(entry + FD_WORD, (long) fd << 32 | opcode);
        Memory.putLong(entry + OFF, off);
        Memory.putLong(entry + ADDR, addr);
        Memory.putLong(entry + LEN_WORD, (long) operationFlags << 32 | Integer.toUnsignedLong(len));
        Memory.putLong(entry + USER_DATA, 0);
        Memory.putLong(entry + BUF_INDEX_WORD, 0);
        Memory.putLong(entry + ADDR3, 0);
        Memory.putLong(entry + PAD, 0);
        if (wide) {
            Memory.ALL.asSlice(entry + SIZE, SIZE).fill((byte) 0);
        }
        prepared = true;
        Reference.reachabilityFence(ring);
        return this;
    }
}
