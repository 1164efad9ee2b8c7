package io.auraio;

import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.Statx;
import io.auraio.syscall.SyscallException;
import java.io.IOException;

/** Asks what the file system knows of a file: {@code statx(2)} of a path or of a descriptor. */
final class StatRequest extends StepwiseOperation {

    private final String path;
    private final int fd;
    private final int flags;
    private final PathMemory memory;
    private final ValueCallback<FileStatus> callback;
    private FileStatus status;

    private StatRequest(String path, int fd, int flags, PathMemory memory, ValueCallback<FileStatus> callback) {
        this.path = path;
        this.fd = fd;
        this.flags = flags;
        this.memory = memory;
        this.callback = callback;
    }

    /** Of what a path names. */
    static StatRequest of(Engine engine, String path, boolean followLinks, ValueCallback<FileStatus> callback) {
        return new StatRequest(
                path, Libc.AT_FDCWD, followLinks ? 0 : Libc.AT_SYMLINK_NOFOLLOW, new PathMemory(engine, path), callback);
    }

    /** Of an open file; {@code path} is for messages. */
    static StatRequest of(Engine engine, int fd, String path, ValueCallback<FileStatus> callback) {
        return new StatRequest(path, fd, Libc.AT_EMPTY_PATH, new PathMemory(engine, ""), callback);
    }

    /** The same by a plain system call. */
    static FileStatus plain(String path, boolean followLinks) throws IOException {
        try {
            return FileStatus.of(Libc.statx(Libc.AT_FDCWD, path, followLinks ? 0 : Libc.AT_SYMLINK_NOFOLLOW));
        } catch (SyscallException e) {
            throw PathFailure.ofStat(path, e.errno());
        }
    }

    PathMemory memory() {
        return memory;
    }

    @Override
    public String call() {
        return "statx";
    }

    @Override
    void fill(Sqe sqe) {
        sqe.statx(fd, memory.path(), flags, Statx.STATX_ALL_HERE, memory.statx());
    }

    @Override
    boolean continues(int result) {
        if (result == 0) {
            status = FileStatus.of(Statx.of(memory.statx()));
        }
        return false;
    }

    @Override
    public void completed(long request, int result) {
        callback.completed(request, status, status == null ? PathFailure.ofStat(path, -result) : null);
    }
}
