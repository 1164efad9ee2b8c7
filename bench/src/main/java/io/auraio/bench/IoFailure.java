package io.auraio.bench;

import io.auraio.IoResult;
import java.nio.file.Path;

/**
 * The operation that failed and ended the job.
 *
 * @param direction what it was
 * @param offset where in the file
 * @param lengthBytes how much was asked for
 * @param result what came back: a negated errno, or 0 for nothing at all
 */
record IoFailure(Direction direction, long offset, int lengthBytes, int result) {
    int errno() {
        return -result;
    }

    /** One line for the user. */
    String describe(Path path) {
        String what = direction.fioName() + " of " + lengthBytes + " bytes at offset " + offset + " of " + path + ": ";
        return what + (result == 0 ? "nothing came; the file is shorter than it was" : IoResult.describe(result));
    }
}
