package io.auraio.syscall;

import static io.auraio.syscall.Struct.GETEVENTS_ARG;
import static io.auraio.syscall.Struct.PARAMS;
import static io.auraio.syscall.Struct.offset;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SQPOLL;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A kernel ring: opened, negotiated and mapped.
 *
 * <p>The calls that enter the kernel return what it returned, as a count or {@code -errno}, and never retry:
 * {@code -EINTR}, {@code -EAGAIN} and {@code -EBUSY} are the caller's to handle. After a failed call the entries
 * are still queued.
 *
 * <p>Threads: {@link #close}, {@link #getEvents} and the accessors may be called by any. Submitting and waiting may
 * be called by any on a plain ring, by the single issuer on a {@link UringSetup#IORING_SETUP_SINGLE_ISSUER} one, where
 * the kernel answers {@code -EEXIST} to others. An operation can fail when the thread that submitted it ends. A virtual
 * thread pins its carrier for as long as it is inside.
 *
 * <p>Sources: {@code io_uring_setup(2)}, {@code io_uring_enter(2)}.
 */
public final class Uring implements AutoCloseable {
    /** Both queues share one map (5.4). */
    public static final int IORING_FEAT_SINGLE_MMAP = 1;
    /** Completions without room wait in the kernel instead of being lost (5.5). */
    public static final int IORING_FEAT_NODROP = 1 << 1;
    /** What an entry points at, the data apart, may change once it was submitted (5.5). */
    public static final int IORING_FEAT_SUBMIT_STABLE = 1 << 2;
    /** Offset -1 is the file's own position (5.6). */
    public static final int IORING_FEAT_RW_CUR_POS = 1 << 3;
    /** Operations run with the credentials of the thread that submits, not of the one that opened (5.6). */
    public static final int IORING_FEAT_CUR_PERSONALITY = 1 << 4;
    /** A socket or pipe that is not ready is polled, not handed to a worker thread (5.7). */
    public static final int IORING_FEAT_FAST_POLL = 1 << 5;
    /** Poll takes 32 bits of events (5.9). */
    public static final int IORING_FEAT_POLL_32BITS = 1 << 6;
    /** SQPOLL works with files that are not registered (5.11). */
    public static final int IORING_FEAT_SQPOLL_NONFIXED = 1 << 7;
    /** Waiting takes a timeout (5.11). */
    public static final int IORING_FEAT_EXT_ARG = 1 << 8;
    /** Workers are threads of the process (5.12). */
    public static final int IORING_FEAT_NATIVE_WORKERS = 1 << 9;
    /** Registered resources have tags (5.13). */
    public static final int IORING_FEAT_RSRC_TAGS = 1 << 10;
    /** Completions of successes can be skipped (5.17). */
    public static final int IORING_FEAT_CQE_SKIP = 1 << 11;
    /** A linked operation's file is looked up when it starts (5.17). */
    public static final int IORING_FEAT_LINKED_FILE = 1 << 12;
    /** Registering works through a registered ring fd (6.3). */
    public static final int IORING_FEAT_REG_REG_RING = 1 << 13;
    /** Sends and receives can use several provided buffers at once (6.10). */
    public static final int IORING_FEAT_RECVSEND_BUNDLE = 1 << 14;
    /** Waiting takes a minimum wait (6.12). */
    public static final int IORING_FEAT_MIN_TIMEOUT = 1 << 15;
    /** Reads and writes take attributes (6.14). */
    public static final int IORING_FEAT_RW_ATTR = 1 << 16;
    /** Waiting need not count as waiting for I/O (6.15). */
    public static final int IORING_FEAT_NO_IOWAIT = 1 << 17;

    private static final int IORING_REGISTER_ENABLE_RINGS = 12;

    // Looked up once: a look-up allocates, and a wait with a timeout is part of every program's loop.
    private static final long SIGMASK = offset(GETEVENTS_ARG, "sigmask");
    private static final long SIGMASK_SZ = offset(GETEVENTS_ARG, "sigmask_sz");
    private static final long MIN_WAIT_USEC = offset(GETEVENTS_ARG, "min_wait_usec");
    private static final long TS = offset(GETEVENTS_ARG, "ts");

    private static final Cleaner CLEANER = Cleaner.create();

    static {
        SetupFailure.load();
    }

    private final Kernel kernel;
    private final int fd;
    private final RingMemory memory;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;
    private final Gate gate = new Gate();
    /** The kernel's head when the ring was opened. */
    private final int firstConsumed;
    /** Completions that closing sent into the ring, and that end no operation of it. */
    private int foreign;

    private final Registrations registrations = new Registrations(this);

    /** What {@link #registerRingFd} made, or null; final fields make it safe to read without order. */
    private RingFd ringFd;
    /** What {@link #close} left in flight; -1 before. */
    private volatile int undrained = -1;
    /** Memory that the kernel may use for as long as the ring lives. */
    private final Queue<MemorySegment> kept = new ConcurrentLinkedQueue<>();

    /** The last waiter's scratch; a benign race, see {@link NativeKernel}. */
    private ThreadScratch lastScratch = ThreadScratch.current();

    private Uring(RingMemory memory, long params) {
        this.memory = memory;
        kernel = memory.kernel;
        fd = memory.fd;
        sq = new SubmissionQueue(this, memory, params);
        cq = new CompletionQueue(this, memory, params);
        firstConsumed = sq.consumed();
        CLEANER.register(this, memory);
    }

    /**
     * Opens a ring.
     *
     * @param setup what to ask the kernel for
     * @return the ring; the caller closes it
     * @throws SyscallException where the kernel refuses: the message says why, and what to do
     * @throws IllegalCallerException where native access is not enabled: the message says with what flag to start java
     * @throws UnsupportedOperationException on another system than Linux
     */
    public static Uring open(UringSetup setup) throws SyscallException {
        return open(setup, Kernel.system());
    }

    /**
     * Opens a ring on another kernel than the running one: for tests.
     *
     * @param setup what to ask the kernel for
     * @param kernel who answers
     * @return the ring; the caller closes it
     * @throws SyscallException where the kernel refuses
     */
    public static Uring open(UringSetup setup, Kernel kernel) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(PARAMS);
            int flags = setup.flags();
            int droppable = setup.optional() & ~setup.required();
            int fd = ask(kernel, setup, flags, params);
            while (fd == -Errno.EINVAL && droppable != 0) {
                // The newest flag has the highest bit, and is what an older kernel is the likeliest not to know.
                int dropped = Integer.highestOneBit(droppable);
                droppable -= dropped;
                flags &= ~dropped;
                fd = ask(kernel, setup, flags, params);
            }
            if (fd < 0) {
                throw SetupFailure.of(setup, flags, fd);
            }
            return new Uring(new RingMemory(kernel, fd, params), params.address());
        }
    }

    /** Writes a {@code struct io_uring_getevents_arg} with a timeout into {@code scratch}; its address. */
    static long timeout(ThreadScratch scratch, long nanos, int minWaitMicros) {
        long timespec = scratch.timespec();
        Timespec.put(timespec, nanos);
        long arg = scratch.geteventsArg();
        Memory.putLong(arg + SIGMASK, 0);
        Memory.putInt(arg + SIGMASK_SZ, 0);
        Memory.putInt(arg + MIN_WAIT_USEC, minWaitMicros);
        Memory.putLong(arg + TS, timespec);
        return arg;
    }

    private static int ask(Kernel kernel, UringSetup setup, int flags, MemorySegment params) {
        params.fill((byte) 0); // a refused try may have left something behind
        long address = params.address();
        Memory.putInt(address + offset(PARAMS, "flags"), flags);
        Memory.putInt(address + offset(PARAMS, "cq_entries"), setup.cqEntries());
        Memory.putInt(address + offset(PARAMS, "sq_thread_cpu"), Math.max(setup.sqThreadCpu(), 0));
        Memory.putInt(address + offset(PARAMS, "sq_thread_idle"), setup.sqThreadIdleMillis());
        Memory.putInt(address + offset(PARAMS, "wq_fd"), Math.max(setup.attachWqFd(), 0));
        return kernel.setup(setup.entries(), address);
    }

    /**
     * The ring's file descriptor, which {@code poll(2)} reports as readable while completions are ready.
     *
     * @return the descriptor; it stays the ring's, and must not be used after {@link #close}
     */
    public int fd() {
        return fd;
    }

    /**
     * The setup flags that were got.
     *
     * @return {@code IORING_SETUP_*} flags
     */
    public int flags() {
        return memory.flags;
    }

    /**
     * What the kernel can do.
     *
     * @return {@code IORING_FEAT_*} flags
     */
    public int features() {
        return memory.features;
    }

    /**
     * Where operations are written.
     *
     * @return the ring's submission queue, always the same
     */
    public SubmissionQueue sq() {
        return sq;
    }

    /**
     * Where completions are read.
     *
     * @return the ring's completion queue, always the same
     */
    public CompletionQueue cq() {
        return cq;
    }

    /**
     * How many operations the kernel has taken and not ended, as far as completions were given back by
     * {@link CompletionQueue#advance}. Operations without a completion
     * ({@link Sqe#IOSQE_CQE_SKIP_SUCCESS}, and what is linked behind) stay counted, and completions that another ring sent are taken for one's own.
     *
     * <p>After {@link #close} it says how many had not ended then: the memory that those were given must be kept.
     *
     * @return the count; exact for the thread that reads the completions
     */
    public int inFlight() {
        int live = liveInFlight(); // first: it counts by memory that is covered once undrained was set
        int left = undrained;
        return left >= 0 ? left : live;
    }

    private int liveInFlight() {
        int inFlight = sq.consumed() - firstConsumed + foreign - cq.finals();
        Reference.reachabilityFence(this);
        return Math.max(inFlight, 0);
    }

    /** A completion was sent into the ring. */
    void addForeign() {
        foreign++;
    }

    /** As {@link #inFlight}, but without the operations that may have ended without a completion. */
    int surelyInFlight() {
        return Math.max(liveInFlight() - sq.skippable(), 0);
    }

    /**
     * Starts a ring that was opened with {@link UringSetup#IORING_SETUP_R_DISABLED}. With
     * {@link UringSetup#IORING_SETUP_SINGLE_ISSUER} the calling thread becomes the single issuer.
     *
     * @throws SyscallException with {@code EBADFD} where the ring is enabled already
     * @throws IllegalStateException where the ring is closed
     */
    public void enable() throws SyscallException {
        int result = register(IORING_REGISTER_ENABLE_RINGS, 0, 0);
        if (result < 0) {
            throw new SyscallException("io_uring_register", "IORING_REGISTER_ENABLE_RINGS", result,
                    result == -Errno.EBADFD ? "the ring is enabled already" : "");
        }
    }

    /**
     * Which operations the kernel knows.
     *
     * @return a new object, for keeping
     * @throws SyscallException before Linux 5.6, with {@code EINVAL}
     * @throws IllegalStateException where the ring is closed
     */
    public Probe probe() throws SyscallException {
        return Probe.of(this);
    }

    /**
     * Enters the kernel for all published entries. Does not enter where there are none, nor under SQPOLL while the
     * kernel's thread is awake.
     *
     * @return how many were consumed, under SQPOLL how many were there; or {@code -errno}, after which they are still
     *         queued: {@code -EINTR} (try again), {@code -EAGAIN} (no memory: take completions and try again),
     *         {@code -EBUSY} (take completions first), {@code -EBADR} (a completion was lost), {@code -EBADFD} (the ring
     *         is not enabled), {@code -EEXIST} (not the single issuer), {@code -EOWNERDEAD} (the SQPOLL thread ended)
     * @throws IllegalStateException where the ring is closed
     */
    public int submit() {
        int toSubmit = sq.published();
        if (toSubmit == 0) {
            requireOpen();
            return 0;
        }
        if ((memory.flags & IORING_SETUP_SQPOLL) != 0) {
            int wakeup = wakeupFlag(toSubmit);
            return wakeup == 0 ? toSubmit : enter(toSubmit, 0, wakeup, 0, 0);
        }
        return enter(toSubmit, 0, 0, 0, 0);
    }

    /**
     * As {@link #submit}, but for the first of the published entries only; the others stay in the queue. Where an enter brings more than two, the kernel
     * holds back what is for a block device until it has prepared the last of them, or some dozens ({@code need_plug} in io_uring/io_uring.c). What is
     * linked across the last of them is cut there: the rest of the chain becomes a chain of its own.
     *
     * @param most how many entries, 1 or above; under SQPOLL all that are published
     * @return as {@link #submit}
     * @throws IllegalArgumentException where {@code most} is less than 1
     * @throws IllegalStateException where the ring is closed
     */
    public int submitAtMost(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most=" + most + ", must be 1 or above");
        }
        if ((memory.flags & IORING_SETUP_SQPOLL) != 0) {
            return submit();
        }
        int toSubmit = Math.min(most, sq.published());
        if (toSubmit == 0) {
            requireOpen();
            return 0;
        }
        return enter(toSubmit, 0, 0, 0, 0);
    }

    /**
     * Enters the kernel for all published entries, and waits for completions. Also flushes overflown completions and
     * runs what was deferred. The wait can end with fewer completions than were asked for, or none, also with 0: where a
     * {@link Sqe#timeout} runs out, and where the time or a signal ends it. {@link CompletionQueue#ready} tells.
     *
     * @param minComplete how many completions must be ready before it returns, counting those not yet given back;
     *        0 waits for none
     * @return how many were consumed, or {@code -errno} as {@link #submit}. Where entries were consumed the wait's own
     *         error, such as {@code -EINTR}, is hidden behind their count, and behind 0 where completions are ready; where
     *         fewer were consumed than published there was no wait
     * @throws IllegalStateException where the ring is closed
     */
    public int submitAndWait(int minComplete) {
        int toSubmit = sq.published();
        return enter(toSubmit, minComplete, Kernel.IORING_ENTER_GETEVENTS | wakeupFlag(toSubmit), 0, 0);
    }

    /**
     * As {@link #submitAndWait(int)}, but waits no longer than a time.
     *
     * @param minComplete how many completions must be ready before it returns
     * @param timeoutNanos how long to wait at most, in nanoseconds; {@link Long#MAX_VALUE} for ever
     * @return as {@link #submitAndWait(int)}; {@code -ETIME} where the time ran out, nothing was consumed and no completion
     *         is ready. With some ready, though fewer than asked for, the kernel answers 0: ask
     *         {@link CompletionQueue#ready} how many
     * @throws IllegalArgumentException where {@code timeoutNanos} is negative
     * @throws IllegalStateException where the ring is closed
     * @throws UnsupportedOperationException where the kernel has no {@link #IORING_FEAT_EXT_ARG}
     */
    public int submitAndWait(int minComplete, long timeoutNanos) {
        if (timeoutNanos == Long.MAX_VALUE) {
            return submitAndWait(minComplete);
        }
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException("timeoutNanos=" + timeoutNanos + ", must be 0 or above");
        }
        if ((memory.features & IORING_FEAT_EXT_ARG) == 0) {
            throw new UnsupportedOperationException("waiting with a timeout needs IORING_FEAT_EXT_ARG (Linux 5.11)");
        }
        return waitAtMost(minComplete, timeoutNanos, 0, 0);
    }

    /**
     * As {@link #submitAndWait(int, long)}, but satisfied with fewer completions after a while (6.12): once
     * {@code minWaitMicros} are over it returns as soon as there is one.
     *
     * @param minComplete how many completions must be ready before it returns
     * @param timeoutNanos how long to wait at most, in nanoseconds
     * @param minWaitMicros for how long to insist on {@code minComplete}, in microseconds
     * @return as {@link #submitAndWait(int, long)}
     * @throws IllegalArgumentException where a time is negative
     * @throws IllegalStateException where the ring is closed
     * @throws UnsupportedOperationException where the kernel has no {@link #IORING_FEAT_MIN_TIMEOUT}
     */
    public int submitAndWait(int minComplete, long timeoutNanos, int minWaitMicros) {
        if (timeoutNanos < 0 || minWaitMicros < 0) {
            throw new IllegalArgumentException("timeoutNanos=" + timeoutNanos + ", minWaitMicros=" + minWaitMicros
                    + ", must be 0 or above");
        }
        if ((memory.features & IORING_FEAT_MIN_TIMEOUT) == 0) {
            throw new UnsupportedOperationException("a minimum wait needs IORING_FEAT_MIN_TIMEOUT (Linux 6.12)");
        }
        return waitAtMost(minComplete, timeoutNanos, minWaitMicros, 0);
    }

    /**
     * As {@link #submitAndWait(int)}, but waits no longer than to a point in time (6.12).
     *
     * @param minComplete how many completions must be ready before it returns
     * @param deadlineNanos a time of CLOCK_MONOTONIC, which is what {@link System#nanoTime()} tells on Linux
     * @return as {@link #submitAndWait(int, long)}; before Linux 6.12 {@code -EINVAL}
     * @throws IllegalArgumentException where {@code deadlineNanos} is negative
     * @throws IllegalStateException where the ring is closed
     */
    public int submitAndWaitUntil(int minComplete, long deadlineNanos) {
        if (deadlineNanos < 0) {
            throw new IllegalArgumentException("deadlineNanos=" + deadlineNanos + ", must be 0 or above");
        }
        return waitAtMost(minComplete, deadlineNanos, 0, Kernel.IORING_ENTER_ABS_TIMER);
    }

    private int waitAtMost(int minComplete, long nanos, int minWaitMicros, int extraFlags) {
        ThreadScratch scratch = scratch();
        long arg = timeout(scratch, nanos, minWaitMicros);
        int toSubmit = sq.published();
        int result = enter(toSubmit, minComplete,
                Kernel.IORING_ENTER_GETEVENTS | Kernel.IORING_ENTER_EXT_ARG | wakeupFlag(toSubmit) | extraFlags,
                arg, GETEVENTS_ARG.byteSize());
        Reference.reachabilityFence(scratch);
        return result;
    }

    /**
     * Waits until the SQPOLL thread, woken where it sleeps, has made room in the submission queue. By the thread that
     * claims. Returns at once, without entering the kernel, where there is room. There is no limit to the wait: the
     * thread may be blocked in an operation that it submits.
     *
     * <p>Completions are no sign of room, and an SQPOLL ring's queue can be full though all of them were read:
     * {@snippet :
     * Sqe sqe = ring.sq().claim();
     * while (sqe == null) {
     *     int free = ring.sqWait();
     *     if (free < 0) {
     *         throw new SyscallException("io_uring_enter", "IORING_ENTER_SQ_WAIT", free);
     *     }
     *     sqe = ring.sq().claim();
     * }
     * }
     *
     * @return how many entries can be claimed; 0 where a signal, or work of the kernel's, ended the wait (try again); or {@code -errno}:
     *         {@code -EOWNERDEAD} (the SQPOLL thread ended), {@code -EBADFD} (the ring is not enabled), {@code -EINVAL}
     *         (Linux before 5.10)
     * @throws IllegalStateException where the ring is closed or has no {@link UringSetup#IORING_SETUP_SQPOLL}, or where
     *         entries are claimed and not published, for which nobody would make room
     */
    public int sqWait() {
        requireOpen();
        if ((memory.flags & IORING_SETUP_SQPOLL) == 0) {
            throw new IllegalStateException("waiting for room needs a ring with IORING_SETUP_SQPOLL: on others submit() makes it");
        }
        if (sq.unpublished() != 0) {
            throw new IllegalStateException(sq.unpublished() + " entries are claimed and not published: publish() them first");
        }
        int free = sq.entries() - sq.pending();
        if (free > 0) {
            return free;
        }
        int result = enter(0, 0, Kernel.IORING_ENTER_SQ_WAIT | wakeupFlag(sq.published()), 0, 0);
        return result < 0 ? result : sq.entries() - sq.pending();
    }

    /**
     * Enters the kernel without submitting or waiting: overflown completions are flushed, deferred ones posted, and
     * IOPOLL devices polled.
     *
     * @return 0, or {@code -errno}
     * @throws IllegalStateException where the ring is closed
     */
    public int getEvents() {
        return enter(0, 0, Kernel.IORING_ENTER_GETEVENTS, 0, 0);
    }

    /** IORING_ENTER_SQ_WAKEUP where the SQPOLL thread sleeps on something to do, otherwise 0: woken for nothing it would stay awake for its idle time. */
    private int wakeupFlag(int toSubmit) {
        if (toSubmit == 0 || (memory.flags & IORING_SETUP_SQPOLL) == 0) {
            return 0;
        }
        // full: the published tail must be visible before the flag is read, or the kernel's thread misses the entries
        // and this thread its falling asleep; pairs with the kernel's own between setting the flag and reading sq.tail
        VarHandle.fullFence();
        return (sq.flags() & SubmissionQueue.IORING_SQ_NEED_WAKEUP) != 0 ? Kernel.IORING_ENTER_SQ_WAKEUP : 0;
    }

    private int enter(int toSubmit, int minComplete, int flags, long arg, long argSize) {
        if (!gate.tryEnter()) {
            throw closed();
        }
        try {
            RingFd registered = ringFd;
            return registered != null && registered.isMine()
                    ? kernel.enter(registered.index(), toSubmit, minComplete, flags | Kernel.IORING_ENTER_REGISTERED_RING,
                            arg, argSize)
                    : kernel.enter(fd, toSubmit, minComplete, flags, arg, argSize);
        } finally {
            gate.leave();
            Reference.reachabilityFence(this);
        }
    }

    /** Keeps memory reachable for as long as the ring is. */
    void keep(MemorySegment memory) {
        kept.add(memory);
    }

    /**
     * Registers the ring's descriptor for the calling thread, whose enters then need not look it up (5.18): an empty one
     * takes 110 ns instead of 185. Other threads enter as before. One thread at a time; it should close the ring itself, or
     * take this back, also after another closed the ring: otherwise the kernel keeps the ring until that thread ends.
     *
     * @return 0, or {@code -errno}: {@code -EBUSY} where the thread has sixteen already, {@code -EINVAL} before 5.18
     * @throws IllegalStateException where the ring is closed, or a thread has registered it
     */
    public int registerRingFd() {
        if (ringFd != null) {
            throw new IllegalStateException("ring fd is registered for " + ringFd.thread());
        }
        int result = RingFd.register(fd, update -> register(RingFd.IORING_REGISTER_RING_FDS, update, 1));
        if (result < 0) {
            return result;
        }
        ringFd = new RingFd(Thread.currentThread(), result);
        return 0;
    }

    /**
     * Takes back what {@link #registerRingFd} did. Nothing where there is nothing.
     *
     * @return 0, or {@code -errno}
     * @throws IllegalStateException where another thread than the calling one has registered it
     */
    public int unregisterRingFd() {
        RingFd registered = ringFd;
        if (registered == null) {
            return 0;
        }
        if (!registered.isMine()) {
            throw new IllegalStateException("ring fd is registered for " + registered.thread());
        }
        ringFd = null;
        return registered.unregister(kernel, fd, memory.features);
    }

    /**
     * What the ring keeps registered.
     *
     * @return always the same
     */
    public Registrations registrations() {
        return registrations;
    }

    /** {@code io_uring_register(2)}, with the ring held open for the length of the call. */
    int register(int opcode, long arg, int count) {
        if (!gate.tryEnter()) {
            throw closed();
        }
        try {
            return kernel.register(fd, opcode, arg, count);
        } finally {
            gate.leave();
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Closes the ring. Calls that would enter the kernel throw from now on, and the queues become empty memory without
     * a kernel behind it. Entries that were not submitted are dropped. A second call does nothing; any thread may call.
     *
     * <p>Threads that wait in the kernel are woken, and may find completions with user data -1 then. What is in flight
     * is cancelled and waited for, as far as the calling thread may: the rings of a single issuer let only that one do
     * so. All of it together takes two seconds at most. What has not ended by then still reads and writes its memory,
     * which must be kept for ever: {@link #inFlight} says how many operations that are. Where a thread stays in the
     * kernel the descriptor stays open until that has returned and the ring is unreachable.
     *
     * <p>Completions are taken and thrown away, so no other thread may be reading them.
     */
    @Override
    public void close() {
        if (!gate.close()) {
            return;
        }
        int finalsBefore = cq.finals();
        boolean empty = Teardown.run(this, kernel, gate);
        if (ringFd != null && ringFd.isMine()) {
            unregisterRingFd();
        }
        // No more than there were: wake-ups that nobody has read count as in flight, where this thread may not read them.
        undrained = Math.min(liveInFlight(), sq.consumed() - firstConsumed - finalsBefore);
        memory.detach();
        if (empty) {
            memory.closeFd();
        }
        Reference.reachabilityFence(this);
    }

    private ThreadScratch scratch() {
        ThreadScratch scratch = lastScratch;
        if (!scratch.isMine()) {
            scratch = ThreadScratch.current();
            lastScratch = scratch;
        }
        return scratch;
    }

    private void requireOpen() {
        if (gate.isClosed()) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("ring is closed");
    }
}
