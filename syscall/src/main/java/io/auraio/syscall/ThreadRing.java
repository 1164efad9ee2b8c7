package io.auraio.syscall;

import static io.auraio.syscall.Struct.CQE;
import static io.auraio.syscall.Struct.CQ_OFF;
import static io.auraio.syscall.Struct.GETEVENTS_ARG;
import static io.auraio.syscall.Struct.PARAMS;
import static io.auraio.syscall.Struct.RSRC_REGISTER;
import static io.auraio.syscall.Struct.RSRC_UPDATE;
import static io.auraio.syscall.Struct.RSRC_UPDATE2;
import static io.auraio.syscall.Struct.SQE;
import static io.auraio.syscall.Struct.SQ_OFF;
import static io.auraio.syscall.Struct.SYNC_CANCEL_REG;
import static io.auraio.syscall.Struct.TIMESPEC;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.StructLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One ring of a {@link ThreadKernel}: the kernel's side of its queues.
 *
 * <p>The thread that enters takes entries and waits; the pool's threads post completions. The monitor guards the
 * completion queue, what did not fit into it, and the polls.
 */
final class ThreadRing {
    // Where the words lie, which is the kernel's own choice: those of either side in lines of their own.
    private static final int SQ_HEAD = 0;
    private static final int SQ_TAIL = 64;
    private static final int SQ_MASK = 128;
    private static final int SQ_ENTRIES = 132;
    private static final int SQ_FLAGS = 136;
    private static final int SQ_DROPPED = 140;
    private static final int CQ_HEAD = 192;
    private static final int CQ_TAIL = 256;
    private static final int CQ_MASK = 320;
    private static final int CQ_ENTRIES = 324;
    private static final int CQ_OVERFLOW = 328;
    private static final int CQ_FLAGS = 332;
    private static final int CQES = 384;

    private static final int IORING_UNREGISTER_BUFFERS = 1;
    private static final int IORING_UNREGISTER_FILES = 3;
    private static final int IORING_REGISTER_EVENTFD = 4;
    private static final int IORING_UNREGISTER_EVENTFD = 5;
    private static final int IORING_REGISTER_FILES_UPDATE = 6;
    private static final int IORING_REGISTER_ENABLE_RINGS = 12;
    private static final int IORING_REGISTER_FILES2 = 13;
    private static final int IORING_REGISTER_BUFFERS2 = 15;
    private static final int IORING_REGISTER_BUFFERS_UPDATE = 16;
    private static final int IORING_REGISTER_SYNC_CANCEL = 24;
    private static final int IORING_POLL_ADD_MULTI = 1;

    private static final int FEATURES = Uring.IORING_FEAT_SINGLE_MMAP | Uring.IORING_FEAT_NODROP
            | Uring.IORING_FEAT_EXT_ARG | Uring.IORING_FEAT_NATIVE_WORKERS;
    private static final int POLLFD_BYTES = 8;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int NO_FD = -1;

    private record Completion(long userData, int result, int flags) {
    }

    private record Poll(int fd, int events, boolean multishot, long userData) {
    }

    private final Executor threads;
    private final int sqEntries;
    private final int cqEntries;
    /** Its descriptor, and what ends its waits. */
    private final EventFd signals;
    private final Map<Long, ThreadOperation> running = new ConcurrentHashMap<>();
    private volatile boolean enabled;
    private volatile int[] files = {};
    private long ring;
    private long sqes;

    // Guarded by the monitor.
    private final Deque<Completion> overflow = new ArrayDeque<>();
    private final List<Poll> polls = new ArrayList<>();
    private int watched = NO_FD;
    private boolean waiting;
    private boolean gone;

    ThreadRing(Executor threads, int entries, boolean enabled) throws SyscallException {
        this.threads = threads;
        this.enabled = enabled;
        sqEntries = Integer.highestOneBit(2 * entries - 1);
        cqEntries = 2 * sqEntries;
        signals = EventFd.open();
    }

    int fd() {
        return signals.fd();
    }

    boolean isEnabled() {
        return enabled;
    }

    // ---- memory

