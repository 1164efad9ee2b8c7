package io.auraio.bench;

/** From the first block to the last, and again. */
final class SequentialOrder implements BlockOrder {
    private final long blockCount;
    private long next;

    SequentialOrder(long blockCount) {
        this.blockCount = blockCount;
    }

    @Override
    public long next() {
        long block = next;
        next = block + 1 == blockCount ? 0 : block + 1;
        return block;
    }
}
