package io.auraio.syscall;

import static io.auraio.syscall.Struct.CQE;
import static io.auraio.syscall.Struct.CQ_OFF;
import static io.auraio.syscall.Struct.PARAMS;
import static io.auraio.syscall.Struct.offset;

import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * The queue of finished operations, read by index without an object for each.
 *
 * <p>{@link #ready} looks how many there are, {@link #userData}, {@link #res} and {@link #flags} read them, and
 * {@link #advance} gives the entries back to the kernel. All of it belongs to one thread at a time; only
 * {@link #overflow}, {@link #eventFdEnabled} and {@link #entries} may be called by any.
 */
public final class CompletionQueue {
    /** The upper 16 bits of the flags hold the number of the buffer that was taken from a provided group. */
    public static final int IORING_CQE_F_BUFFER = 1;
    /** The operation goes on: more completions will follow, and what it was given still belongs to the kernel. */
    public static final int IORING_CQE_F_MORE = 1 << 1;
    /** The socket held more to receive. */
    public static final int IORING_CQE_F_SOCK_NONEMPTY = 1 << 2;
    /** The notification of a zero-copy send: its buffer is the program's again. */
    public static final int IORING_CQE_F_NOTIF = 1 << 3;
    /** How far the number of the buffer is shifted within the flags. */
    public static final int IORING_CQE_BUFFER_SHIFT = 16;

    private static final int IORING_CQ_EVENTFD_DISABLED = 1;

    private static final long USER_DATA = offset(CQE, "user_data");
    private static final long RES = offset(CQE, "res");
    private static final long FLAGS = offset(CQE, "flags");

    private final Uring ring;
    private final long headAddress;
    private final long tailAddress;
    private final long overflowAddress;
    /** 0 where the kernel has no such word. */
    private final long flagsAddress;
    private final long cqesAddress;
    private final int cqeShift;
    private final int entries;
    private final int mask;

    /** The index of the first entry that has not been given back. */
    private int head;
    /** Entries given back so far that ended an operation, modulo 2^32. */
    private int finals;
    /**
     * Whether an operation was prepared that may complete more than once. Until then each entry ends one, and giving
     * entries back need not look at them, which would take a nanosecond each. Set before such an entry is published, and
     * so before the tail can cover a completion of it.
     */
    private boolean manyEach;

    CompletionQueue(Uring ring, RingMemory memory, long params) {
        this.ring = ring;
        long off = params + offset(PARAMS, "cq_off");
        headAddress = memory.cq + Memory.getInt(off + offset(CQ_OFF, "head"));
        tailAddress = memory.cq + Memory.getInt(off + offset(CQ_OFF, "tail"));
        overflowAddress = memory.cq + Memory.getInt(off + offset(CQ_OFF, "overflow"));
        int flagsOffset = Memory.getInt(off + offset(CQ_OFF, "flags"));
        flagsAddress = flagsOffset == 0 ? 0 : memory.cq + flagsOffset;
        cqesAddress = memory.cq + Memory.getInt(off + offset(CQ_OFF, "cqes"));
        cqeShift = Long.numberOfTrailingZeros(CQE.byteSize()) + memory.cqeShift();
        entries = memory.cqEntries;
        mask = Memory.getInt(memory.cq + Memory.getInt(off + offset(CQ_OFF, "ring_mask")));
        head = Memory.getInt(headAddress);
    }

    /**
     * How many completions can be read. Under DEFER_TASKRUN only an enter with GETEVENTS adds to them.
     *
     * @return 0 to {@link #entries()}
     */
    public int ready() {
        // acquire: the entries must be read after the tail that covers them; pairs with the kernel's release of cq.tail
        int ready = Memory.getIntAcquire(tailAddress) - head;
        Reference.reachabilityFence(ring);
        return ready;
    }

    /**
     * Whose completion it is.
     *
     * @param index 0 up to, without, the last {@link #ready}
     * @return what {@link Sqe#userData} was given
     */
    public long userData(int index) {
        long userData = Memory.getLong(entry(index) + USER_DATA);
        Reference.reachabilityFence(ring);
        return userData;
    }

    /**
     * How the operation ended.
     *
     * @param index 0 up to, without, the last {@link #ready}
     * @return what the operation answers, such as the number of bytes read, or {@code -errno}
     */
    public int res(int index) {
        int res = Memory.getInt(entry(index) + RES);
        Reference.reachabilityFence(ring);
        return res;
    }

    /**
     * What the kernel says besides.
     *
     * @param index 0 up to, without, the last {@link #ready}
     * @return {@code IORING_CQE_F_*} flags
     */
    public int flags(int index) {
        int flags = Memory.getInt(entry(index) + FLAGS);
        Reference.reachabilityFence(ring);
        return flags;
    }

    /**
     * The second half of an entry of a {@link UringSetup#IORING_SETUP_CQE32} ring, which some operations fill.
     *
     * @param index 0 up to, without, the last {@link #ready}
     * @param word 0 or 1
     * @return the word
     * @throws IllegalStateException where the ring's entries have no second half
     * @throws IllegalArgumentException where {@code word} is another
     */
    public long extra(int index, int word) {
        if (1L << cqeShift == CQE.byteSize()) {
            throw new IllegalStateException("extra words need a ring with IORING_SETUP_CQE32");
        }
        if (word != 0 && word != 1) {
            throw new IllegalArgumentException("word=" + word + ", must be 0 or 1");
        }
        long extra = Memory.getLong(entry(index) + CQE.byteSize() + (long) Long.BYTES * word);
        Reference.reachabilityFence(ring);
        return extra;
    }

    /**
     * Gives the first entries back to the kernel, which may write over them at once: they have to be copied before.
     * What follows them becomes number 0.
     *
     * @param count 0 up to the last {@link #ready}
     */
    public void advance(int count) {
        assert count >= 0 && count <= ready() : "count=" + count + ", ready=" + ready();
        finals += manyEach ? count - goingOn(count) : count;
        head += count;
        // release: the entries must have been read before the kernel may write over them; pairs with its acquire of cq.head
        Memory.putIntRelease(headAddress, head);
        Reference.reachabilityFence(ring);
    }

    /**
     * How many completions the kernel has lost for want of room, which kernels with
     * {@link Uring#IORING_FEAT_NODROP} do only where they have no memory for their backlog.
     *
     * @return the kernel's count
     */
    public int overflow() {
        int overflow = Memory.getIntOpaque(overflowAddress);
        Reference.reachabilityFence(ring);
        return overflow;
    }

    /**
     * Whether completions signal the eventfd that is registered with the ring.
     *
     * @return false only after {@link #enableEventFd} was told so
     */
    public boolean eventFdEnabled() {
        boolean enabled = flagsAddress == 0 || (Memory.getIntOpaque(flagsAddress) & IORING_CQ_EVENTFD_DISABLED) == 0;
        Reference.reachabilityFence(ring);
        return enabled;
    }

    /**
     * Lets completions signal the eventfd that is registered with the ring, or keeps them from it, for a program that
     * polls for a while (5.8). It does not enter the kernel, so that one which is just being posted may still go by what
     * was before: who turns it on looks at {@link #ready} once more before sleeping. Without an eventfd it does nothing.
     *
     * @param enabled whether they do
     * @throws UnsupportedOperationException where the kernel cannot be kept from it
     */
    public void enableEventFd(boolean enabled) {
        if (flagsAddress == 0) {
            if (!enabled) {
                throw new UnsupportedOperationException("silencing the eventfd needs Linux 5.8");
            }
            return;
        }
        int others = Memory.getIntOpaque(flagsAddress) & ~IORING_CQ_EVENTFD_DISABLED;
        // opaque: the kernel reads it whenever it posts, and nothing else hangs by it
        Memory.putIntOpaque(flagsAddress, enabled ? others : others | IORING_CQ_EVENTFD_DISABLED);
        if (enabled) {
            // full: the word must be visible before the caller looks for completions, or one that is posted in between
            // is neither seen nor signalled; pairs with the kernel's fence between posting and reading the word, which it
            // has for those that wait for the queue
            VarHandle.fullFence();
        }
        Reference.reachabilityFence(ring);
    }

    /**
     * The length of the queue that the kernel gave, a power of two.
     *
     * @return how many entries it holds
     */
    public int entries() {
        return entries;
    }

    /** Entries given back so far that ended an operation, modulo 2^32. */
    int finals() {
        return finals;
    }

    /** From now on an operation may complete more than once. */
    void expectMany() {
        manyEach = true;
    }

    private int goingOn(int count) {
        int more = 0;
        for (int i = 0; i < count; i++) {
            more += (Memory.getInt(entry(i) + FLAGS) & IORING_CQE_F_MORE) / IORING_CQE_F_MORE;
        }
        return more;
    }

    private long entry(int index) {
        // Masked, and so within the map whatever the index.
        return cqesAddress + ((long) (head + index & mask) << cqeShift);
    }
}
