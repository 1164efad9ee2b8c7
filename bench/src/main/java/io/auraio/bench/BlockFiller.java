package io.auraio.bench;

/** What a job writes. Used by one thread; {@link #prepare} runs before each write and allocates nothing. */
interface BlockFiller {
    /** Fills the transfer's whole buffer, once before the first write or after something was read into it. */
    void fill(Transfer transfer);

    /** Makes the buffer, which was filled before, the block that belongs at the transfer's offset. */
    void prepare(Transfer transfer);

    /** What {@code content} asks for; {@code runSeed} is of this run alone. */
    static BlockFiller of(ContentSpec content, long runSeed) {
        return switch (content.verify()) {
            case CRC32C -> new Crc32cBlocks(runSeed, true);
            case PATTERN -> new PatternBlocks(content.pattern().orElseThrow());
            case NONE -> content.zeros() ? new ZeroBlocks()
                    : content.pattern().<BlockFiller>map(PatternBlocks::new).orElseGet(StampedBlocks::new);
        };
    }
}
