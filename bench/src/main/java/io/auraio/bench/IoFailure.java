package io.auraio.bench;

import io.auraio.IoResult;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The operation that failed and ended the job.
 *
 * @param operation what it was: read, write, fsync
 * @param path of the file
 * @param offset where in the file
 * @param lengthBytes how much was asked for
 * @param result what came back: a negated errno, or 0 for nothing at all
 * @param mismatch what was wrong with what was read, where the operation itself succeeded
 */
record IoFailure(String operation, Path path, long offset, int lengthBytes, int result, Optional<Mismatch> mismatch) {
    /** What fio reports for a block that is not the one expected; asm-generic/errno.h. */
    private static final int EILSEQ = 84;

    int errno() {
        return mismatch.isPresent() ? EILSEQ : -result;
    }

    /** One line for the user. */
    String describe() {
        if (mismatch.isPresent()) {
            Mismatch wrong = mismatch.get();
            return "verify: " + path + " at offset " + wrong.offset() + ": expected " + wrong.expected() + ", found " + wrong.found()
                    + " (block of " + lengthBytes + " bytes at offset " + offset + ")";
        }
        if (lengthBytes == 0) {
            return operation + " of " + path + ": " + IoResult.describe(result);
        }
        String what = operation + " of " + lengthBytes + " bytes at offset " + offset + " of " + path + ": ";
        return what + (result == 0 ? "nothing came; the file is shorter than it was" : IoResult.describe(result));
    }
}
