package io.auraio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Has something done by another thread than the one that drives, and waits for it. */
final class Elsewhere {

    private Elsewhere() {}

    /** Here, or on another thread; what it throws is thrown here. */
    static <T> T call(boolean elsewhere, Supplier<T> step) {
        if (!elsewhere) {
            return step.get();
        }
        try {
            return CompletableFuture.supplyAsync(step, task -> Thread.ofVirtual().start(task)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }
}
