package io.auraio.bench.peers;

import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What every contender does: reads or writes blocks at random places of one file, so many at a time.
 *
 * @param path of the file; writes destroy its contents
 * @param sizeBytes of the part of it that is used
 * @param direct whether past the page cache (O_DIRECT)
 * @param writes whether blocks are written and not read
 * @param depth operations in flight, or threads for those contenders that have a thread for each
 * @param blockBytes bytes of one operation
 */
record Workload(Path path, long sizeBytes, boolean direct, boolean writes, int depth, int blockBytes) {

    /** A multiple of the block's size within the file. */
    long nextOffset() {
        return ThreadLocalRandom.current().nextLong(sizeBytes / blockBytes) * blockBytes;
    }

    /**
     * The options to open the file with.
     *
     * @param read how the library says that a file is to be read
     * @param write how it says that it is to be written
     * @param pastTheCache how it says O_DIRECT
     */
    OpenOption[] options(OpenOption read, OpenOption write, OpenOption pastTheCache) {
        List<OpenOption> options = new ArrayList<>(List.of(writes ? write : read));
        if (direct) {
            options.add(pastTheCache);
        }
        return options.toArray(OpenOption[]::new);
    }

    /** @throws IllegalStateException if an operation did not transfer a whole block */
    void check(long result) {
        if (result != blockBytes) {
            throw new IllegalStateException("result=" + result + "; " + blockBytes + " bytes were asked for");
        }
    }
}
