package io.auraio.syscall;

import static io.auraio.syscall.Struct.PARAMS;
import static io.auraio.syscall.Struct.SQE;
import static io.auraio.syscall.Struct.SQ_OFF;
import static io.auraio.syscall.Struct.offset;

import java.lang.ref.Reference;

/**
 * The queue of operations on their way to the kernel.
 *
 * <pre>
 *      head (kernel)        published tail          claimed tail
 *        |  taken at the next  |  being filled,        |
 *        |  enter              |  the kernel's view    |
 *        v                     v  ends before it       v
 *   -----[ e e e e e e e e e e ][ e e e e e e e e e e ]------- slots wrap at entries(), indices at 2^32
 * </pre>
 *
 * <p>{@link #claim} and {@link #publish} are for one thread at a time: a ring that several threads fill needs a lock
 * around claiming, filling and publishing. That lock need not be held by the thread that enters the kernel, which
 * reads the published tail from the shared memory. The other methods may be called by any thread.
 */
public final class SubmissionQueue {
    /** The SQPOLL thread sleeps and has to be woken by an enter. */
    public static final int IORING_SQ_NEED_WAKEUP = 1;
    /** Completions wait in the kernel's backlog for room in the queue; {@link Uring#getEvents} flushes them. */
    public static final int IORING_SQ_CQ_OVERFLOW = 1 << 1;
    /** Completions wait for an enter; {@link Uring#getEvents} posts them. */
    public static final int IORING_SQ_TASKRUN = 1 << 2;

    private final Uring ring;
    private final Sqe sqe;
    private final long headAddress;
    private final long tailAddress;
    private final long flagsAddress;
    private final long droppedAddress;
    private final long sqesAddress;
    private final int sqeShift;
    private final int entries;
    private final int mask;

    /** The index behind the last claimed entry. */
    private int claimedTail;
    /** The kernel's head as last seen: looked at again only when the queue seems full. */
    private int seenHead;

    SubmissionQueue(Uring ring, RingMemory memory, long params) {
        this.ring = ring;
        long off = params + offset(PARAMS, "sq_off");
        headAddress = memory.sq + Memory.getInt(off + offset(SQ_OFF, "head"));
        tailAddress = memory.sq + Memory.getInt(off + offset(SQ_OFF, "tail"));
        flagsAddress = memory.sq + Memory.getInt(off + offset(SQ_OFF, "flags"));
        droppedAddress = memory.sq + Memory.getInt(off + offset(SQ_OFF, "dropped"));
        entries = memory.sqEntries;
        mask = Memory.getInt(memory.sq + Memory.getInt(off + offset(SQ_OFF, "ring_mask")));
        sqesAddress = memory.sqes;
        sqeShift = Long.numberOfTrailingZeros(SQE.byteSize()) + memory.sqeShift();
        claimedTail = Memory.getInt(tailAddress);
        seenHead = Memory.getInt(headAddress);
        sqe = new Sqe(ring, sqesAddress);
        if ((memory.flags & UringSetup.IORING_SETUP_NO_SQARRAY) == 0) {
            // Once and for all: the array lets entries be submitted out of order, which nobody here wants.
            long array = memory.sq + Memory.getInt(off + offset(SQ_OFF, "array"));
            for (int i = 0; i < entries; i++) {
                Memory.putInt(array + (long) Integer.BYTES * i, i);
            }
        }
    }

    /**
     * Takes the next free entry. It has to be prepared by one of {@link Sqe}'s operations before the next claim.
     *
     * @return the queue's one {@link Sqe}, moved to the entry; null where all entries are taken, and the kernel has
     *         to be entered first
     * @throws IllegalStateException where the entry claimed before was not prepared
     */
    public Sqe claim() {
        requirePrepared();
        int tail = claimedTail;
        if (tail - seenHead == entries) {
            // acquire: the kernel must have read the entry before it is written again; pairs with its release of sq.head
            seenHead = Memory.getIntAcquire(headAddress);
            if (tail - seenHead == entries) {
                Reference.reachabilityFence(ring);
                return null;
            }
        }
        claimedTail = tail + 1;
        sqe.moveTo(sqesAddress + ((long) (tail & mask) << sqeShift));
        Reference.reachabilityFence(ring);
        return sqe;
    }

    /**
     * Gives back the entry claimed last, where it was not prepared: after an operation refused its arguments. Nothing
     * where it was prepared, or none was claimed.
     */
    public void unclaim() {
        if (!sqe.prepared()) {
            claimedTail--;
            sqe.unclaim();
        }
    }

