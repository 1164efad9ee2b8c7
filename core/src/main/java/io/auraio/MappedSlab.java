package io.auraio;

import io.auraio.bufferpool.Slab;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A map of which the pool makes buffers, and the place in which the rings have it registered.
 *
 * <p>The place appears once every ring has the slab and stays until the slab is closed, when no buffer of it is out: a request that pins a buffer may rely on
 * it.
 */
final class MappedSlab implements Slab {

    private static final int NOT_REGISTERED = -1;
    private static final int CLOSED = -2;

    private static final VarHandle PLACE;

    static {
        try {
            PLACE = MethodHandles.lookup().findVarHandle(MappedSlab.class, "place", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Arena arena;
    private final MemorySegment segment;
    private final SlabRegistrations registrations;

    private int place = NOT_REGISTERED;

    /** What the registration takes of RLIMIT_MEMLOCK; set before the slab is registered. */
    long chargedBytes;

    /**
     * Not registered yet.
     *
     * @param arena whose memory it is; the slab closes it
     * @param registrations who is told when the slab is closed
     */
    MappedSlab(Arena arena, MemorySegment segment, SlabRegistrations registrations) {
        this.arena = arena;
        this.segment = segment;
        this.registrations = registrations;
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    /** Where those registrations have the slab; negative where they have it not, such as those of another engine. */
    int placeIn(SlabRegistrations of) {
        // opaque: the kernel orders what it was told by one thread before what it is asked by another; the number alone has to come through whole.
        return registrations == of ? (int) PLACE.getOpaque(this) : NOT_REGISTERED;
    }

    /** Every ring has it; false where the slab was closed meanwhile. */
    boolean registered(int inPlace) {
        return PLACE.compareAndSet(this, NOT_REGISTERED, inPlace);
    }

    @Override
    public void close() {
        // First: it may refuse, and then the slab stays in use. What is registered the kernel holds on to by itself.
        arena.close();
        int was = (int) PLACE.getAndSet(this, CLOSED);
        if (was >= 0) {
            registrations.closed(this, was);
        }
    }
}
