package io.auraio.bench;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which files a job works on.
 *
 * @param filenames what the user named; empty: the job's files have names made from {@code format}
 * @param directory where files are made, and what a relative file name is relative to; empty: the current folder, or for a temporary file {@code $TMPDIR}
 * @param format names of the files that are not named
 * @param temporary whether the file gets a name that nobody has, and is removed: bffio's own job
 * @param count how many files; that of {@code filenames} where there are any
 * @param fileBytes size of each; empty: the job's size divided by their number
 * @param service which one comes next
 * @param fill whether files are filled before they are written to
 * @param remove whether what was made is removed once the job is over
 * @param direct whether the page cache is passed by
 */
record FileSpec(
        List<Path> filenames,
        Optional<Path> directory,
        String format,
        boolean temporary,
        int count,
        OptionalLong fileBytes,
        FileService service,
        boolean fill,
        boolean remove,
        DirectIo direct) {
    private static final int MAX_FILES = 100_000;
    private static final String DEFAULT_FORMAT = "$jobname.$jobnum.$filenum";

    static FileSpec of(JobValues values, int cloneIndex, boolean ownJob) throws Refusal {
        List<Path> filenames = paths(values, JobOption.FILENAME);
        List<Path> directories = paths(values, JobOption.DIRECTORY);
        OptionalLong fileBytes = values.bytes(JobOption.FILESIZE);
        if (fileBytes.isPresent() && fileBytes.getAsLong() == 0) {
            throw values.refusal(JobOption.FILESIZE, "nothing to do; use at least one block, for example 1m");
        }
        if (values.flag(JobOption.INVALIDATE, false)) {
            throw values.refusal(JobOption.INVALIDATE, "bffio cannot drop what is cached; use 0, or --direct=1 to pass the cache by");
        }
        int count = values.count(JobOption.NRFILES, 1, MAX_FILES, 1);
        return new FileSpec(
                filenames,
                // Several folders: the jobs of --numjobs take them in turn.
                directories.isEmpty() ? Optional.empty() : Optional.of(directories.get(cloneIndex % directories.size())),
                values.text(JobOption.FILENAME_FORMAT).orElse(DEFAULT_FORMAT),
                ownJob && filenames.isEmpty() && !values.has(JobOption.FILENAME_FORMAT) && count == 1,
                filenames.isEmpty() ? count : filenames.size(),
                fileBytes,
                FileService.parse(values.has(JobOption.FILE_SERVICE_TYPE) ? values.label(JobOption.FILE_SERVICE_TYPE) : "",
                        values.text(JobOption.FILE_SERVICE_TYPE).orElse("roundrobin")),
                values.flag(JobOption.OVERWRITE, ownJob),
                values.flag(JobOption.UNLINK, ownJob),
                direct(values, ownJob));
    }

    private static DirectIo direct(JobValues values, boolean ownJob) throws Refusal {
        if (values.has(JobOption.BUFFERED)) {
            return values.flag(JobOption.BUFFERED, true) ? DirectIo.OFF : DirectIo.REQUIRED;
        }
        if (values.has(JobOption.DIRECT)) {
            return values.flag(JobOption.DIRECT, false) ? DirectIo.REQUIRED : DirectIo.OFF;
        }
        return ownJob ? DirectIo.PREFERRED : DirectIo.OFF;
    }

    /** Paths with colons between them; one that belongs to a path has a backslash before it, as in fio. */
    private static List<Path> paths(JobValues values, JobOption option) throws Refusal {
        List<Path> paths = new ArrayList<>();
        if (!values.has(option)) {
            return paths;
        }
        for (String part : values.text(option).get().split("(?<!\\\\):", -1)) {
            try {
                if (part.isBlank()) {
                    throw values.refusal(option, "empty; give a path");
                }
                paths.add(Path.of(part.replace("\\:", ":")));
            } catch (InvalidPathException e) {
                throw values.refusal(option, "not a path: " + e.getReason());
            }
        }
        return List.copyOf(paths);
    }
}
