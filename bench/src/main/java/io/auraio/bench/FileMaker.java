package io.auraio.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills a new file, or the new part of one, with {@link BlockContent} and waits until the disk has it.
 *
 * <p>With O_DIRECT nothing of it stays in the page cache, so that what follows starts cold, as in fio, which drops the cache before a job.
 */
final class FileMaker {
    private static final int CHUNK_BYTES = 1 << 20;

    /** More than any disk's block, at most a page: what O_DIRECT wants of addresses and lengths. */
    private static final int ALIGNMENT = 4096;

    private final StopSignal stop;

    FileMaker(StopSignal stop) {
        this.stop = stop;
    }

    /**
     * Fills the file from {@code from}, where it ends now, to {@code sizeBytes}.
     *
     * @throws IOException if it cannot be filled, or the run was told to stop before it was
     */
    void make(Path path, long from, long sizeBytes, boolean direct) throws IOException {
        assert !direct || from == 0 : "from=" + from + " with O_DIRECT";
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES + ALIGNMENT).alignedSlice(ALIGNMENT);
        long alignedBytes = direct ? sizeBytes - sizeBytes % ALIGNMENT : sizeBytes;
        List<OpenOption> options = new ArrayList<>(List.of(StandardOpenOption.WRITE));
        if (direct) {
            options.add(JdkOpenOptions.O_DIRECT);
        }
        try (FileChannel channel = FileChannel.open(path, options.toArray(OpenOption[]::new))) {
            fill(channel, chunk, from, alignedBytes);
            channel.force(true);
        }
        if (alignedBytes < sizeBytes) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                fill(channel, chunk, alignedBytes, sizeBytes);
                channel.force(true);
            }
        }
    }

    private void fill(FileChannel channel, ByteBuffer chunk, long from, long to) throws IOException {
        long offset = from;
        while (offset < to) {
            if (stop.isRaised()) {
                throw new IOException("stopped");
            }
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, to - offset));
            BlockContent.fill(MemorySegment.ofBuffer(chunk), offset);
            while (chunk.hasRemaining()) {
                offset += channel.write(chunk, offset);
            }
        }
    }
}
