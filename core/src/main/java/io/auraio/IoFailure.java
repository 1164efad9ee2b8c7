package io.auraio;

import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Path;

/** A failed operation as the exception that futures and blocking calls end with: the call, the file, the place and the error. */
final class IoFailure {

    private IoFailure() {}

    /** {@code result} is negative, as an {@link IoCallback} gets it. */
    static IOException of(Operation operation, AsyncFile file, long offset, int result) {
        return of(operation.call(), file.path(), offset, result);
    }

    static IOException of(String call, Path path, long offset, long result) {
        return new SyscallException(call, "path=" + path + ", offset=" + offset, (int) -result);
    }
}
