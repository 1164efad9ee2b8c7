package io.auraio;

import io.auraio.bufferpool.Buffer;

/**
 * A block of a stress's scratch file, and what it must hold. One request at a time has it, so that its content is always known, but for a write
 * that was cancelled.
 */
final class StressBlock {

    /** Two pages: what is vectored is in two pieces. */
    static final int BYTES = 2 * TestFile.BLOCK;

    final long offset;
    private final long file;
    private int writes;
    private boolean known;

    StressBlock(long file, int index) {
        this.file = file;
        offset = (long) index * BYTES;
    }

    boolean isKnown() {
        return known;
    }

    /** Fills buffers with what the block is to hold next: no other write of this or another file's life has the same bytes. */
    void fillNext(Buffer[] buffers) {
        known = false;
        writes++;
        for (Buffer buffer : buffers) {
            TestFile.fill(buffer.segment(), stamp());
        }
    }

    /** All of it was written. */
    void written() {
        known = true;
    }

    /** Whether buffers hold what was written last. */
    boolean isIn(Buffer[] buffers) {
        for (Buffer buffer : buffers) {
            if (TestFile.firstWrong(buffer.segment(), stamp()) >= 0) {
                return false;
            }
        }
        return true;
    }

    private long stamp() {
        return file << 48 ^ offset << 20 ^ writes;
    }
}
