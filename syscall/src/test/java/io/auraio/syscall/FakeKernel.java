package io.auraio.syscall;

import static io.auraio.syscall.Struct.CQE;
import static io.auraio.syscall.Struct.CQ_OFF;
import static io.auraio.syscall.Struct.PARAMS;
import static io.auraio.syscall.Struct.SQE;
import static io.auraio.syscall.Struct.SQ_OFF;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A kernel played over real memory: it consumes submissions and posts completions as io_uring does, and can be told
 * to fail. The test reads what was asked of it.
 */
final class FakeKernel implements Kernel {
    static final int FD = 1_000_000;

    private static final int SQ_HEAD = 0;
    private static final int SQ_TAIL = 4;
    private static final int SQ_MASK = 8;
    private static final int SQ_FLAGS = 16;
    private static final int SQ_DROPPED = 20;
    private static final int CQ_HEAD = 64;
    private static final int CQ_TAIL = 68;
    private static final int CQ_MASK = 72;
    private static final int CQ_OVERFLOW = 80;
    private static final int CQ_FLAGS = 84;
    private static final int CQES = 128;

    /** Setup flags that this kernel knows; others are EINVAL. */
    int knownFlags = -1;
    int features = Uring.IORING_FEAT_SINGLE_MMAP | Uring.IORING_FEAT_NODROP | Uring.IORING_FEAT_EXT_ARG;
    /** Where all four indices start. */
    int firstIndex;
    /** What setup answers instead of a ring, where not 0. */
    int setupError;
    /** Which mmap fails, counted from 1; 0 for none. */
    int failingMmap;
    /** What the next enters answer without doing anything; afterwards they work. */
    final Deque<Integer> enterErrors = new ArrayDeque<>();
    /** How many entries an enter takes at most. */
    int takesAtMost = Integer.MAX_VALUE;
    /** Flags of the completions posted. */
    int cqeFlags;
    /** Whether the completion ring has a word of flags. */
    boolean cqFlags = true;
    /** Whether entries are completed at once. */
    boolean completes = true;

    final List<Integer> askedFlags = new ArrayList<>();
    final List<String> enters = new ArrayList<>();
    final List<Integer> registers = new ArrayList<>();
    final List<Integer> closedFds = new ArrayList<>();
    final CountDownLatch unmapped = new CountDownLatch(2);
    int maps;
    int covered;

    private final Arena arena = Arena.ofAuto();
    private MemorySegment ring;
    private MemorySegment sqes;
    private int arrayOffset;
    private final Deque<Long> backlog = new ArrayDeque<>();
    private long taken;

    @Override
    public int setup(int entries, long params) {
        int flags = Memory.getInt(params + offset(PARAMS, "flags"));
        askedFlags.add(flags);
        if (setupError != 0) {
            return -setupError;
        }
        if ((flags & ~knownFlags) != 0) {
            return -Errno.EINVAL;
        }
        int sqEntries = Integer.highestOneBit(2 * entries - 1);
        int cqEntries = 2 * sqEntries;
        boolean noArray = (flags & UringSetup.IORING_SETUP_NO_SQARRAY) != 0;
        arrayOffset = noArray ? 0 : CQES + (int) CQE.byteSize() * cqEntries;
        ring = arena.allocate(CQES + CQE.byteSize() * cqEntries + 4L * sqEntries, 64);
        sqes = arena.allocate(SQE.byteSize() * sqEntries, 64);
        put(SQ_MASK, sqEntries - 1);
        put(CQ_MASK, cqEntries - 1);
        for (int word : new int[] {SQ_HEAD, SQ_TAIL, CQ_HEAD, CQ_TAIL}) {
            put(word, firstIndex);
        }
        Memory.putInt(params + offset(PARAMS, "sq_entries"), sqEntries);
        Memory.putInt(params + offset(PARAMS, "cq_entries"), cqEntries);
        Memory.putInt(params + offset(PARAMS, "features"), features);
        long sq = params + offset(PARAMS, "sq_off");
        Memory.putInt(sq + offset(SQ_OFF, "head"), SQ_HEAD);
        Memory.putInt(sq + offset(SQ_OFF, "tail"), SQ_TAIL);
        Memory.putInt(sq + offset(SQ_OFF, "ring_mask"), SQ_MASK);
        Memory.putInt(sq + offset(SQ_OFF, "flags"), SQ_FLAGS);
        Memory.putInt(sq + offset(SQ_OFF, "dropped"), SQ_DROPPED);
        Memory.putInt(sq + offset(SQ_OFF, "array"), arrayOffset);
        long cq = params + offset(PARAMS, "cq_off");
        Memory.putInt(cq + offset(CQ_OFF, "head"), CQ_HEAD);
        Memory.putInt(cq + offset(CQ_OFF, "tail"), CQ_TAIL);
        Memory.putInt(cq + offset(CQ_OFF, "ring_mask"), CQ_MASK);
        Memory.putInt(cq + offset(CQ_OFF, "overflow"), CQ_OVERFLOW);
        Memory.putInt(cq + offset(CQ_OFF, "flags"), cqFlags ? CQ_FLAGS : 0);
        Memory.putInt(cq + offset(CQ_OFF, "cqes"), CQES);
        return FD;
    }

