package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BlockContentProperties {
    @Property
    void aBlockIsRightAtItsOwnOffsetAndWrongAtAnyOther(
            @ForAll @LongRange(min = 0, max = 1L << 40) long block, @ForAll @LongRange(min = 0, max = 1L << 40) long other) {
        byte[] bytes = new byte[4096];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        BlockContent.fill(segment, block * 512);
        assertThat(BlockContent.firstWrongOffset(segment, block * 512)).isEqualTo(-1);
        assertThat(BlockContent.firstWrongOffset(segment, other * 512)).isEqualTo(block == other ? -1 : other * 512);
    }

    @Property
    void aTornBlockIsSeenInTheSectorInWhichItIsTorn(@ForAll @IntRange(min = 0, max = 7) int sector) {
        MemorySegment segment = MemorySegment.ofArray(new byte[4096]);
        BlockContent.fill(segment, 8192);
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, sector * 512L, -1);
        assertThat(BlockContent.firstWrongOffset(segment, 8192)).isEqualTo(8192 + sector * 512L);
    }

    @Property
    void blocksThatBeginBetweenStampsAgreeWithThoseThatDoNot(@ForAll @IntRange(min = 0, max = 4000) int offset) {
        MemorySegment file = MemorySegment.ofArray(new byte[8192]);
        BlockContent.fill(file, 0);
        assertThat(BlockContent.firstWrongOffset(file.asSlice(offset, 1000), offset)).isEqualTo(-1);
    }

    @Example
    void aStampedBlockMovesToItsNewOffset() {
        MemorySegment segment = MemorySegment.ofArray(new byte[65536]);
        BlockContent.fill(segment, 0);
        BlockContent.stamp(segment, 1 << 20);
        assertThat(BlockContent.firstWrongOffset(segment, 1 << 20)).isEqualTo(-1);
    }

    @Example
    void theDataDoesNotCompress() throws IOException {
        byte[] bytes = new byte[1 << 20];
        BlockContent.fill(MemorySegment.ofArray(bytes), 0);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
            deflater.write(bytes);
        }
        // All but the high zero bytes of the stamps.
        assertThat(compressed.size()).isGreaterThan(bytes.length * 98 / 100);
    }
}
