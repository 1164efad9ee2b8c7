package io.auraio.bench;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Blocks that carry their offset and a checksum: {@link Crc32cHeader}.
 *
 * <p>A block's bytes depend only on its offset and the run: two writes of one block that are in flight together cannot leave a mixture.
 */
final class Crc32cBlocks implements BlockFiller, BlockVerifier {
    private final long runSeed;
    private final boolean ownOnly;
    private final CRC32C crc = new CRC32C();

    /** {@code ownOnly}: blocks that another run has written are wrong, though they are whole. */
    Crc32cBlocks(long runSeed, boolean ownOnly) {
        this.runSeed = runSeed;
        this.ownOnly = ownOnly;
    }

    @Override
    public void fill(Transfer transfer) {
        // all of it before each write
    }

    @Override
    public void prepare(Transfer transfer) {
        MemorySegment block = transfer.buffer.segment();
        BlockContent.fillRandom(block, runSeed ^ transfer.offset);
        Crc32cHeader.write(block, runSeed, transfer.offset);
        int header = crc(transfer, 0, Crc32cHeader.HEADER_CRC_END);
        Crc32cHeader.setCrcs(block, header, crc(transfer, Crc32cHeader.BYTES, (int) block.byteSize()));
    }

    @Override
    public Mismatch check(Transfer transfer) {
        MemorySegment block = transfer.buffer.segment();
        if (Crc32cHeader.magic(block) != Crc32cHeader.MAGIC) {
            return mismatch(transfer, "magic number", Crc32cHeader.MAGIC, Crc32cHeader.magic(block));
        }
        int headerCrc = crc(transfer, 0, Crc32cHeader.HEADER_CRC_END);
        if (headerCrc != Crc32cHeader.headerCrc(block)) {
            return mismatch(transfer, "header checksum", headerCrc, Crc32cHeader.headerCrc(block));
        }
        if (Crc32cHeader.type(block) != Crc32cHeader.TYPE_CRC32C) {
            return mismatch(transfer, "verify type", Crc32cHeader.TYPE_CRC32C, Crc32cHeader.type(block));
        }
        if (Crc32cHeader.length(block) != block.byteSize()) {
            return mismatch(transfer, "block length", block.byteSize(), Crc32cHeader.length(block));
        }
        if (Crc32cHeader.offset(block) != transfer.offset) {
            return mismatch(transfer, "offset", transfer.offset, Crc32cHeader.offset(block));
        }
        if (ownOnly && Crc32cHeader.seed(block) != runSeed) {
            return mismatch(transfer, "seed of this run", runSeed, Crc32cHeader.seed(block));
        }
        int dataCrc = crc(transfer, Crc32cHeader.BYTES, (int) block.byteSize());
        return dataCrc == Crc32cHeader.dataCrc(block) ? null : mismatch(transfer, "crc32c", Crc32cHeader.dataCrc(block), dataCrc);
    }

    private int crc(Transfer transfer, int from, int to) {
        ByteBuffer bytes = transfer.bytes;
        bytes.limit(to).position(from);
        crc.reset();
        crc.update(bytes);
        return ~(int) crc.getValue();
    }

    private static Mismatch mismatch(Transfer transfer, String what, long expected, long found) {
        return new Mismatch(transfer.offset, what + " 0x" + hex(expected), "0x" + hex(found));
    }

    private static String hex(long value) {
        return Long.toHexString(value == (int) value ? value & 0xffffffffL : value);
    }
}
