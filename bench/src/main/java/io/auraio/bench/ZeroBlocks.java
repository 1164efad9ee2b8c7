package io.auraio.bench;

/** Zeros. */
final class ZeroBlocks implements BlockFiller {
    @Override
    public void fill(Transfer transfer) {
        transfer.buffer.segment().fill((byte) 0);
    }

    @Override
    public void prepare(Transfer transfer) {
        // the same in every block
    }
}
