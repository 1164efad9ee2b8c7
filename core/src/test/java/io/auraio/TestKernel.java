package io.auraio;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A kernel that a test plays, over memory of its own: it takes entries, keeps the reads until the test lets them end, and tells what was asked of it.
 *
 * <p>Offsets are those of linux/io_uring.h; where the words of the rings lie is its own choice, as it is the kernel's.
 */
final class TestKernel implements Kernel {

    private static final int FD = 1_000_000;
    private static final int SQE_BYTES = 64;
    private static final int CQE_BYTES = 16;
    private static final int SQ_HEAD = 0;
    private static final int SQ_TAIL = 4;
    private static final int SQ_MASK = 8;
    private static final int CQ_HEAD = 64;
    private static final int CQ_TAIL = 68;
    private static final int CQ_MASK = 72;
    private static final int CQES = 128;
    private static final int IORING_OP_POLL_ADD = 6;
    private static final int IORING_OP_READ = 22;
    private static final int IORING_REGISTER_ENABLE_RINGS = 12;
    private static final int IORING_REGISTER_SYNC_CANCEL = 24;
    private static final int IORING_FEATURES = 1 | 1 << 1 | 1 << 8; // SINGLE_MMAP, NODROP, EXT_ARG

    /** What was entered with: entries to submit, completions to wait for. */
    record Enter(int toSubmit, int minComplete, Thread thread) {}

    /** A read as its entry has it. */
    record Read(int fd, long offset, long address, int length, long userData) {}

    final List<Enter> enters = new ArrayList<>();

    /** What the next enters fail with, without doing anything. */
    final Deque<Integer> failures = new ArrayDeque<>();

    /** Reads taken and not ended. */
    final Deque<Read> reads = new ArrayDeque<>();

    /** Runs inside every enter. */
    Runnable inside = () -> {};

    /** Whether an enter that waits ends all reads. */
    boolean completesReads;

    /** User data of polls, which end when they are cancelled. */
    private final Deque<Long> polls = new ArrayDeque<>();

    private final Arena arena = Arena.ofAuto();
    private MemorySegment ring;
    private MemorySegment sqes;

    @Override
    public int setup(int entries, long params) {
        MemorySegment p = MemorySegment.ofAddress(params).reinterpret(120);
        int cqEntries = 2 * entries;
        ring = arena.allocate(CQES + (long) CQE_BYTES * cqEntries, 64);
        sqes = arena.allocate((long) SQE_BYTES * entries, 64);
        put(SQ_MASK, entries - 1);
        put(CQ_MASK, cqEntries - 1);
        p.set(JAVA_INT, 0, entries);
        p.set(JAVA_INT, 4, cqEntries);
        p.set(JAVA_INT, 20, IORING_FEATURES);
        int[] sqOff = {SQ_HEAD, SQ_TAIL, SQ_MASK, 12, 16, 20};
        int[] cqOff = {CQ_HEAD, CQ_TAIL, CQ_MASK, 76, 80, CQES};
        for (int i = 0; i < sqOff.length; i++) {
            p.set(JAVA_INT, 40 + 4 * i, sqOff[i]);
            p.set(JAVA_INT, 80 + 4 * i, cqOff[i]);
        }
        return FD;
    }

    @Override
    public int enter(int fd, int toSubmit, int minComplete, int flags, long arg, long argSize) {
        enters.add(new Enter(toSubmit, minComplete, Thread.currentThread()));
        inside.run();
        if (!failures.isEmpty()) {
            return -failures.pop();
        }
        int head = get(SQ_HEAD);
        for (int i = 0; i < toSubmit; i++) {
            take(sqes.asSlice((long) SQE_BYTES * (head + i & get(SQ_MASK)), SQE_BYTES));
        }
        put(SQ_HEAD, head + toSubmit);
        while (completesReads && !reads.isEmpty()) {
            endRead(reads.peek().length());
        }
        return toSubmit;
    }

    private void take(MemorySegment sqe) {
        byte operation = sqe.get(JAVA_BYTE, 0);
        if (operation == IORING_OP_POLL_ADD) {
            polls.add(sqe.get(JAVA_LONG, 32));
        } else if (operation == IORING_OP_READ) {
            reads.add(new Read(sqe.get(JAVA_INT, 4), sqe.get(JAVA_LONG, 8), sqe.get(JAVA_LONG, 16), sqe.get(JAVA_INT, 24), sqe.get(JAVA_LONG, 32)));
        }
    }

    /** Ends the first read. */
    void endRead(int result) {
        post(reads.remove().userData(), result);
    }

    private void post(long userData, int result) {
        int tail = get(CQ_TAIL);
        long cqe = CQES + (long) CQE_BYTES * (tail & get(CQ_MASK));
        ring.set(JAVA_LONG, cqe, userData);
        ring.set(JAVA_INT, cqe + 8, result);
        ring.set(JAVA_INT, cqe + 12, 0);
        put(CQ_TAIL, tail + 1);
    }

    /** Entries that the engine has published and this kernel has not taken. */
    int published() {
        return get(SQ_TAIL) - get(SQ_HEAD);
    }

    /** Completions that the engine has not given back. */
    int notGivenBack() {
        return get(CQ_TAIL) - get(CQ_HEAD);
    }

    private int get(int word) {
        VarHandle.acquireFence();
        return ring.get(JAVA_INT, word);
    }

    private void put(int word, int value) {
        VarHandle.releaseFence();
        ring.set(JAVA_INT, word, value);
    }

    @Override
    public int register(int fd, int opcode, long arg, int count) {
        while (opcode == IORING_REGISTER_SYNC_CANCEL && !polls.isEmpty()) {
            post(polls.remove(), -Errno.ECANCELED);
        }
        return opcode == IORING_REGISTER_ENABLE_RINGS || opcode == IORING_REGISTER_SYNC_CANCEL ? 0 : -Errno.EINVAL;
    }

    @Override
    public long mmap(long address, long length, int prot, int flags, int fd, long offset) {
        return (flags & MAP_FIXED) != 0 ? address : (offset == IORING_OFF_SQES ? sqes : ring).address();
    }

    @Override
    public int munmap(long address, long length) {
        return 0;
    }

    @Override
    public int madvise(long address, long length, int advice) {
        return 0;
    }

    @Override
    public int close(int fd) {
        return 0;
    }
}
