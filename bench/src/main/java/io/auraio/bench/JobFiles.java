package io.auraio.bench;

import io.auraio.bench.report.FioNumbers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Finds or makes the file of a job, and refuses what the job could not run on, before the engine is started.
 *
 * <p>What was there before is only opened, never truncated or removed. What is made is made whole: {@code sizeBytes} of {@link BlockContent},
 * for jobs that write as well, so that they overwrite and do not measure how the file system allocates.
 */
final class JobFiles {
    private final MadeFiles made;
    private final StopSignal stop;
    private final Consumer<String> notes;

    /** {@code notes} gets what the user should know, a line each. */
    JobFiles(MadeFiles made, StopSignal stop, Consumer<String> notes) {
        this.made = made;
        this.stop = stop;
        this.notes = notes;
    }

    JobFile prepare(JobSpec spec) throws Refusal {
        if (spec.filename().isEmpty()) {
            return make(spec, null);
        }
        Path path = spec.directory().map(directory -> directory.resolve(spec.filename().get())).orElse(spec.filename().get());
        if (Files.notExists(path)) {
            if (spec.sizeBytes().isEmpty()) {
                throw Refusal.failure("filename=" + path + ": no such file; name one that is there, or add --size and bffio makes it");
            }
            return make(spec, path);
        }
        return use(spec, path);
    }

    private JobFile use(JobSpec spec, Path path) throws Refusal {
        boolean writes = spec.pattern().direction() == Direction.WRITE;
        long fileBytes = ExistingFile.sizeBytes(path, writes);
        if (fileBytes < spec.blockBytes()) {
            throw Refusal.failure("filename=" + path + ": " + fileBytes + " bytes, shorter than one block; use a longer file or a smaller --bs than "
                    + spec.blockBytes());
        }
        long sizeBytes = spec.sizeBytes().orElse(fileBytes);
        if (sizeBytes > fileBytes) {
            throw Refusal.failure("size=" + sizeBytes + ": more than the " + fileBytes + " bytes of " + path
                    + "; give a --size up to that, or name a file that is not there yet");
        }
        if (writes) {
            notes.accept(spec.name() + ": writing to " + path + ", which was there before: its first " + FioNumbers.bytes(sizeBytes) + " are overwritten");
        }
        return new JobFile(path, sizeBytes, direct(spec, path), fileSystem(path));
    }

    private JobFile make(JobSpec spec, Path wanted) throws Refusal {
        Path directory = wanted == null ? spec.directory().orElseGet(JobFiles::temporaryFolder) : wanted.toAbsolutePath().getParent();
        String option = wanted == null ? "directory=" + directory : "filename=" + wanted;
        if (!Files.isDirectory(directory)) {
            throw Refusal.failure(option + ": " + (Files.exists(directory) ? directory + " is not a folder" : "no such folder: " + directory)
                    + "; name a folder that is there");
        }
        long sizeBytes = spec.sizeBytes().getAsLong();
        Path path;
        try {
            path = made.add(() -> wanted == null ? Files.createTempFile(directory, "bffio.", ".data") : Files.createFile(wanted));
        } catch (IOException e) {
            refuseWhereStopped(e);
            throw Refusal.failure(option + ": cannot make a file in " + directory + " (" + reason(e) + "); name a folder that you may write to", e);
        }
        refuseWhereTooFull(directory, sizeBytes);
        boolean direct = direct(spec, path);
        String fileSystem = fileSystem(path);
        notes.accept(spec.name() + ": laying out " + path + " (" + fileSystem + ", " + FioNumbers.bytes(sizeBytes) + (direct ? ", O_DIRECT" : "") + ")");
        try {
            new FileMaker(stop).make(path, sizeBytes, direct);
        } catch (IOException e) {
            refuseWhereStopped(e);
            throw Refusal.failure("size=" + sizeBytes + ": cannot fill " + path + " (" + reason(e) + "); give a smaller --size or another --directory", e);
        }
        return new JobFile(path, sizeBytes, direct, fileSystem);
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
            throw Refusal.failure("directory=" + directory + ": cannot tell how much is free there (" + reason(e) + ")", e);
        }
    }

    /** Whether O_DIRECT is to be used: tried by opening, since a file system that cannot refuses with EINVAL, open(2). */
    private boolean direct(JobSpec spec, Path path) throws Refusal {
        if (spec.direct() == DirectIo.OFF) {
            return false;
        }
        try {
            FileChannel.open(path, StandardOpenOption.READ, JdkOpenOptions.O_DIRECT).close();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            if (spec.direct() == DirectIo.REQUIRED) {
                throw Refusal.failure("direct=1: " + path + " (" + fileSystem(path) + ") does not take O_DIRECT; use --direct=0 or another --directory", e);
            }
            notes.accept(spec.name() + ": " + path + " (" + fileSystem(path) + ") does not take O_DIRECT; going through the page cache");
            return false;
        }
    }

    private static Path temporaryFolder() {
        String fromEnvironment = System.getenv("TMPDIR");
        return Path.of(fromEnvironment == null || fromEnvironment.isBlank() ? "/tmp" : fromEnvironment);
    }

    private static String fileSystem(Path path) {
        try {
            return Files.getFileStore(path).type();
        } catch (IOException e) {
            return "unknown file system";
        }
    }

    /** An exception of the JDK's file calls in the words of the error, without the path, which our message has already. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "Permission denied";
            case NoSuchFileException _ -> "No such file or directory";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
        };
    }
}
