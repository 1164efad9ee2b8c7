package io.auraio.channels;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for futures of the engine where their failure is to be thrown as a blocking call's. */
final class EngineFutures {

    private EngineFutures() {}

    /** Waits whatever interrupts; the thread's flag stays set. */
    static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException refused -> throw refused;
                default -> throw e;
            }
        }
    }
}
