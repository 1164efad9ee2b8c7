/**
 * Aligned off-heap buffers by size class, for I/O that must not copy and must not map memory for each operation.
 *
 * <pre>{@code
 * try (BufferPool pool = BufferPool.open();
 *         Buffer buffer = pool.allocate(4096)) {
 *     buffer.segment().fill((byte) 0);
 * }
 * }</pre>
 *
 * <p>Memory comes from a {@link io.auraio.bufferpool.SlabSource} in {@linkplain io.auraio.bufferpool.Slab slabs}, each cut
 * into chunks of one size class: powers of two from 4 KiB to 128 MiB. A chunk that is free is in one of three tiers, and an
 * allocation asks them in turn:
 *
 * <pre>
 *   thread cache    one for each platform thread; no lock; 1 MiB of a class, at most 64 chunks, classes up to 1 MiB
 *        | batches of half of that
 *   shard           one for about four threads, and for virtual threads; a spin lock; 8 MiB of a class, at most 256 chunks
 *        | what passes that mark
 *   slabs           one lock; 2 MiB each, or one chunk where that is larger; empty ones go back to the system
 * </pre>
 *
 * <p>Whose a chunk is at any moment is one atomic word in it, which also counts the operations that use its memory. So a
 * buffer that is returned twice, used after its return, or returned while the kernel writes to it is told from a good one,
 * however threads race; and memory in the cache of a thread that sleeps or is dead can be taken by others.
 *
 * <p>A thread of the pool's own, {@code auraio-bufferpool-keeper}, gives idle memory back, and what dead threads and, where
 * leaks are tracked, lost buffers have left.
 */
package io.auraio.bufferpool;
