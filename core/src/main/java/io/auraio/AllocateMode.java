package io.auraio;

/** What {@link AsyncFile#allocate} does to a range of a file: the modes of {@code fallocate(2)}. */
public enum AllocateMode {
    /** Takes the space, zeroed where there was none, and lengthens the file to the range's end where it is shorter. */
    EXTEND(0),
    /** Takes the space, also behind the end of the file, and leaves its length. */
    KEEP_SIZE(0x01),
    /** Gives the space back; the range reads as zeros, and the file keeps its length. */
    PUNCH_HOLE(0x02 | 0x01),
    /** Takes the range out of the file: what is behind it moves to its place. Offset and length are whole blocks of the file system. */
    COLLAPSE_RANGE(0x08),
    /** Makes the range read as zeros without giving its space back. */
    ZERO_RANGE(0x10),
    /** Makes room: what is at the offset moves behind the range. Offset and length are whole blocks of the file system. */
    INSERT_RANGE(0x20);

    private final int bits;

    AllocateMode(int bits) {
        this.bits = bits;
    }

    /** FALLOC_FL_ flags of linux/falloc.h. */
    int bits() {
        return bits;
    }
}
