package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlockOrderProperties {
    private static final int PASSES = 3;

    @Property
    void everyBlockComesOnceAPass(@ForAll IoPattern pattern, @ForAll @IntRange(min = 1, max = 5000) int blockCount, @ForAll long seed) {
        BlockOrder order = BlockOrder.of(pattern, true, blockCount, seed);
        for (int pass = 0; pass < PASSES; pass++) {
            BitSet seen = new BitSet(blockCount);
            for (int i = 0; i < blockCount; i++) {
                long block = order.next();
                assertThat(block).isBetween(0L, blockCount - 1L);
                seen.set((int) block);
            }
            assertThat(seen.cardinality()).isEqualTo(blockCount);
        }
    }

    @Property
    void sequentialBlocksComeInOrder(@ForAll @IntRange(min = 1, max = 500) int blockCount) {
        BlockOrder order = BlockOrder.of(IoPattern.READ, true, blockCount, 1);
        for (int i = 0; i < 2 * blockCount; i++) {
            assertThat(order.next()).isEqualTo(i % blockCount);
        }
    }

    @Property(tries = 100)
    void randomBlocksHaveFewNeighboursAndAreSpreadOverTheFile(@ForAll long seed) {
        int blockCount = 65536;
        int regions = 16;
        BlockOrder order = BlockOrder.of(IoPattern.RANDREAD, true, blockCount, seed);
        int[] hits = new int[regions];
        int neighbours = 0;
        long last = -2;
        int draws = 4096;
        for (int i = 0; i < draws; i++) {
            long block = order.next();
            neighbours += Math.abs(block - last) <= 1 ? 1 : 0;
            hits[(int) (block * regions / blockCount)]++;
            last = block;
        }
        // Of independent draws about 0.2 would be neighbours, and each region would get 256.
        assertThat(neighbours).isLessThan(draws / 100);
        for (int hit : hits) {
            assertThat(hit).isBetween(128, 512);
        }
    }

    @Property(tries = 20)
    void eachPassHasAnOrderOfItsOwn(@ForAll long seed) {
        int blockCount = 1000;
        BlockOrder order = BlockOrder.of(IoPattern.RANDREAD, true, blockCount, seed);
        long[] first = pass(order, blockCount);
        long[] second = pass(order, blockCount);
        assertThat(first).isNotEqualTo(second);
    }

    @Property(tries = 20)
    void theSameSeedGivesTheSameOrder(@ForAll long seed) {
        int blockCount = 1000;
        assertThat(pass(BlockOrder.of(IoPattern.RANDREAD, true, blockCount, seed), blockCount))
                .isEqualTo(pass(BlockOrder.of(IoPattern.RANDREAD, true, blockCount, seed), blockCount));
    }

    private static long[] pass(BlockOrder order, int blockCount) {
        long[] blocks = new long[blockCount];
        for (int i = 0; i < blockCount; i++) {
            blocks[i] = order.next();
        }
        return blocks;
    }
}