    /** Answers io_uring_setup's {@code params}. */
    void describe(long params) {
        Memory.putInt(params + offset(PARAMS, "sq_entries"), sqEntries);
        Memory.putInt(params + offset(PARAMS, "cq_entries"), cqEntries);
        Memory.putInt(params + offset(PARAMS, "features"), FEATURES);
        long sq = params + offset(PARAMS, "sq_off");
        put(sq, SQ_OFF, "head", SQ_HEAD, "tail", SQ_TAIL, "ring_mask", SQ_MASK, "ring_entries", SQ_ENTRIES,
                "flags", SQ_FLAGS, "dropped", SQ_DROPPED, "array", array());
        long cq = params + offset(PARAMS, "cq_off");
        put(cq, CQ_OFF, "head", CQ_HEAD, "tail", CQ_TAIL, "ring_mask", CQ_MASK, "ring_entries", CQ_ENTRIES,
                "overflow", CQ_OVERFLOW, "flags", CQ_FLAGS, "cqes", CQES);
    }

    private static void put(long address, StructLayout struct, Object... namesAndOffsets) {
        for (int i = 0; i < namesAndOffsets.length; i += 2) {
            Memory.putInt(address + offset(struct, (String) namesAndOffsets[i]), (Integer) namesAndOffsets[i + 1]);
        }
    }

    private int array() {
        return CQES + (int) CQE.byteSize() * cqEntries;
    }

    /** The ring's user has mapped that part of it. */
    void mapped(long part, long address) {
        if (part == Kernel.IORING_OFF_SQES) {
            sqes = address;
        } else {
            ring = address;
            Memory.putInt(ring + SQ_MASK, sqEntries - 1);
            Memory.putInt(ring + SQ_ENTRIES, sqEntries);
            Memory.putInt(ring + CQ_MASK, cqEntries - 1);
            Memory.putInt(ring + CQ_ENTRIES, cqEntries);
        }
    }

    boolean isAt(long address) {
        return address != 0 && (address == ring || address == sqes);
    }

    /** Nothing is written to its memory any more, nor begun. */
    synchronized void leaveMemory() {
        gone = true;
    }

    private synchronized boolean isGone() {
        return gone;
    }

    void close() {
        leaveMemory();
        signals.close();
    }

    // ---- taking entries

    /** Begins what the next entries ask for; how many they are. */
    int take(int toSubmit) {
        if (isGone()) {
            return 0;
        }
        int head = Memory.getInt(ring + SQ_HEAD);
        // acquire: the entries are read behind the tail that covers them; pairs with the release of the ring's user
        int count = Math.min(toSubmit, Memory.getIntAcquire(ring + SQ_TAIL) - head);
        ThreadOperation chain = null;
        ThreadOperation last = null;
        for (int i = 0; i < count; i++) {
            int index = Memory.getInt(ring + array() + (long) Integer.BYTES * (head + i & sqEntries - 1));
            ThreadOperation operation = new ThreadOperation(sqes + SQE.byteSize() * index, files);
            if (chain == null) {
                chain = operation;
            } else {
                last.next = operation;
            }
            last = operation;
            if (!operation.isLinked() || i == count - 1) {
                begin(chain);
                chain = null;
            }
        }
        // release: the entries are read before their user may write them again; pairs with its acquire of the head
        Memory.putIntRelease(ring + SQ_HEAD, head + count);
        return count;
    }

    private void begin(ThreadOperation chain) {
        switch (chain.opcode) {
            case Sqe.IORING_OP_POLL_ADD -> {
                synchronized (this) {
                    polls.add(new Poll(chain.fd, chain.opFlags, (chain.length & IORING_POLL_ADD_MULTI) != 0, chain.userData));
                }
            }
            case Sqe.IORING_OP_ASYNC_CANCEL -> post(chain.userData, cancel(running.get(chain.address)), 0);
            default -> {
                for (ThreadOperation each = chain; each != null; each = each.next) {
                    running.put(each.userData, each);
                }
                try {
                    threads.execute(() -> run(chain));
                } catch (RejectedExecutionException | OutOfMemoryError e) {
                    // No thread can be started, and none is there: it is done here, and its ring's user waits.
                    run(chain);
                }
            }
        }
    }

