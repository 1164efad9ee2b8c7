package io.auraio.bufferpool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/** Slabs that are mappings of a file, so that the kernel's own table tells which of them are left. */
final class MappedFileSource implements SlabSource {
    final AtomicInteger mapped = new AtomicInteger();
    private final Path folder;
    private final AtomicInteger files = new AtomicInteger();

    MappedFileSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public Slab map(long sizeBytes, long alignmentBytes, boolean hugePages) {
        Path file = folder.resolve("slab" + files.getAndIncrement());
        Arena arena = Arena.ofShared();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment whole = channel.map(MapMode.READ_WRITE, 0, sizeBytes + alignmentBytes, arena);
            long skip = -whole.address() & (alignmentBytes - 1);
            mapped.incrementAndGet();
            return new MappedFile(arena, whole.asSlice(skip, sizeBytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many mappings the kernel knows of (proc_pid_maps(5)). */
    long mappingsInKernel() {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(folder.toString())).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class MappedFile implements Slab {
        private final Arena arena;
        private final MemorySegment segment;

        MappedFile(Arena arena, MemorySegment segment) {
            this.arena = arena;
            this.segment = segment;
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void close() {
            arena.close();
            mapped.decrementAndGet();
        }
    }
}
