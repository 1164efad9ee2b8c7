package io.auraio.bufferpool;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One buffer's worth of a slab. It lives as long as the slab and is lent to one {@link Buffer} after the other.
 *
 * <p>Whose it is at this moment is one word, so that each change of hands is one atomic step:
 *
 * <pre>
 *    63                      16 15          0
 *   +--------------------------+-------------+
 *   | lease: odd while lent    | low         |
 *   +--------------------------+-------------+
 *
 *   IDLE    even lease, low 0      belongs to the shard or slab that has it, or to who just took it from there
 *   CACHED  even lease, low 1      belongs to whoever claims or evicts it first; a magazine knows of it
 *   LENT    odd lease, low = pins  belongs to the buffer that carries this lease, and to the operations that pin it
 *
 *              lend                 cache
 *      IDLE ---------> LENT ------------------> CACHED
 *        ^  <---------  |   <-----------------    |
 *        |     retire           claim             |
 *        +----------------------------------------+
 *                          evict
 * </pre>
 *
 * <p>A lease is never given twice (47 bits last for weeks of one buffer every nanosecond), so a stale buffer cannot pass
 * for the one that has its memory now.
 */
final class Chunk {
    private static final long LEASE_STEP = 1L << 16;
    private static final long PINS_MASK = LEASE_STEP - 1;
    private static final long CACHED = 1;

    /** Parity of the lease with the low half: what tells the three states apart. */
    private static final long KIND_MASK = LEASE_STEP | PINS_MASK;

    private static final VarHandle STATE;
    private static final VarHandle SIZE_BYTES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Chunk.class, "state", long.class);
            SIZE_BYTES = lookup.findVarHandle(Chunk.class, "sizeBytes", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final BufferPool pool;
    final CutSlab home;
    final int slabOffset;
    final int sizeClass;

    /**
     * The magazine that the chunk was in last: mostly the place where the thread that returns it should put it. Any value
     * is safe to read, since a magazine is used by its owner alone.
     */
    Magazine lastMagazine;

    /** Who watches the buffer that has the chunk now, or had it last; null where leaks are not tracked. */
    LeakTracker.Watch watch;

    /** The size that was asked for, by the buffer that has the chunk now. */
    private int sizeBytes;

    // All changes but lend() are compare-and-set, with volatile order: a new owner must see what the old one did to the
    // memory and to the fields above.
    private volatile long state;

    /** The view that was asked for last: buffers of one class mostly ask for one size. */
    private MemorySegment view;

    Chunk(BufferPool pool, CutSlab home, int slabOffset) {
        this.pool = pool;
        this.home = home;
        this.slabOffset = slabOffset;
        this.sizeClass = home.sizeClass;
    }

    /** IDLE to LENT. The caller has the chunk to itself. */
    void lend() {
        assert (state & KIND_MASK) == 0 : "lending a chunk that is not idle: state=" + state;
        state = state + LEASE_STEP;
    }

    /** CACHED to LENT; false where somebody else has it. */
    boolean claim() {
        long seen = state;
        return (seen & KIND_MASK) == CACHED && STATE.compareAndSet(this, seen, seen - CACHED + LEASE_STEP);
    }

    /** CACHED to IDLE; false where somebody else has it. */
    boolean evict() {
        long seen;
        do {
            seen = state;
            if ((seen & KIND_MASK) != CACHED) {
                return false;
            }
        } while (!STATE.compareAndSet(this, seen, seen - CACHED));
        return true;
    }

    /** LENT to CACHED; false where the lease is over or the chunk is pinned. */
    boolean cache(long lease) {
        return STATE.compareAndSet(this, lease, lease + LEASE_STEP + CACHED);
    }

    /** LENT to IDLE; false where the lease is over or the chunk is pinned. */
    boolean retire(long lease) {
        return STATE.compareAndSet(this, lease, lease + LEASE_STEP);
    }

    /** The lease that has begun with {@link #lend} or {@link #claim}, by who called it and before anybody pins. */
    long lease() {
        return state;
    }

    boolean isLent(long lease) {
        return (state & ~PINS_MASK) == lease;
    }

    boolean isLent() {
        return (state & LEASE_STEP) != 0;
    }

    boolean isCached() {
        return (state & KIND_MASK) == CACHED;
    }

    /** How many operations use the memory; -1 where the lease is over. */
    int pins(long lease) {
        long seen = state;
        return (seen & ~PINS_MASK) == lease ? (int) (seen & PINS_MASK) : -1;
    }

    /** One pin more; false where the lease is over or there is no room for another. */
    boolean pin(long lease) {
        long seen;
        do {
            seen = state;
            if ((seen & ~PINS_MASK) != lease || (seen & PINS_MASK) == PINS_MASK) {
                return false;
            }
        } while (!STATE.compareAndSet(this, seen, seen + 1));
        return true;
    }

    /** One pin less; false where there is none. */
    boolean unpin(long lease) {
        long seen;
        do {
            seen = state;
            if ((seen & ~PINS_MASK) != lease || (seen & PINS_MASK) == 0) {
                return false;
            }
        } while (!STATE.compareAndSet(this, seen, seen - 1));
        return true;
    }

    /** Notes the size that was asked for. Only by who has just called {@link #lend} or {@link #claim}. */
    void resize(int bytes) {
        // release: the lease that has begun must be seen by who sees the size; pairs with sizeBytes().
        SIZE_BYTES.setRelease(this, bytes);
    }

    int sizeBytes() {
        // acquire: whether the lease holds is read next, and must not be read before; pairs with resize() by the next
        // owner. Otherwise a stale buffer could answer with the next one's size.
        return (int) SIZE_BYTES.getAcquire(this);
    }

    long capacityBytes() {
        return SizeClass.capacityBytes(sizeClass);
    }

    MemorySegment view(long sizeBytes) {
        // A benign race: segments are immutable, so another thread sees null or a whole one, and at worst makes its own.
        MemorySegment last = view;
        if (last == null || last.byteSize() != sizeBytes) {
            last = home.slab.segment().asSlice(slabOffset, sizeBytes);
            view = last;
        }
        return last;
    }
}
