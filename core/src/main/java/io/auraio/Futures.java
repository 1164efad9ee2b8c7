package io.auraio;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a future that is done says, as an ordinary call would. */
final class Futures {

    private Futures() {}

    /** What went wrong, without the CompletionException that a dependent stage puts around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The result of a future that fails with unchecked exceptions. */
    static <T> T value(CompletableFuture<T> future) {
        try {
            return valueOrIoException(future);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The result of a future that fails with IOExceptions and unchecked exceptions. */
    static <T> T valueOrIoException(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException mistake -> throw mistake;
                case Error error -> throw error;
                default -> throw e;
            }
        }
    }
}
