package io.auraio.bufferpool;

import java.lang.foreign.MemorySegment;

/**
 * One mapping that the pool cuts into buffers of equal size.
 *
 * <p>A {@link SlabSource} makes it and the pool closes it, once no buffer of it is out. Its identity is that of the
 * object: the engine's source returns slabs of its own class and keeps in them what it needs to know about the mapping,
 * such as the index under which the rings have it registered, and finds them again by {@link Buffer#slab()}.
 *
 * <p>Thread rules: {@link #segment()} is called by any thread, {@link #close()} by one thread at a time, not always the
 * one that mapped it, and without a lock of the pool: by one that allocates at the limit, that returns the last buffer of a
 * closed pool, that closes the pool, or by the pool's own.
 */
public interface Slab extends AutoCloseable {
    /**
     * The memory, zeroed when it was mapped, of exactly the size asked of {@link SlabSource#map}; always the same object.
     *
     * <p>It must be accessible from every thread, and its scope must end in {@link #close()}, so that a view which
     * somebody kept is answered with an IllegalStateException and not with a crash of the JVM.
     *
     * @return the whole slab; owned by the slab
     */
    MemorySegment segment();

    /**
     * Ends the scope of the memory and gives it back to the system.
     *
     * @throws IllegalStateException where a thread is inside an operation on the segment at this moment (the arena says
     *     "acquired"); nothing was freed then, and the pool calls again later
     */
    @Override
    void close();
}
