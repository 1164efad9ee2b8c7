package io.auraio;

import io.auraio.bufferpool.Slab;
import io.auraio.bufferpool.SlabSource;
import io.auraio.syscall.Libc;
import io.auraio.syscall.SyscallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The engine's buffers' memory: each slab a map of its own, given back to the system when the slab is closed, and registered with the rings meanwhile.
 */
final class MappedSlabs implements SlabSource {

    /** What {@code mmap(2)} aligns to by itself, on every page size that Linux has for the architectures supported. */
    private static final long PAGE_BYTES = 4096;

    private final SlabRegistrations registrations;

    MappedSlabs(SlabRegistrations registrations) {
        this.registrations = registrations;
    }

    @Override
    public Slab map(long sizeBytes, long alignmentBytes, boolean hugePages) {
        MappedSlab mapped;
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
            mapped = new MappedSlab(arena, slab, registrations);
        } catch (SyscallException e) {
            arena.close();
            OutOfMemoryError error = new OutOfMemoryError("no memory for buffers: " + e.getMessage());
            error.initCause(e);
            throw error;
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
        registrations.opened(mapped);
        return mapped;
    }
}