    /** All of a chain, each operation only where the one before it was whole. */
    private void run(ThreadOperation chain) {
        boolean broken = isGone();
        for (ThreadOperation each = chain; each != null; each = each.next) {
            if (each.begin()) {
                int result = broken ? -Errno.ECANCELED : each.run();
                broken |= !each.isWhole(result);
                end(each, result);
            } else {
                broken = true;
            }
        }
    }

    private void end(ThreadOperation operation, int result) {
        running.remove(operation.userData, operation);
        post(operation.userData, result, 0);
    }

    /** What waits for a thread ends here; what runs is told to. */
    private int cancel(ThreadOperation operation) {
        if (operation == null) {
            return -Errno.ENOENT;
        }
        if (!operation.cancel()) {
            return -Errno.EALREADY;
        }
        end(operation, -Errno.ECANCELED);
        return 0;
    }

    private int cancelAll() {
        List<Poll> ended;
        synchronized (this) {
            ended = List.copyOf(polls);
            polls.clear();
        }
        for (Poll poll : ended) {
            post(poll.userData(), -Errno.ECANCELED, 0);
        }
        running.values().forEach(this::cancel);
        return 0;
    }

    // ---- completions

    private void post(long userData, int result, int flags) {
        boolean wake;
        int watcher;
        synchronized (this) {
            if (gone) {
                return;
            }
            Completion completion = new Completion(userData, result, flags);
            if (overflow.isEmpty() && ready() < cqEntries) {
                write(completion);
            } else {
                overflow.add(completion);
                Memory.putIntRelease(ring + SQ_FLAGS, SubmissionQueue.IORING_SQ_CQ_OVERFLOW);
            }
            wake = waiting;
            waiting = false;
            watcher = watched;
        }
        if (wake) {
            signal();
        }
        if (watcher != NO_FD) {
            ThreadScratch scratch = ThreadScratch.current();
            Memory.putLong(scratch.value(), 1);
            Libc.write(scratch, watcher, scratch.value(), Long.BYTES);
        }
    }

    private void signal() {
        try {
            signals.signal();
        } catch (IllegalStateException closed) {
            // Nobody waits any more.
        }
    }

    private void write(Completion completion) {
        int tail = Memory.getInt(ring + CQ_TAIL);
        long cqe = ring + CQES + CQE.byteSize() * (tail & cqEntries - 1);
        Memory.putLong(cqe, completion.userData());
        Memory.putInt(cqe + Long.BYTES, completion.result());
        Memory.putInt(cqe + Long.BYTES + Integer.BYTES, completion.flags());
        // release: the completion is written before the tail that covers it; pairs with the acquire of the ring's user
        Memory.putIntRelease(ring + CQ_TAIL, tail + 1);
    }

    private int ready() {
        // acquire: completions are written over only once their user has read them; pairs with its release of the head
        return Memory.getInt(ring + CQ_TAIL) - Memory.getIntAcquire(ring + CQ_HEAD);
    }

    private void writeOverflow() {
        while (!overflow.isEmpty() && ready() < cqEntries) {
            write(overflow.remove());
        }
        if (overflow.isEmpty()) {
            Memory.putIntRelease(ring + SQ_FLAGS, 0);
        }
    }

    // ---- waiting

    /** The timeout of an enter's argument in nanoseconds; Long.MAX_VALUE for none. */
    static long timeoutNanos(int flags, long arg) {
        long timespec = (flags & Kernel.IORING_ENTER_EXT_ARG) == 0 ? 0 : Memory.getLong(arg + offset(GETEVENTS_ARG, "ts"));
        if (timespec == 0) {
            return Long.MAX_VALUE;
        }
        long seconds = Memory.getLong(timespec + offset(TIMESPEC, "tv_sec"));
        long nanos = Memory.getLong(timespec + offset(TIMESPEC, "tv_nsec"));
        return seconds > Long.MAX_VALUE / 2_000_000_000L ? Long.MAX_VALUE : seconds * 1_000_000_000L + nanos;
    }

    /** Waits for so many completions; 0, {@code -ETIME} or {@code -EINTR}. */
    int await(int minComplete, long nanos) {
        long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
        long left = nanos;
        while (true) {
            Poll[] asked;
            synchronized (this) {
                if (gone) {
                    return -Errno.EBADF;
                }
                writeOverflow();
                if (ready() >= Math.min(minComplete, cqEntries)) {
                    return 0;
                }
                waiting = true;
                asked = polls.toArray(Poll[]::new);
            }
            if (left <= 0) {
                return -Errno.ETIME;
            }
            int rc = poll(asked, left);
            if (rc < 0) {
                return rc;
            }
            left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
        }
    }

