package io.auraio.syscall;

/**
 * The system calls that a ring makes, as a seam: a test plays the kernel by answering them over memory of its own.
 *
 * <p>Programs have no use for it; {@link Uring#open(UringSetup)} takes the real one. Every call returns what the
 * kernel returns, with {@code -errno} for an error, and throws nothing. Memory is passed by address: arguments stay
 * valid for the length of the call, and what {@link #mmap} returned until {@link #munmap}.
 *
 * <p>Sources: {@code io_uring_setup(2)}, {@code io_uring_enter(2)}, {@code io_uring_register(2)}, {@code mmap(2)}.
 */
public interface Kernel {
    /** Offset to map the submission ring at, and the completion ring where they share a map. */
    long IORING_OFF_SQ_RING = 0L;
    /** Offset to map the completion ring at. */
    long IORING_OFF_CQ_RING = 0x8000000L;
    /** Offset to map the submission entries at. */
    long IORING_OFF_SQES = 0x10000000L;

    /** Enter flag: wait for {@code minComplete} completions, flushing overflown ones and task work. */
    int IORING_ENTER_GETEVENTS = 1;
    /** Enter flag: wake the SQPOLL thread. */
    int IORING_ENTER_SQ_WAKEUP = 1 << 1;
    /** Enter flag: wait until the SQPOLL thread has made room in the submission queue. */
    int IORING_ENTER_SQ_WAIT = 1 << 2;
    /** Enter flag: {@code arg} is a {@code struct io_uring_getevents_arg} rather than a signal mask. */
    int IORING_ENTER_EXT_ARG = 1 << 3;
    /** Enter flag: {@code fd} is an index of the calling thread's registered rings. */
    int IORING_ENTER_REGISTERED_RING = 1 << 4;
    /** Enter flag: the timeout is an absolute time of the ring's clock (6.12). */
    int IORING_ENTER_ABS_TIMER = 1 << 5;

    /** Map protection: readable. */
    int PROT_READ = 1;
    /** Map protection: writable. */
    int PROT_WRITE = 2;
    /** Map flag: what is written is seen by the kernel and by other maps of it. */
    int MAP_SHARED = 1;
    /** Map flag: what is written stays in this map. */
    int MAP_PRIVATE = 2;
    /** Map flag: at exactly this address, in place of what is mapped there. */
    int MAP_FIXED = 0x10;
    /** Map flag: zeroed memory instead of a file. */
    int MAP_ANONYMOUS = 0x20;
    /** Map flag: no swap space is reserved. */
    int MAP_NORESERVE = 0x4000;
    /** Map flag: the pages are there when mmap returns. */
    int MAP_POPULATE = 0x8000;
    /** Advice to madvise: the map is not inherited by a child process. */
    int MADV_DONTFORK = 10;

    /**
     * The kernel that this process runs on.
     *
     * @return a new object, for the ring that it is given to: it is fastest for the thread that called it last
     * @throws IllegalCallerException where native access is not enabled: the message says with what flag to start java
     * @throws UnsupportedOperationException on another system than Linux
     */
    static Kernel system() {
        Native.requireAccess();
        return new NativeKernel();
    }

    /**
     * A kernel that keeps rings itself, for where the running one refuses them, and does what they are asked for by
     * plain system calls on threads of its own. They are daemons, and end when they have nothing to do.
     *
     * <p>It knows no-operations, reads and writes, plain, vectored and of registered buffers, syncs, opening, closing
     * and asking about files, their space and length, links, cancellation, and polls of an eventfd; registered files
     * and buffers, though nothing is gained by them. What is queued for a thread can be cancelled, and what waits for
     * the other end of a pipe. A ring that asks for flags beyond those to be enabled, clamped and submitted whole is
     * answered EINVAL, as an old kernel would answer.
     *
     * @param threads how many operations run at a time at most, over all rings, 1 or more
     * @return a new object, for any number of rings
     * @throws IllegalArgumentException if {@code threads} is out of range
     */
    static Kernel onThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads + "; 1 or more is right");
        }
        Native.requireAccess();
        return new ThreadKernel(threads);
    }

    /**
     * {@code io_uring_setup(2)}.
     *
     * @param entries how many submission entries are asked for
     * @param params address of a {@code struct io_uring_params}, which the call fills
     * @return the ring's file descriptor, or {@code -errno}
     */
    int setup(int entries, long params);

    /**
     * {@code io_uring_enter(2)}.
     *
     * @param fd the ring, or its index under {@link #IORING_ENTER_REGISTERED_RING}
     * @param toSubmit how many entries to consume from the submission queue
     * @param minComplete how many completions to wait for
     * @param flags {@code IORING_ENTER_*}
     * @param arg address of a {@code struct io_uring_getevents_arg} under {@link #IORING_ENTER_EXT_ARG}, otherwise of a
     *        signal mask, or 0
     * @param argSize the argument's size in bytes
     * @return the number of entries consumed, or {@code -errno}
     */
    int enter(int fd, int toSubmit, int minComplete, int flags, long arg, long argSize);

    /**
     * {@code io_uring_register(2)}.
     *
     * @param fd the ring
     * @param opcode {@code IORING_REGISTER_*}
     * @param arg address of what the opcode takes, or 0
     * @param count how many of them
     * @return what the opcode answers, or {@code -errno}
     */
    int register(int fd, int opcode, long arg, int count);

    /**
     * {@code mmap(2)}.
     *
     * @param address where the map has to be under {@link #MAP_FIXED}, otherwise 0
     * @param length in bytes
     * @param prot {@code PROT_*}
     * @param flags {@code MAP_*}
     * @param fd what is mapped, or -1
     * @param offset from where in it, in bytes
     * @return the map's address, or {@code -errno}
     */
    long mmap(long address, long length, int prot, int flags, int fd, long offset);

    /**
     * {@code munmap(2)}.
     *
     * @param address what {@link #mmap} returned
     * @param length in bytes
     * @return 0, or {@code -errno}
     */
    int munmap(long address, long length);

    /**
     * {@code madvise(2)}.
     *
     * @param address what {@link #mmap} returned
     * @param length in bytes
     * @param advice {@code MADV_*}
     * @return 0, or {@code -errno}
     */
    int madvise(long address, long length, int advice);

    /**
     * {@code close(2)}.
     *
     * @param fd the ring
     * @return 0, or {@code -errno}
     */
    int close(int fd);
}
