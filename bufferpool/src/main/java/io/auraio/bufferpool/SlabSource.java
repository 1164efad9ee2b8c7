package io.auraio.bufferpool;

/**
 * Where the pool gets its memory: the one door between the pool and native code.
 *
 * <p>The default takes it from an {@link java.lang.foreign.Arena}; the engine supplies one that uses {@code mmap(2)} and
 * registers each slab with its rings.
 *
 * <p>Thread rules: called by any thread that allocates, several at once, and without a lock of the pool. A source may
 * wait for other threads, which return buffers meanwhile, but must not allocate from the pool that asks it.
 */
@FunctionalInterface
public interface SlabSource {
    /**
     * Maps a slab.
     *
     * @param sizeBytes the size of the slab in bytes, a multiple of the alignment; 4 KiB to 128 MiB
     * @param alignmentBytes what the address of the slab must be a multiple of, a power of two of at least 4096
     * @param hugePages whether the kernel should be advised to back the slab by huge pages ({@code madvise(2)},
     *     MADV_HUGEPAGE); size and alignment are then multiples of 2 MiB
     * @return the slab, which the pool owns from now on and closes when it needs it no more
     * @throws OutOfMemoryError where the system has no memory to map; the allocation that needed it fails with it
     */
    Slab map(long sizeBytes, long alignmentBytes, boolean hugePages);
}