    private int poll(Poll[] asked, long nanos) {
        long millis = nanos == Long.MAX_VALUE ? -1 : Math.min(Integer.MAX_VALUE, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        try (Arena arena = Arena.ofConfined()) {
            long first = arena.allocate((long) POLLFD_BYTES * (asked.length + 1), POLLFD_BYTES).address();
            Memory.putInt(first, fd());
            Memory.putShort(first + Integer.BYTES, (short) Sqe.POLLIN);
            for (int i = 0; i < asked.length; i++) {
                long entry = first + (long) POLLFD_BYTES * (i + 1);
                Memory.putInt(entry, asked[i].fd());
                Memory.putShort(entry + Integer.BYTES, (short) asked[i].events());
            }
            int found = Libc.poll(first, asked.length + 1, (int) millis);
            if (found <= 0) {
                return found;
            }
            if (Memory.getShort(first + POLLFD_BYTES - Short.BYTES) != 0) {
                signals.drain();
            }
            for (int i = 0; i < asked.length; i++) {
                short events = Memory.getShort(first + (long) POLLFD_BYTES * (i + 2) - Short.BYTES);
                if (events != 0) {
                    report(asked[i], Short.toUnsignedInt(events));
                }
            }
            return 0;
        }
    }

    /** A multishot poll reports each signal of an eventfd once, which a plain poll does only where the counter is emptied. */
    private void report(Poll poll, int events) {
        if (poll.multishot()) {
            ThreadScratch scratch = ThreadScratch.current();
            Libc.read(scratch, poll.fd(), scratch.value(), Long.BYTES);
        } else {
            synchronized (this) {
                polls.remove(poll);
            }
        }
        post(poll.userData(), events, poll.multishot() ? CompletionQueue.IORING_CQE_F_MORE : 0);
    }

    // ---- registering

    int register(int opcode, long arg, int count) {
        return switch (opcode) {
            case IORING_REGISTER_ENABLE_RINGS -> {
                enabled = true;
                yield 0;
            }
            case IORING_REGISTER_EVENTFD -> watch(Memory.getInt(arg));
            case IORING_UNREGISTER_EVENTFD -> watch(NO_FD);
            // Memory needs no registration here: entries name it by its address, those of registered buffers as well.
            case IORING_REGISTER_BUFFERS2, IORING_UNREGISTER_BUFFERS, IORING_UNREGISTER_FILES -> 0;
            case IORING_REGISTER_BUFFERS_UPDATE -> Memory.getInt(arg + offset(RSRC_UPDATE2, "nr"));
            case IORING_REGISTER_FILES2 -> {
                int[] empty = new int[Memory.getInt(arg + offset(RSRC_REGISTER, "nr"))];
                Arrays.fill(empty, NO_FD);
                files = empty;
                yield 0;
            }
            case IORING_REGISTER_FILES_UPDATE -> updateFiles(arg, count);
            case IORING_REGISTER_SYNC_CANCEL -> {
                boolean any = (Memory.getInt(arg + offset(SYNC_CANCEL_REG, "flags")) & Sqe.IORING_ASYNC_CANCEL_ANY) != 0;
                yield any ? cancelAll() : cancel(running.get(Memory.getLong(arg + offset(SYNC_CANCEL_REG, "addr"))));
            }
            default -> -Errno.EINVAL;
        };
    }

    private synchronized int watch(int fd) {
        watched = fd;
        return 0;
    }

    private int updateFiles(long update, int count) {
        int first = Memory.getInt(update + offset(RSRC_UPDATE, "offset"));
        long fds = Memory.getLong(update + offset(RSRC_UPDATE, "data"));
        int[] changed = files.clone();
        if (first < 0 || first > changed.length - count) {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < count; i++) {
            changed[first + i] = Memory.getInt(fds + (long) Integer.BYTES * i);
        }
        // An entry has its file from when it was taken.
        files = changed;
        return count;
    }
}
