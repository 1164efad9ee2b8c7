package io.auraio;

import io.auraio.syscall.Errno;
import java.io.IOException;

/** Puts the {@code result} of an {@link IoCallback} into words. */
public final class IoResult {

    private IoResult() {}

    /**
     * The result in words.
     *
     * @param result what the callback was given
     * @return for example {@code EIO (Input/output error)}, or {@code 4096} for a count
     */
    public static String describe(int result) {
        return result >= 0 ? Integer.toString(result) : Errno.describe(-result);
    }

    /**
     * A failed result as an exception to throw or to complete a future with.
     *
     * @param operation what was tried, the beginning of the message, such as {@code read(index.db, offset=4096)}
     * @param result what the callback was given; negative
     * @return an exception with the message {@code operation: EIO (Input/output error)}
     * @throws IllegalArgumentException if {@code result} is not negative
     */
    public static IOException exception(String operation, int result) {
        if (result >= 0) {
            throw new IllegalArgumentException("result=" + result + " is not a failure; failures are negative");
        }
        return new IOException(operation + ": " + describe(result));
    }
}
