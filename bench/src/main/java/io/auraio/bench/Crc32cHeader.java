package io.auraio.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The header that fio 3.33 puts before each block under {@code verify=crc32c}; what fio has written, bffio can check.
 *
 * <pre>
 *  0        2        4          8          16         24         28         32       34        36          40         44
 *  +--------+--------+----------+----------+----------+----------+----------+--------+---------+-----------+----------+------
 *  | magic  | type   | length   | seed     | offset   | seconds  | nanos    | thread | number  | crc 0..35 | crc data | data
 *  +--------+--------+----------+----------+----------+----------+----------+--------+---------+-----------+----------+------
 * </pre>
 *
 * Both checksums are CRC-32C without the final inversion. In the byte order of the machine, which is little-endian wherever bffio runs.
 */
final class Crc32cHeader {
    static final int BYTES = 44;
    static final int HEADER_CRC_END = 36;

    static final int MAGIC = 0xacca;
    static final int TYPE_CRC32C = 5;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Crc32cHeader() {}

    /** Everything but the checksums. */
    static void write(MemorySegment block, long seed, long offset) {
        block.set(SHORT, 0, (short) MAGIC);
        block.set(SHORT, 2, (short) TYPE_CRC32C);
        block.set(INT, 4, (int) block.byteSize());
        block.set(LONG, 8, seed);
        block.set(LONG, 16, offset);
        block.set(LONG, 24, 0);
        block.set(INT, 32, 0);
    }

    static int magic(MemorySegment block) {
        return block.get(SHORT, 0) & 0xffff;
    }

    static int type(MemorySegment block) {
        return block.get(SHORT, 2) & 0xffff;
    }

    static int length(MemorySegment block) {
        return block.get(INT, 4);
    }

    static long seed(MemorySegment block) {
        return block.get(LONG, 8);
    }

    static long offset(MemorySegment block) {
        return block.get(LONG, 16);
    }

    static int headerCrc(MemorySegment block) {
        return block.get(INT, HEADER_CRC_END);
    }

    static int dataCrc(MemorySegment block) {
        return block.get(INT, HEADER_CRC_END + Integer.BYTES);
    }

    static void setCrcs(MemorySegment block, int header, int data) {
        block.set(INT, HEADER_CRC_END, header);
        block.set(INT, HEADER_CRC_END + Integer.BYTES, data);
    }
}