    /**
     * Gives back every entry claimed since the last {@link #publish}, prepared or not.
     */
    public void unclaimAll() {
        // plain: this side alone writes the tail
        claimedTail = Memory.getInt(tailAddress);
        sqe.unclaim();
        Reference.reachabilityFence(ring);
    }

    /**
     * Turns a published entry that the kernel has not consumed into one that does nothing, keeping its user data and its
     * link to the next: it completes with 0 when its turn comes. Only on the thread that enters the kernel, which must not
     * be about to, with no other thread claiming, and not under SQPOLL: the kernel would be reading the entry.
     *
     * @param userData the entry's
     * @return false where no entry that carries it waits
     */
    public boolean retract(long userData) {
        long entry = waitingEntry(userData);
        if (entry != 0) {
            Sqe.retract(entry);
        }
        Reference.reachabilityFence(ring);
        return entry != 0;
    }

    private long waitingEntry(long userData) {
        for (int index = Memory.getIntAcquire(headAddress); index != claimedTail; index++) {
            long entry = sqesAddress + ((long) (index & mask) << sqeShift);
            if (Sqe.userDataAt(entry) == userData) {
                return entry;
            }
        }
        return 0;
    }

    /**
     * The user data of the entry that the kernel consumes next. With no other thread claiming.
     *
     * @param none what to answer where the kernel has consumed all
     * @return the entry's, or {@code none}
     */
    public long nextUserData(long none) {
        int head = Memory.getIntAcquire(headAddress);
        long next = head == claimedTail ? none : Sqe.userDataAt(sqesAddress + ((long) (head & mask) << sqeShift));
        Reference.reachabilityFence(ring);
        return next;
    }

    /**
     * Shows all claimed entries to the kernel, which takes them when it is next entered, or at once under SQPOLL.
     *
     * @throws IllegalStateException where the entry claimed last was not prepared; nothing is published then
     */
    public void publish() {
        requirePrepared();
        // release: the kernel must see the entries before the tail that covers them; pairs with its acquire of sq.tail
        Memory.putIntRelease(tailAddress, claimedTail);
        Reference.reachabilityFence(ring);
    }

    /**
     * How many entries are taken: claimed or published, and not yet consumed by the kernel. Exact for the thread that
     * claims, for others a moment old.
     *
     * @return 0 to {@link #entries()}
     */
    public int pending() {
        int pending = claimedTail - Memory.getIntAcquire(headAddress);
        Reference.reachabilityFence(ring);
        return pending;
    }

    /**
     * The length of the queue that the kernel gave, a power of two.
     *
     * @return how many entries it holds
     */
    public int entries() {
        return entries;
    }

    /**
     * What the kernel asks of the program.
     *
     * @return {@code IORING_SQ_*} flags
     */
    public int flags() {
        // opaque: a hint which is looked at again; who sleeps on it puts a full fence before
        int flags = Memory.getIntOpaque(flagsAddress);
        Reference.reachabilityFence(ring);
        return flags;
    }

    /**
     * How many entries the kernel dropped for a bad index, which cannot happen while only this class writes the queue.
     *
     * @return the kernel's count
     */
    public int dropped() {
        int dropped = Memory.getIntOpaque(droppedAddress);
        Reference.reachabilityFence(ring);
        return dropped;
    }

    /**
     * How many entries are published and not yet consumed by the kernel: what an enter takes. What another thread wrote before it published them can be read
     * by who has seen them here. Exact for the thread that enters, where no other publishes.
     *
     * @return 0 to {@link #entries()}
     */
    public int published() {
        // acquire of the tail: it may be another thread that published, and what it wrote before, under its lock, must
        // be seen by whoever enters for it; of the head: never ahead of the tail that was read first
        int head = Memory.getIntAcquire(headAddress);
        int published = Memory.getIntAcquire(tailAddress) - head;
        Reference.reachabilityFence(ring);
        return published;
    }

    /** The index of the entry that was claimed last, modulo 2^32. */
    int claimedIndex() {
        return claimedTail - 1;
    }

    /** How many entries are claimed and not published. By the thread that claims. */
    int unpublished() {
        // plain: this side alone writes the tail
        return claimedTail - Memory.getInt(tailAddress);
    }

    /** The kernel's head: how many entries it has consumed so far, modulo 2^32. */
    int consumed() {
        return Memory.getIntAcquire(headAddress);
    }

    /** How many entries so far may end without a completion, modulo 2^32. */
    int skippable() {
        return sqe.skippable();
    }

    private void requirePrepared() {
        if (!sqe.prepared()) {
            throw new IllegalStateException("SQE claimed but not prepared: call one of its operations, such as nop(), first");
        }
    }
}
