package io.auraio;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A place in the rings' tables of open files, and the file in it: every operation on that {@link AsyncFile} then goes by the place, and the kernel need not
 * look up the descriptor and count its users. It pays for files with many small operations, most where several rings work on one file.
 *
 * <p>{@link #update} puts another file in. All of a registration's changes are made one after another, each on all rings or on none, and none under a request
 * that still uses the place. Closing the file ends its registration; the rings let go of the file a moment later than {@link AsyncFile#close()} returns. Who
 * has to know, for instance before the file system is unmounted, closes the registration first.
 *
 * <p>Safe for use by any number of threads.
 */
public final class RegisteredFile implements AutoCloseable {

    private final Engine engine;
    private final FixedFiles files;
    private final int place;

    /** The change that was asked for last, guarded by this: each begins when the one before is done. */
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** Belongs to the change that is being made; null once the registration is closed. */
    private volatile AsyncFile file;

    RegisteredFile(Engine engine, FixedFiles files, int place) {
        this.engine = engine;
        this.files = files;
        this.place = place;
    }

    /**
     * The file that is registered.
     *
     * @return the file; null where the registration is closed
     */
    public AsyncFile file() {
        return file;
    }

    /**
     * Puts another file into the place of the one that is there, on all rings; waits for it. Requests in flight on the old file are waited for; those
     * submitted meanwhile, and from then on, go by its descriptor.
     *
     * @param other an open file of the same engine that is not registered
     * @throws IOException where a ring refuses: then the old file is registered as before
     * @throws IllegalStateException in a callback, where {@link #updateAsync} is right; if the registration, a file or the engine is closed, or the other file
     *     is registered already
     * @throws IllegalArgumentException if the other file is of another engine
     */
    public void update(AsyncFile other) throws IOException {
        engine.checkOwn(other);
        Futures.valueOrIoException(engine.awaitDrivers(() -> inTurn(() -> replaceBy(other)), "RegisteredFile.update"));
    }

    /**
     * As {@link #update}, without waiting.
     *
     * @param other an open file of the same engine that is not registered
     * @return completes when all rings have the other file; fails as {@link #update} does
     * @throws IllegalArgumentException if the other file is of another engine
     */
    public CompletableFuture<Void> updateAsync(AsyncFile other) {
        engine.checkOwn(other);
        return engine.handedOver(inTurn(() -> replaceBy(other)));
    }

    /**
     * Waits until the requests that use the place are done, and has the rings let go of the file, which stays open and goes by its descriptor. Closing again
     * waits for the same.
     *
     * @throws IllegalStateException in a callback, where {@link #closeAsync()} is right
     */
    @Override
    public void close() {
        Futures.value(engine.awaitDrivers(() -> inTurn(this::empty), "RegisteredFile.close"));
    }

    /**
     * As {@link #close()}, without waiting. Safe from any thread and in a callback.
     *
     * @return completes when no ring has the file any more
     */
    public CompletableFuture<Void> closeAsync() {
        return engine.handedOver(inTurn(this::empty));
    }

    /** A file is being closed: where it is still the one that is registered, so is the registration. */
    void closed(Descriptor closed) {
        inTurn(() -> file != null && file.descriptor() == closed ? empty() : done());
    }

    /** Puts the first file in; where that fails, there is no registration, and no place. */
    CompletableFuture<Void> begin(AsyncFile first) {
        return inTurn(() -> files.put(place, first, null).thenAccept(outcome -> settle(first, outcome.failure())));
    }

    private CompletableFuture<Void> replaceBy(AsyncFile other) {
        AsyncFile old = file;
        if (old == null) {
            throw new IllegalStateException(this + ": nothing can be put into it");
        }
        if (other == old) {
            return done();
        }
        // Until the end of the change: should it have to be undone, the old file must still be there.
        old.descriptor().acquire();
        try {
            claim(other);
        } catch (RuntimeException e) {
            old.descriptor().release();
            throw e;
        }
        old.descriptor().registeredPlace(Descriptor.NOT_REGISTERED);
        return files.put(place, other, old).thenAccept(outcome -> {
            if (outcome.restored()) {
                old.descriptor().registeredPlace(place);
            } else {
                file = null;
                old.descriptor().registration(this, null);
            }
            old.descriptor().release();
            settle(other, outcome.failure());
        });
    }

    /** Makes the file this registration's, unless it has another one, and keeps its descriptor open until {@link #settle}. */
    void claim(AsyncFile candidate) {
        candidate.descriptor().acquire();
        if (!candidate.descriptor().registration(null, this)) {
            candidate.descriptor().release();
            throw new IllegalStateException("path=" + candidate.path() + " is registered already");
        }
    }

    private void settle(AsyncFile candidate, Exception failure) {
        if (failure == null) {
            file = candidate;
            candidate.descriptor().registeredPlace(place);
            if (candidate.descriptor().isClosed()) {
                // Its close() may have come too early to find the registration.
                closed(candidate.descriptor());
            }
        } else {
            candidate.descriptor().registration(this, null);
        }
        candidate.descriptor().release();
        if (failure != null) {
            throw new CompletionException(failure);
        }
    }

    private CompletableFuture<Void> empty() {
        AsyncFile old = file;
        if (old == null) {
            return done();
        }
        file = null;
        old.descriptor().registeredPlace(Descriptor.NOT_REGISTERED);
        return files.clear(place).whenComplete((ignored, failure) -> old.descriptor().registration(this, null));
    }

    /** Begins a change when those before it are done. What it throws is its future's exception. */
    private CompletableFuture<Void> inTurn(Supplier<CompletableFuture<Void>> change) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> before;
        synchronized (this) {
            before = last;
            last = mine;
        }
        before.handle((ignored, failure) -> null).thenCompose(ignored -> change.get()).whenComplete((ignored, failure) -> {
            if (failure == null) {
                mine.complete(null);
            } else {
                mine.completeExceptionally(Futures.cause(failure));
            }
        });
        return mine;
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String toString() {
        AsyncFile now = file;
        return "RegisteredFile[" + (now == null ? "closed" : now.path()) + "]";
    }
}
