/**
 * Aligned off-heap buffers by size class, for I/O that must not copy and must not allocate.
 *
 * <p>Memory is mapped in {@linkplain io.auraio.bufferpool.Slab slabs}, each cut into equal buffers of one size class:
 * powers of two from 4 KiB to 128 MiB. A {@link io.auraio.bufferpool.BufferPool} hands buffers out and takes them back;
 * a {@link io.auraio.bufferpool.SlabSource} is where the memory comes from.
 *
 * <pre>{@code
 * try (BufferPool pool = BufferPool.open();
 *         Buffer buffer = pool.allocate(4096)) {
 *     buffer.segment().fill((byte) 0);
 * }
 * }</pre>
 */
package io.auraio.bufferpool;
