package io.auraio.bench;

import io.auraio.Engine;
import io.auraio.bench.report.FioNumbers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds or makes the files of each job, and refuses what a job could not run on, before any job runs.
 *
 * <p>What was there before is never truncated or removed. It is made longer where the job writes, or where its name is one that bffio makes up itself; a
 * file of the user's that is only read stays as it is.
 */
final class JobFiles {
    private final FileLayout layout;
    private final Consumer<String> notes;

    /** What this run has made: not the user's. */
    private final Set<Path> ours = new HashSet<>();

    /** {@code engine} takes space for files; {@code notes} gets what the user should know, a line each. */
    JobFiles(Engine engine, MadeFiles made, StopSignal stop, Consumer<String> notes) {
        this.layout = new FileLayout(engine, made, stop);
        this.notes = notes;
    }

    List<JobFile> prepare(JobSpec spec) throws Refusal {
        FileSpec files = spec.files();
        List<JobFile> found = new ArrayList<>();
        if (files.temporary()) {
            Path folder = files.directory().orElseGet(JobFiles::temporaryFolder);
            found.add(make(spec, "directory=" + folder, folder, null, 0));
            return found;
        }
        for (int i = 0; i < files.count(); i++) {
            Path path = path(spec, i);
            found.add(Files.exists(path) ? use(spec, path, i) : make(spec, "filename=" + path, path.toAbsolutePath().getParent(), path, i));
        }
        return found;
    }

    private static Path path(JobSpec spec, int fileIndex) {
        FileSpec files = spec.files();
        Path name = files.filenames().isEmpty()
                ? Path.of(files.format()
                        .replace("$jobname", spec.name().replace('/', '.'))
                        .replace("$jobnum", Integer.toString(spec.cloneIndex()))
                        .replace("$filenum", Integer.toString(fileIndex)))
                : files.filenames().get(fileIndex);
        return files.directory().map(directory -> directory.resolve(name)).orElse(name);
    }

    private JobFile use(JobSpec spec, Path path, int fileIndex) throws Refusal {
        boolean writes = spec.pattern().writes();
        boolean wasOurs = ours.contains(path.toAbsolutePath());
        boolean named = !spec.files().filenames().isEmpty();
        long fileBytes = ExistingFile.sizeBytes(path, writes);
        long offset = spec.region().offset().of(fileBytes) + spec.offsetOfClone();
        long sizeBytes = wantedBytes(spec, fileBytes).orElse(fileBytes - offset);
        if (sizeBytes < spec.blockBytes()) {
            throw Refusal.failure("filename=" + path + ": " + Math.max(0, sizeBytes) + " bytes" + (offset > 0 ? " behind offset " + offset : "")
                    + ", shorter than one block; use a longer file or a smaller --bs than " + spec.blockBytes());
        }
        if (offset + sizeBytes > fileBytes) {
            if (!Files.isRegularFile(path) || named && !wasOurs && !writes) {
                throw Refusal.failure("size=" + sizeBytes + ": more than the " + (fileBytes - offset) + " bytes of " + path
                        + (offset > 0 ? " behind offset " + offset : "") + "; give a --size up to that, or name a file that is not there yet");
            }
            notes.accept(spec.name() + ": making " + path + " longer, from " + FioNumbers.bytes(fileBytes) + " to " + FioNumbers.bytes(offset + sizeBytes));
            layout.extend(path, fileBytes, offset + sizeBytes, fills(spec), false);
        }
        if (writes && named && !wasOurs) {
            notes.accept(spec.name() + ": writing to " + path + ", which was there before: "
                    + (offset == 0 ? "its first " + FioNumbers.bytes(sizeBytes) : FioNumbers.bytes(sizeBytes) + " from offset " + offset) + " are overwritten");
        }
        return new JobFile(path, offset, sizeBytes, direct(spec, path), FileLayout.fileSystem(path));
    }

    /** {@code wanted}: the file; null: one with a name of its own in {@code folder}. */
    private JobFile make(JobSpec spec, String option, Path folder, Path wanted, int fileIndex) throws Refusal {
        OptionalLong size = wantedBytes(spec, -1);
        if (size.isEmpty() || spec.region().offset().isPercent()) {
            throw Refusal.failure(option + ": no such file; name one that is there, or add --size"
                    + (spec.region().size().isPresent() || spec.region().offset().isPercent() ? " and --offset in bytes" : "") + " and bffio makes it");
        }
        if (size.getAsLong() < spec.blockBytes()) {
            throw Refusal.usage("size: " + size.getAsLong() + " bytes for each of " + spec.files().count() + " files, less than one block of "
                    + spec.blockBytes() + "; use a larger --size or --filesize, or a smaller --nrfiles");
        }
        long offset = spec.region().offset().value() + spec.offsetOfClone();
        Path path = layout.create(option, folder, wanted, offset + size.getAsLong());
        ours.add(path.toAbsolutePath());
        boolean direct = direct(spec, path);
        if (fileIndex == 0) {
            notes.accept(spec.name() + ": laying out " + path + (spec.files().count() > 1 ? " and the other files of the job" : "")
                    + " (" + FileLayout.fileSystem(path) + ", " + FioNumbers.bytes(offset + size.getAsLong()) + (direct ? ", O_DIRECT" : "") + ")");
        }
        layout.extend(path, 0, offset + size.getAsLong(), fills(spec), direct);
        if (!spec.files().remove()) {
            layout.keep(path);
        }
        return new JobFile(path, offset, size.getAsLong(), direct, FileLayout.fileSystem(path));
    }

    /** Whether there must be data in the file before the job begins. */
    private static boolean fills(JobSpec spec) {
        return spec.pattern().reads() || spec.files().fill();
    }

    /** How much of one file the job is to work on; empty: all of it. {@code fileBytes} is its size; -1: it is not there. */
    private static OptionalLong wantedBytes(JobSpec spec, long fileBytes) {
        if (spec.files().fileBytes().isPresent()) {
            return spec.files().fileBytes();
        }
        if (spec.region().size().isEmpty() || spec.region().size().get().isPercent() && fileBytes < 0) {
            return OptionalLong.empty();
        }
        Amount size = spec.region().size().get();
        return OptionalLong.of(size.isPercent() ? size.of(fileBytes) : size.value() / spec.files().count());
    }

    /** Whether O_DIRECT is to be used: tried by opening, since a file system that cannot refuses with EINVAL, open(2). */
    private boolean direct(JobSpec spec, Path path) throws Refusal {
        if (spec.files().direct() == DirectIo.OFF) {
            return false;
        }
        try {
            FileChannel.open(path, StandardOpenOption.READ, JdkOpenOptions.O_DIRECT).close();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            String where = path + " (" + FileLayout.fileSystem(path) + ") does not take O_DIRECT";
            if (spec.files().direct() == DirectIo.REQUIRED) {
                throw Refusal.failure("direct=1: " + where + "; use --direct=0 or another --directory", e);
            }
            notes.accept(spec.name() + ": " + where + "; going through the page cache");
            return false;
        }
    }

    private static Path temporaryFolder() {
        String fromEnvironment = System.getenv("TMPDIR");
        return Path.of(fromEnvironment == null || fromEnvironment.isBlank() ? "/tmp" : fromEnvironment);
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
