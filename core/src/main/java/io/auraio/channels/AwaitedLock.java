package io.auraio.channels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A lock that the JDK's channel waits for, as the lock of one of ours. Cancelled, it is released as soon as it is acquired. */
final class AwaitedLock extends CompletableFuture<FileLock> implements CompletionHandler<FileLock, Void> {

    private final Function<FileLock, FileLock> ours;

    AwaitedLock(Function<FileLock, FileLock> ours) {
        this.ours = ours;
    }

    @Override
    public void completed(FileLock held, Void none) {
        if (!complete(ours.apply(held))) {
            try {
                held.release();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void failed(Throwable error, Void none) {
        completeExceptionally(error);
    }
}
