package io.auraio.bench;

/** Looks at what a job has read. Used by one thread; allocates nothing where the block is right. */
interface BlockVerifier {
    /** What is wrong with the block that was read into the transfer's buffer; null: nothing. */
    Mismatch check(Transfer transfer);

    /** What {@code content} asks for, null where nothing is; {@code runSeed} as for the writes, {@code ownWrites}: only blocks of this run are right. */
    static BlockVerifier of(ContentSpec content, long runSeed, boolean ownWrites) {
        return switch (content.verify()) {
            case CRC32C -> new Crc32cBlocks(runSeed, ownWrites);
            case PATTERN -> new PatternBlocks(content.pattern().orElseThrow());
            case NONE -> null;
        };
    }
}
