package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A failed call on a path as the exception that Java developers catch for it, with what to do in the message. */
final class PathFailure {

    private PathFailure() {}

    /** Of {@code open(2)}. */
    static IOException ofOpen(Path path, OpenMode mode, int errno) {
        String file = path.toString();
        return switch (errno) {
            case Errno.ENOENT -> new NoSuchFileException(file);
            case Errno.EEXIST -> new FileAlreadyExistsException(file);
            case Errno.EACCES -> new AccessDeniedException(file, null, "permission denied for " + mode);
            case Errno.EINVAL -> mode.direct()
                    ? failure(file, mode, errno, "the file system has no O_DIRECT: open without AuraOpenOption.DIRECT")
                    : failure(file, mode, errno, "");
            case Errno.EMFILE -> failure(file, mode, errno, "raise the limit of open files (ulimit -n), or close some");
            default -> failure(file, mode, errno, "");
        };
    }

    private static IOException failure(String file, OpenMode mode, int errno, String hint) {
        return new SyscallException("open", "path=" + file + ", flags=" + mode, errno, hint);
    }

    /** Of {@code statx(2)}. */
    static IOException ofStat(String path, int errno) {
        return switch (errno) {
            case Errno.ENOENT -> new NoSuchFileException(path);
            case Errno.EACCES -> new AccessDeniedException(path, null, "permission denied for a folder on the way to it");
            default -> new SyscallException("statx", "path=" + path, errno);
        };
    }
}
