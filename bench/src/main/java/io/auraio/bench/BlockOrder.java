package io.auraio.bench;

/**
 * The order in which a job visits the blocks of one file.
 *
 * <p>Not safe for use by several threads; allocates nothing after construction.
 */
sealed interface BlockOrder permits SequentialOrder, RandomOrder, RandomDraw {
    /** The index of the next block, 0 to the block count less one. */
    long next();

    /** The order of {@code pattern} over {@code blockCount} blocks; {@code map}: every block once a pass, then again, where it is random. */
    static BlockOrder of(IoPattern pattern, boolean map, long blockCount, long seed) {
        if (!pattern.random()) {
            return new SequentialOrder(blockCount);
        }
        return map ? new RandomOrder(blockCount, seed) : new RandomDraw(blockCount, seed);
    }
}
