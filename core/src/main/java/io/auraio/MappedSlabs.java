package io.auraio;

import io.auraio.bufferpool.Slab;
import io.auraio.bufferpool.SlabSource;
import io.auraio.syscall.Libc;
import io.auraio.syscall.SyscallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The engine's buffers' memory: each slab a map of its own, in pages that the system has not touched yet and gets back when the slab is closed.
 */
final class MappedSlabs implements SlabSource {

    /** What {@code mmap(2)} aligns to by itself, on every page size that Linux has for the architectures supported. */
    private static final long PAGE_BYTES = 4096;

    @Override
    public Slab map(long sizeBytes, long alignmentBytes, boolean hugePages) {
        Arena arena = Arena.ofShared();
        try {
            long slack = alignmentBytes <= PAGE_BYTES ? 0 : alignmentBytes;
            MemorySegment map = Libc.mmap(
                    arena, sizeBytes + slack, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
            long unaligned = map.address() & alignmentBytes - 1;
            MemorySegment slab = map.asSlice(unaligned == 0 ? 0 : alignmentBytes - unaligned, sizeBytes);
            if (hugePages) {
                // Advice: a kernel that has no huge pages to give backs the slab by small ones.
                Libc.madvise(slab, Libc.MADV_HUGEPAGE);
            }
            return new MappedSlab(arena, slab);
        } catch (SyscallException e) {
            arena.close();
            OutOfMemoryError error = new OutOfMemoryError("no memory for buffers: " + e.getMessage());
            error.initCause(e);
            throw error;
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private record MappedSlab(Arena arena, MemorySegment segment) implements Slab {
        @Override
        public void close() {
            arena.close();
        }
    }
}
