package io.auraio.bench;

/** Data that does not compress, each sector with its offset: {@link BlockContent}. */
final class StampedBlocks implements BlockFiller {
    @Override
    public void fill(Transfer transfer) {
        BlockContent.fill(transfer.buffer.segment(), transfer.offset);
    }

    @Override
    public void prepare(Transfer transfer) {
        BlockContent.stamp(transfer.buffer.segment(), transfer.offset);
    }
}