    @Override
    public int enter(int fd, int toSubmit, int minComplete, int flags, long arg, long argSize) {
        enters.add("submit=" + toSubmit + " wait=" + minComplete + " flags=" + flags);
        if (!enterErrors.isEmpty()) {
            return -enterErrors.pop();
        }
        if ((flags & IORING_ENTER_SQ_WAIT) != 0) {
            take(Integer.MAX_VALUE); // as the polling thread does meanwhile
            return 0;
        }
        int count = take(toSubmit);
        if ((flags & IORING_ENTER_GETEVENTS) != 0) {
            flush();
        }
        return count;
    }

    private int take(int limit) {
        int head = get(SQ_HEAD);
        int count = Math.min(Math.min(limit, takesAtMost), get(SQ_TAIL) - head);
        for (int i = 0; i < count; i++) {
            int slot = head + i & get(SQ_MASK);
            int entry = arrayOffset == 0 ? slot : get(arrayOffset + 4 * slot);
            taken = userDataOf(entry);
            if (completes) {
                complete(taken);
            }
        }
        put(SQ_HEAD, head + count);
        return count;
    }

    /** Posts a completion, or keeps it where the queue is full. */
    void complete(long userData) {
        backlog.add(userData);
        if (backlog.size() > 1 || !post()) {
            put(SQ_FLAGS, get(SQ_FLAGS) | SubmissionQueue.IORING_SQ_CQ_OVERFLOW);
        }
    }

    void setSqFlags(int flags) {
        put(SQ_FLAGS, flags);
    }

    /** The flags of the completion ring. */
    int cqFlags() {
        return get(CQ_FLAGS);
    }

    /** The user data of the entry that was taken last. */
    long taken() {
        return taken;
    }

    /** The words of an entry. */
    long[] entry(int slot) {
        return sqes.asSlice(SQE.byteSize() * slot, SQE.byteSize()).toArray(ValueLayout.JAVA_LONG);
    }

    int sqHead() {
        return get(SQ_HEAD);
    }

    private void flush() {
        while (!backlog.isEmpty() && post()) {
            put(SQ_FLAGS, get(SQ_FLAGS));
        }
        if (backlog.isEmpty()) {
            put(SQ_FLAGS, get(SQ_FLAGS) & ~SubmissionQueue.IORING_SQ_CQ_OVERFLOW);
        }
    }

    private boolean post() {
        int tail = get(CQ_TAIL);
        if (tail - get(CQ_HEAD) == get(CQ_MASK) + 1) {
            return false;
        }
        long cqe = ring.address() + CQES + CQE.byteSize() * (tail & get(CQ_MASK));
        Memory.putLong(cqe + offset(CQE, "user_data"), backlog.pop());
        Memory.putInt(cqe + offset(CQE, "res"), 0);
        Memory.putInt(cqe + offset(CQE, "flags"), cqeFlags);
        Memory.putIntRelease(ring.address() + CQ_TAIL, tail + 1);
        return true;
    }

    private long userDataOf(int entry) {
        return Memory.getLong(sqes.address() + SQE.byteSize() * entry + offset(SQE, "user_data"));
    }

    @Override
    public int register(int fd, int opcode, long arg, int count) {
        registers.add(opcode);
        return -Errno.EINVAL;
    }

    @Override
    public long mmap(long address, long length, int prot, int flags, int fd, long offset) {
        if ((flags & MAP_FIXED) != 0) {
            covered++;
            return address;
        }
        if (++maps == failingMmap) {
            return -Errno.ENOMEM;
        }
        return (offset == IORING_OFF_SQES ? sqes : ring).address();
    }

    @Override
    public int munmap(long address, long length) {
        maps--;
        unmapped.countDown();
        return 0;
    }

    @Override
    public int madvise(long address, long length, int advice) {
        return 0;
    }

    @Override
    public int close(int fd) {
        closedFds.add(fd);
        return 0;
    }

    private int get(int word) {
        return Memory.getIntAcquire(ring.address() + word);
    }

    private void put(int word, int value) {
        Memory.putIntRelease(ring.address() + word, value);
    }
}
