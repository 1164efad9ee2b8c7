package io.auraio.bufferpool;

import java.lang.foreign.MemorySegment;

/** One buffer's worth of a slab. It lives as long as the slab and is lent to one {@link Buffer} after the other. */
final class Chunk {
    final BufferPool pool;
    final Slab slab;
    final long slabOffset;
    final int sizeClass;

    /** The view that was asked for last: buffers of one class mostly ask for one size. */
    private MemorySegment view;

    Chunk(BufferPool pool, Slab slab, long slabOffset, int sizeClass) {
        this.pool = pool;
        this.slab = slab;
        this.slabOffset = slabOffset;
        this.sizeClass = sizeClass;
    }

    long capacityBytes() {
        return SizeClass.capacityBytes(sizeClass);
    }

    MemorySegment view(long sizeBytes) {
        // A benign race: segments are immutable, so another thread sees null or a whole one, and at worst makes its own.
        MemorySegment last = view;
        if (last == null || last.byteSize() != sizeBytes) {
            last = slab.segment().asSlice(slabOffset, sizeBytes);
            view = last;
        }
        return last;
    }
}
