package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one file of a {@link ModelEngine} may hold: for each block the versions of which every word is one. There are several where writes were out
 * together, in no order, and until those that are out have ended.
 */
final class ModelContent {

    static final int BLOCK = TestFile.BLOCK;
    static final int BLOCKS = 6;

    /** What a write put there, or null for what was there in the beginning. */
    private record Version(long stamp, ModelRequest write) {}

    private final Path path;
    private final List<List<Version>> blocks = new ArrayList<>();
    private final List<ModelRequest> readsOut = new ArrayList<>();
    private long lastStamp;

    ModelContent(Path path) throws IOException {
        this.path = path;
        MemorySegment bytes = MemorySegment.ofArray(new byte[BLOCKS * BLOCK]);
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(new ArrayList<>(List.of(new Version(nextStamp(), null))));
            TestFile.fill(bytes.asSlice((long) i * BLOCK, BLOCK), lastStamp);
        }
        // Without truncation: with O_DIRECT to blocks that are there, and not to new ones.
        Files.write(path, bytes.toArray(ValueLayout.JAVA_BYTE), StandardOpenOption.WRITE);
    }

    /** No two blocks ever written hold the same. */
    long nextStamp() {
        return ++lastStamp;
    }

    /** A transfer was accepted. */
    void begin(ModelRequest request) {
        for (int i = 0; i < request.count && request.first + i < BLOCKS; i++) {
            int block = request.first + i;
            if (request.operation.isWrite()) {
                Version version = new Version(request.stamps[i], request);
                blocks.get(block).add(version);
                readsOut.stream().filter(read -> read.covers(block)).forEach(read -> read.mayFind.get(block - read.first).add(version.stamp));
            } else {
                Set<Long> stamps = new HashSet<>();
                blocks.get(block).forEach(version -> stamps.add(version.stamp));
                request.mayFind.add(stamps);
            }
        }
        if (!request.operation.isWrite()) {
            readsOut.add(request);
        }
    }

    /** A transfer has ended. */
    void end(ModelRequest request) {
        if (!request.operation.isWrite()) {
            readsOut.remove(request);
            for (int i = 0; i < request.result / BLOCK; i++) {
                checkWords(request + ", block " + (request.first + i), request.memory.block(i), request.mayFind.get(i));
            }
            return;
        }
        for (int block = request.first; block < request.first + request.count; block++) {
            if (request.isWhole()) {
                // It lies over all that was there when it began.
                blocks.get(block).removeIf(version -> version.write == null || version.write.endedBefore(request));
            } else if (request.neverBegan()) {
                blocks.get(block).removeIf(version -> version.write == request);
            }
        }
    }

    /** Reads the file as another program would. */
    void check() {
        MemorySegment bytes;
        try {
            bytes = MemorySegment.ofArray(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(bytes.byteSize()).as("size of %s", path).isEqualTo(BLOCKS * BLOCK);
        for (int i = 0; i < BLOCKS; i++) {
            Set<Long> stamps = new HashSet<>();
            blocks.get(i).forEach(version -> stamps.add(version.stamp));
            checkWords(path + ", block " + i, bytes.asSlice((long) i * BLOCK, BLOCK), stamps);
        }
    }

    private static void checkWords(String what, MemorySegment block, Set<Long> allowed) {
        for (long at = 0; at < BLOCK; at += Long.BYTES) {
            long found = block.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
            if (!allowed.contains(found)) {
                throw new AssertionError(what + ": the word at " + at + " is of version " + found + "; one of " + allowed + " is right");
            }
        }
    }
}
