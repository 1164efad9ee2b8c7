package io.auraio.channels;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@link FileChannel} is safe for use by several threads: what moves its position goes one at a time. */
interface FileChannelThreadContract extends FileChannelContract {

    int THREADS = 16;
    int RECORDS = 200;
    int RECORD_BYTES = 64;

    private static ExecutorService threads(boolean virtual) {
        return virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(THREADS);
    }

    private static ByteBuffer record(int number) {
        ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
        while (record.hasRemaining()) {
            record.putInt(number);
        }
        return record.flip();
    }

    private static int number(ByteBuffer record) {
        int number = record.getInt(0);
        assertThat(record).as("whole, not a mixture of two").isEqualTo(FileChannelThreadContract.record(number));
        return number;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void recordsWrittenAtThePositionNeverOverlap(boolean virtual) throws Exception {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, WRITE)) {
            writeRecords(channel, virtual);
        }
        assertThatEveryRecordIsThereOnce(path);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void recordsAppendedThroughTwoChannelsNeverOverlap(boolean virtual) throws Exception {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel one = open(path, APPEND);
                FileChannel other = open(path, APPEND);
                ExecutorService threads = threads(virtual)) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * RECORDS;
                FileChannel channel = t % 2 == 0 ? one : other;
                tasks.add(threads.submit(() -> write(channel, first)));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        }
        assertThatEveryRecordIsThereOnce(path);
    }

    private static void writeRecords(FileChannel channel, boolean virtual) throws Exception {
        try (ExecutorService threads = threads(virtual)) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * RECORDS;
                tasks.add(threads.submit(() -> write(channel, first)));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        }
    }

    private static Void write(FileChannel channel, int first) throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            assertThat(channel.write(record(first + i))).isEqualTo(RECORD_BYTES);
        }
        return null;
    }

    private static void assertThatEveryRecordIsThereOnce(Path path) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
        assertThat(all.capacity()).isEqualTo(THREADS * RECORDS * RECORD_BYTES);
        BitSet seen = new BitSet();
        for (int at = 0; at < all.capacity(); at += RECORD_BYTES) {
            seen.set(number(all.slice(at, RECORD_BYTES)));
        }
        assertThat(seen.cardinality()).isEqualTo(THREADS * RECORDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void recordsReadAtThePositionAreEachReadOnce(boolean virtual) throws Exception {
        Path path = ChannelFiles.emptyFile();
        try (FileChannel channel = open(path, READ, WRITE);
                ExecutorService threads = threads(virtual)) {
            for (int t = 0; t < THREADS; t++) {
                write(channel, t * RECORDS);
            }
            channel.position(0);
            List<Future<BitSet>> tasks = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                tasks.add(threads.submit(() -> {
                    BitSet seen = new BitSet();
                    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
                    while (channel.read(record.clear()) == RECORD_BYTES) {
                        seen.set(number(record.flip()));
                    }
                    return seen;
                }));
            }
            BitSet all = new BitSet();
            int count = 0;
            for (Future<BitSet> task : tasks) {
                count += task.get().cardinality();
                all.or(task.get());
            }
            assertThat(count).isEqualTo(THREADS * RECORDS);
            assertThat(all.cardinality()).isEqualTo(THREADS * RECORDS);
        }
    }
}
