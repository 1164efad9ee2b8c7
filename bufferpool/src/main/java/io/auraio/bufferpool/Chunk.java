package io.auraio.bufferpool;

import java.lang.foreign.MemorySegment;

/**
 * One buffer's worth of a slab. It lives as long as the slab and is lent to one {@link Buffer} after the other.
 *
 * <p>At any moment it is in one place: lent to a buffer, in a thread's {@link Magazine}, in a {@link Shard}, or free in
 * its {@link CutSlab}. Each place is handed over with the memory order of its lock or slot, so the plain fields need
 * none of their own.
 */
final class Chunk {
    final BufferPool pool;
    final CutSlab home;
    final int slabOffset;
    final int sizeClass;

    /** Who watches the buffer that has the chunk now, where leaks are tracked; otherwise null. */
    LeakTracker.Watch watch;

    /** The view that was asked for last: buffers of one class mostly ask for one size. */
    private MemorySegment view;

    Chunk(BufferPool pool, CutSlab home, int slabOffset) {
        this.pool = pool;
        this.home = home;
        this.slabOffset = slabOffset;
        this.sizeClass = home.sizeClass;
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
