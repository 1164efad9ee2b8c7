package io.auraio.bench;

/**
 * The order in which a job visits the blocks of its file: every block once a pass, then again.
 *
 * <p>Not safe for use by several threads; allocates nothing after construction.
 */
sealed interface BlockOrder permits SequentialOrder, RandomOrder {
    /** The index of the next block, 0 to the block count less one. */
    long next();

    /** The order of {@code pattern} over {@code blockCount} blocks. */
    static BlockOrder of(IoPattern pattern, long blockCount, long seed) {
        return pattern.random() ? new RandomOrder(blockCount, seed) : new SequentialOrder(blockCount);
    }
}
