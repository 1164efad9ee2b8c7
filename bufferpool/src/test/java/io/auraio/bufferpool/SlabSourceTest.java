package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SlabSourceTest {
    private static final int MIB = 1 << 20;

    private final ArenaSlabSource arenas = new ArenaSlabSource();

    @Test
    void aSourceThatHasNoMemoryFailsTheAllocationAndNothingElse() {
        AtomicBoolean empty = new AtomicBoolean(true);
        SlabSource source = (size, alignment, huge) -> {
            if (empty.get()) {
                throw new OutOfMemoryError("mmap: ENOMEM");
            }
            return arenas.map(size, alignment, huge);
        };
        try (BufferPool pool = open(source, false)) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> pool.allocate(4096))
                    .withMessage("mmap: ENOMEM");
            assertThat(pool.stats().mappedBytes()).isZero();
            empty.set(false);
            pool.allocate(4 * MIB).close();
        }
    }

    @Test
    void aSlabThatIsInUseWhenItIsToBeClosedIsClosedLater() {
        AtomicBoolean inUse = new AtomicBoolean(true);
        SlabSource source = (size, alignment, huge) -> new Guarded(arenas.map(size, alignment, huge), inUse);
        BufferPool pool = open(source, false);
        pool.allocate(4096).close();
        pool.close();
        assertThat(pool.stats().mappedBytes()).isEqualTo(2 * MIB);
        inUse.set(false);
        pool.goRound();
        pool.goRound();
        assertThat(pool.stats().mappedBytes()).isZero();
    }

    @Test
    void theSourceIsAskedForWholeAlignedSlabs() {
        List<String> asked = new ArrayList<>();
        SlabSource source = (size, alignment, huge) -> {
            asked.add(size + " " + alignment + " " + huge);
            return arenas.map(size, alignment, false);
        };
        try (BufferPool pool = open(source, false)) {
            pool.allocate(4096).close();
            pool.allocate(3 * MIB).close();
        }
        try (BufferPool pool = open(source, true)) {
            pool.allocate(4096).close();
            pool.allocate(3 * MIB).close();
        }
        assertThat(asked)
                .containsExactly("2097152 4096 false", "4194304 4096 false", "2097152 2097152 true", "4194304 2097152 true");
    }

    @Test
    void aBufferKnowsTheSlabThatTheSourceMade() {
        List<Slab> made = new ArrayList<>();
        SlabSource source = (size, alignment, huge) -> {
            made.add(arenas.map(size, alignment, huge));
            return made.getLast();
        };
        try (BufferPool pool = open(source, false);
                Buffer first = pool.allocate(4096);
                Buffer second = pool.allocate(4096)) {
            assertThat(first.slab()).isSameAs(made.getFirst()).isSameAs(second.slab());
            assertThat(List.of(first.slabOffset(), second.slabOffset())).doesNotHaveDuplicates();
            assertThat(first.segment().address())
                    .isEqualTo(made.getFirst().segment().address() + first.slabOffset());
        }
    }

    private static BufferPool open(SlabSource source, boolean hugePages) {
        return BufferPool.open(BufferPoolOptions.builder()
                .slabSource(source)
                .hugePages(hugePages)
                .maxBytes(4 * MIB)
                .build());
    }

    private record Guarded(Slab slab, AtomicBoolean inUse) implements Slab {
        @Override
        public MemorySegment segment() {
            return slab.segment();
        }

        @Override
        public void close() {
            if (inUse.get()) {
                throw new IllegalStateException("Session is acquired by 1 clients");
            }
            slab.close();
        }
    }
}
