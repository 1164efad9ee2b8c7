package io.auraio.bench;

import io.auraio.AllocateMode;
import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.bench.report.FioNumbers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes files, and makes them longer: with data in them, or only with space, as fio does for jobs that write and do not read.
 *
 * <p>Used by one thread, which drives the engine.
 */
final class FileLayout {
    private final Engine engine;
    private final MadeFiles made;
    private final StopSignal stop;

    FileLayout(Engine engine, MadeFiles made, StopSignal stop) {
        this.engine = engine;
        this.made = made;
        this.stop = stop;
    }

    /**
     * Makes an empty file that is removed at the end of the run unless it is {@linkplain #keep kept}.
     *
     * @param option what to name in messages
     * @param folder where it goes
     * @param wanted its path; null: one with a name of its own in {@code folder}
     * @param sizeBytes how much room it will take
     */
    Path create(String option, Path folder, Path wanted, long sizeBytes) throws Refusal {
        if (!Files.isDirectory(folder)) {
            throw Refusal.failure(option + ": " + (Files.exists(folder) ? folder + " is not a folder" : "no such folder: " + folder)
                    + "; name a folder that is there");
        }
        Path path;
        try {
            path = made.add(() -> wanted == null ? Files.createTempFile(folder, "bffio.", ".data") : Files.createFile(wanted));
        } catch (IOException e) {
            refuseWhereStopped(e);
            throw Refusal.failure(option + ": cannot make a file in " + folder + " (" + JobFiles.reason(e) + "); name a folder that you may write to", e);
        }
        refuseWhereTooFull(folder, sizeBytes);
        return path;
    }

    /** The file outlives the run. */
    void keep(Path path) {
        made.keep(path);
    }

    /** Makes the file {@code to} bytes long; it is {@code from} bytes now, which stay as they are. */
    void extend(Path path, long from, long to, boolean fill, boolean direct) throws Refusal {
        try {
            if (fill) {
                new FileMaker(stop).make(path, from, to, direct);
            } else {
                allocate(path, from, to);
            }
        } catch (IOException e) {
            refuseWhereStopped(e);
            throw Refusal.failure("size=" + to + ": cannot fill " + path + " (" + JobFiles.reason(e) + "); give a smaller --size or another --directory", e);
        }
    }

    private void allocate(Path path, long from, long to) throws IOException {
        AtomicInteger result = new AtomicInteger(Integer.MIN_VALUE);
        try (AsyncFile file = engine.open(path, StandardOpenOption.WRITE)) {
            long request = file.allocate(AllocateMode.EXTEND, from, to - from, (_, answer) -> result.set(answer));
            assert request != Engine.AGAIN : "an engine of its own with nothing in flight was at its limit";
            while (result.get() == Integer.MIN_VALUE) {
                engine.await(Long.MAX_VALUE);
            }
        }
        if (result.get() != 0) {
            // As fio: a file system that knows no fallocate gets a file of holes; one that is full says so when it is written to.
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(to);
            }
        }
    }

    /** Says what really ended it, where that was the stop signal. */
    private void refuseWhereStopped(IOException e) throws Refusal {
        if (stop.isRaised()) {
            throw Refusal.failure("stopped before its file was made; nothing was measured", e);
        }
    }

    private static void refuseWhereTooFull(Path directory, long sizeBytes) throws Refusal {
        try {
            FileStore store = Files.getFileStore(directory);
            long freeBytes = store.getUsableSpace();
            // A file system of no size at all, such as ramfs, does not say what fits.
            if (sizeBytes > freeBytes && store.getTotalSpace() > 0) {
                throw Refusal.failure("size=" + sizeBytes + ": " + directory + " has only " + freeBytes + " bytes (" + FioNumbers.bytes(freeBytes)
                        + ") free; give a smaller --size or another --directory");
            }
        } catch (IOException e) {
            throw Refusal.failure("directory=" + directory + ": cannot tell how much is free there (" + JobFiles.reason(e) + ")", e);
        }
    }

    static String fileSystem(Path path) {
        try {
            return Files.getFileStore(path).type();
        } catch (IOException e) {
            return "unknown file system";
        }
    }
}
