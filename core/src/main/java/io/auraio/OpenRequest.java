package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.Statx;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a file in two steps, {@code openat(2)} and a {@code statx(2)} of what that answered, from which come its kind and its alignment. */
final class OpenRequest extends StepwiseOperation {

    /** What Linux up to 6.18 at least lets out where a cancellation interrupts an open that waits, such as that of a pipe; {@code linux/errno.h}. */
    private static final int ERESTARTSYS = 512;

    private final Engine engine;
    private final Path path;
    private final OpenMode mode;
    private final PathMemory memory;
    private final ValueCallback<AsyncFile> callback;
    private int fd = -1;
    private Statx status;

    OpenRequest(Engine engine, Path path, OpenMode mode, ValueCallback<AsyncFile> callback) {
        this.engine = engine;
        this.path = path;
        this.mode = mode;
        this.callback = callback;
        memory = new PathMemory(engine, path.toString());
    }

    PathMemory memory() {
        return memory;
    }

    @Override
    public String call() {
        return "open";
    }

    @Override
    void fill(Sqe sqe) {
        if (fd < 0) {
            sqe.openat(Libc.AT_FDCWD, memory.path(), mode.bits(), mode.permissions());
        } else {
            sqe.statx(fd, memory.noPath(), Libc.AT_EMPTY_PATH, Statx.STATX_ALL_HERE, memory.statx());
        }
    }

    @Override
    boolean continues(int result) {
        if (fd < 0 && result >= 0) {
            fd = result;
            return true;
        }
        if (fd >= 0 && result == 0) {
            status = Statx.of(memory.statx());
        }
        return false;
    }

    @Override
    public void completed(long request, int result) {
        AsyncFile file;
        try {
            if (fd < 0) {
                throw PathFailure.ofOpen(path, mode, result == -ERESTARTSYS ? Errno.ECANCELED : -result);
            }
            file = opened(result);
        } catch (IOException e) {
            callback.completed(request, null, e);
            return;
        }
        callback.completed(request, file, null);
    }

    private AsyncFile opened(int result) throws IOException {
        try {
            if (status == null) {
                // Cancelled between the steps, or the ring has failed.
                throw PathFailure.ofStat(path.toString(), -result);
            }
            return AsyncFile.of(engine, path, mode, fd, status);
        } catch (IOException | RuntimeException e) {
            Libc.close(fd);
            throw e;
        }
    }
}
