package io.auraio.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What bffio puts into its files: incompressible data in which every 512 bytes begin with their own offset in the file.
 *
 * <pre>
 *  offset   0          8                                 512        520
 *          +----------+---------------------------------+----------+----
 *          |        0 | random                          |      512 | random
 *          +----------+---------------------------------+----------+----
 *            little-endian 64 bits
 * </pre>
 *
 * <p>512 is the smallest block of any disk, so a block of any size that O_DIRECT takes can be told from every other one, whole and torn.
 */
final class BlockContent {
    /** Bytes from one stamp to the next. */
    static final int STAMP_DISTANCE = 512;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private BlockContent() {}

    /** Fills {@code block}, which is to go to {@code offset} in the file, with random data and the stamps. */
    static void fill(MemorySegment block, long offset) {
        fillRandom(block, offset);
        stamp(block, offset);
    }

    /** Fills {@code block} with the random data of {@code seed}; up to seven bytes at its end are left. */
    static void fillRandom(MemorySegment block, long seed) {
        long random = SplitMix.mix(seed);
        long words = block.byteSize() / Long.BYTES;
        for (long word = 0; word < words; word++) {
            random += SplitMix.GAMMA;
            block.set(WORD, word * Long.BYTES, SplitMix.mix(random));
        }
    }

    /** Writes only the stamps: {@code block} keeps its random data and is now the one at {@code offset}. */
    static void stamp(MemorySegment block, long offset) {
        for (long at = firstStamp(offset); at + Long.BYTES <= block.byteSize(); at += STAMP_DISTANCE) {
            block.set(WORD, at, offset + at);
        }
    }

    /**
     * Where {@code block}, read from {@code offset}, holds a stamp that is not its own.
     *
     * @return the offset in the file of the first wrong stamp; -1 where all are right, or none lies in the block
     */
    static long firstWrongOffset(MemorySegment block, long offset) {
        for (long at = firstStamp(offset); at + Long.BYTES <= block.byteSize(); at += STAMP_DISTANCE) {
            if (block.get(WORD, at) != offset + at) {
                return offset + at;
            }
        }
        return -1;
    }

    private static long firstStamp(long offset) {
        return Math.floorMod(-offset, (long) STAMP_DISTANCE);
    }
}
