package io.auraio.bench;

import io.auraio.bench.report.FioNumbers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Blocks that hold a pattern over and over, and nothing else. */
final class PatternBlocks implements BlockFiller, BlockVerifier {
    private static final int SHOWN_BYTES = 8;

    private final BytePattern pattern;

    PatternBlocks(BytePattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public void fill(Transfer transfer) {
        pattern.fill(transfer.buffer.segment(), transfer.offset);
    }

    @Override
    public void prepare(Transfer transfer) {
        if (pattern.dependsOnOffset()) {
            fill(transfer);
        }
    }

    @Override
    public Mismatch check(Transfer transfer) {
        MemorySegment block = transfer.buffer.segment();
        long at = pattern.firstDifference(block, transfer.offset);
        if (at < 0) {
            return null;
        }
        StringBuilder expected = new StringBuilder("0x");
        StringBuilder found = new StringBuilder("0x");
        for (long i = at; i < Math.min(block.byteSize(), at + SHOWN_BYTES); i++) {
            expected.append(FioNumbers.format("%02x", pattern.expectedAt(i, transfer.offset)));
            found.append(FioNumbers.format("%02x", block.get(ValueLayout.JAVA_BYTE, i)));
        }
        return new Mismatch(transfer.offset + at, expected.toString(), found.toString());
    }
}
