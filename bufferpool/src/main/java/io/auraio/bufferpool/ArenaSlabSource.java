package io.auraio.bufferpool;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Slabs from the JDK's own allocator, one shared arena each.
 *
 * <p>A shared arena is what makes stale views safe: {@link Arena#close} ends their scope for all threads before the
 * memory is freed. The JDK zeroes the memory, so that mapping costs as much as writing it once, and takes it from
 * {@code malloc(3)}, which may keep what was freed for the process instead of giving it back to the system.
 */
final class ArenaSlabSource implements SlabSource {
    @Override
    public Slab map(long sizeBytes, long alignmentBytes, boolean hugePages) {
        assert !hugePages : "BufferPoolOptions refuses hugePages without a slabSource";
        Arena arena = Arena.ofShared();
        try {
            return new ArenaSlab(arena, arena.allocate(sizeBytes, alignmentBytes));
        } catch (Throwable failure) {
            arena.close();
            throw failure;
        }
    }

    private record ArenaSlab(Arena arena, MemorySegment segment) implements Slab {
        @Override
        public void close() {
            arena.close();
        }
    }
}
