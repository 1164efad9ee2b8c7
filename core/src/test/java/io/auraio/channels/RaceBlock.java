package io.auraio.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A block of a file that one thread reads and writes while others end its transfers early, and the buffer for that. Between two transfers the buffer is
 * nobody's but that thread's, and the file holds what was written last, or a write that was ended early.
 */
final class RaceBlock {

    static final int BYTES = 4096;

    private static final long GIVEN_BACK = -1;

    final long position;
    private final ByteBuffer buffer;
    private final Set<Long> mayHold = ConcurrentHashMap.newKeySet();
    private long version;

    /** Of a file that holds zeros. */
    RaceBlock(int index) {
        position = (long) index * BYTES;
        // Half of them are copied through the pool.
        buffer = index % 2 == 0 ? ByteBuffer.allocate(BYTES) : ByteBuffer.allocateDirect(2 * BYTES).alignedSlice(BYTES).slice(0, BYTES);
        mayHold.add(version);
        letGo();
    }

    ByteBuffer toRead() {
        checkUntouched();
        return buffer.clear();
    }

    ByteBuffer toWrite() {
        checkUntouched();
        version++;
        mayHold.add(version);
        fill(version);
        return buffer.clear();
    }

    /** A read was whole. */
    void wasRead() {
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            assertThat(mayHold).as("versions of the word at %d", position + at).contains(buffer.getLong(at));
        }
    }

    /** A write was whole: what was ended before does not come back. */
    void wasWritten() {
        mayHold.removeIf(other -> other != version);
    }

    /** The transfer has ended, whatever its end: from here on the kernel has nothing to write. */
    void letGo() {
        fill(GIVEN_BACK);
    }

    void checkUntouched() {
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            assertThat(buffer.getLong(at)).as("word at %d of memory that was let go of", at).isEqualTo(GIVEN_BACK);
        }
    }

    private void fill(long word) {
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            buffer.putLong(at, word);
        }
    }
}
