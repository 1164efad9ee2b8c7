package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class BufferPoolProperties {
    private static final int THREADS = 3;

    /** What one of the threads is to do: allocate, or return the buffer at an index of those that are out. */
    record Step(int thread, boolean allocate, long sizeBytes, int index) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> sizes = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 20_000), Arbitraries.longs().between(1, 3 << 20));
        return Combinators.combine(
                        Arbitraries.integers().between(0, THREADS - 1),
                        Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(true)),
                                Tuple.of(2, Arbitraries.just(false))),
                        sizes,
                        Arbitraries.integers().between(0, 1000))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }

    @Provide
    Arbitrary<Long> alignments() {
        return Arbitraries.of(512L, 4096L, 16384L, 2L << 20);
    }

    @Property(tries = 60)
    void buffersNeverOverlapAndAllMemoryGoesInTheEnd(
            @ForAll("steps") List<Step> steps, @ForAll("alignments") long alignment, @ForAll boolean closeEarly)
            throws Exception {
        Path folder = Files.createTempDirectory("slabs");
        ExecutorService[] threads = new ExecutorService[THREADS];
        // Two platform threads with a cache each, and virtual ones.
        threads[0] = Executors.newSingleThreadExecutor();
        threads[1] = Executors.newSingleThreadExecutor();
        threads[2] = Executors.newVirtualThreadPerTaskExecutor();
        try {
            MappedFileSource source = new MappedFileSource(folder);
            BufferPool pool = BufferPool.open(BufferPoolOptions.builder()
                    .slabSource(source)
                    .alignmentBytes(alignment)
                    .build());
            List<Buffer> out = new ArrayList<>();
            long allocated = 0;
            for (Step step : steps) {
                if (step.allocate) {
                    out.add(threads[step.thread].submit(() -> pool.allocate(step.sizeBytes)).get());
                    allocated++;
                    checkAndStamp(out.getLast(), step.sizeBytes, alignment);
                } else if (!out.isEmpty()) {
                    Buffer back = out.remove(step.index % out.size());
                    checkStamp(back);
                    threads[step.thread].submit(back::close).get();
                }
                checkNoOverlap(out);
            }
            checkAccounts(pool, out, allocated);
            if (closeEarly) {
                pool.close();
            }
            for (int i = 0; i < out.size(); i++) {
                Buffer back = out.get(i);
                checkStamp(back);
                threads[i % THREADS].submit(back::close).get();
            }
            if (!closeEarly) {
                checkAccounts(pool, List.of(), allocated);
                pool.close();
            }
            assertThat(pool.stats().mappedBytes()).isZero();
            assertThat(source.mapped).hasValue(0);
            assertThat(source.mappingsInKernel()).isZero();
        } finally {
            for (ExecutorService thread : threads) {
                thread.close();
            }
            delete(folder);
        }
    }

    private static void checkAndStamp(Buffer buffer, long sizeBytes, long alignment) {
        assertThat(buffer.sizeBytes()).isEqualTo(sizeBytes);
        assertThat(buffer.capacityBytes()).isGreaterThanOrEqualTo(sizeBytes);
        assertThat(buffer.segment().address() % alignment).isZero();
        // Its own address at both ends: a buffer that overlaps it writes another.
        buffer.segment().set(ValueLayout.JAVA_BYTE, 0, stamp(buffer));
        buffer.segment().set(ValueLayout.JAVA_BYTE, sizeBytes - 1, stamp(buffer));
    }

    private static void checkStamp(Buffer buffer) {
        assertThat(buffer.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(stamp(buffer));
        assertThat(buffer.segment().get(ValueLayout.JAVA_BYTE, buffer.sizeBytes() - 1)).isEqualTo(stamp(buffer));
    }

    private static byte stamp(Buffer buffer) {
        return (byte) (buffer.segment().address() >>> 12);
    }

    private static void checkNoOverlap(List<Buffer> out) {
        TreeMap<Long, Long> ends = new TreeMap<>();
        for (Buffer buffer : out) {
            long start = buffer.segment().address();
            ends.put(start, start + buffer.capacityBytes());
        }
        assertThat(ends).hasSameSizeAs(out);
        long lastEnd = 0;
        for (Map.Entry<Long, Long> each : ends.entrySet()) {
            assertThat(each.getKey()).isGreaterThanOrEqualTo(lastEnd);
            lastEnd = each.getValue();
        }
    }

    private static void checkAccounts(BufferPool pool, List<Buffer> out, long allocated) {
        BufferPoolStats stats = pool.stats();
        assertThat(stats.inUseCount()).isEqualTo(out.size());
        assertThat(stats.inUseBytes()).isEqualTo(out.stream().mapToLong(Buffer::capacityBytes).sum());
        assertThat(stats.allocatedCount()).isEqualTo(allocated);
        long bytes = 0;
        for (SizeClassStats each : stats.sizeClasses()) {
            assertThat(each.inUseCount() + each.threadCachedCount() + each.shardCachedCount() + each.slabFreeCount())
                    .as("chunks of %d bytes", each.capacityBytes())
                    .isEqualTo(each.chunkCount());
            bytes += each.chunkCount() * each.capacityBytes();
        }
        assertThat(stats.mappedBytes()).isEqualTo(bytes);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
