package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * The future of an operation that is rare and answers more than a number: opening, closing and asking about files. It is completed by the engine's executor
 * for stages; at the limit that executor also does the operation, by a plain system call.
 *
 * @param <T> what it answers
 */
final class ValueFuture<T> extends EngineFuture<T> implements ValueCallback<T> {

    /** The operation by a plain system call, which may block. */
    @FunctionalInterface
    interface Plain<T> {
        T call() throws IOException, InterruptedException;
    }

    /** The operation as a request. */
    @FunctionalInterface
    interface Submission<T> {
        long submit(ValueCallback<T> callback);
    }

    private volatile long request = Engine.AGAIN;
    private volatile boolean cancelled;

    private ValueFuture(Engine engine) {
        super(engine);
    }

    /** Submits it; what the submission throws is the caller's. */
    static <T> CompletableFuture<T> of(Engine engine, Submission<T> submission, Plain<T> plain) {
        ValueFuture<T> future = new ValueFuture<>(engine);
        future.request = submission.submit(future);
        if (future.request == Engine.AGAIN) {
            engine.handOver(() -> future.call(plain));
        }
        return future;
    }

    private void call(Plain<T> plain) {
        if (!isDone()) {
            try {
                end(plain.call(), null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end(null, e);
            } catch (IOException | RuntimeException e) {
                end(null, e);
            }
        }
    }

    @Override
    public void completed(long handle, T value, IOException failure) {
        engine().handOver(() -> end(value, failure));
    }

    private void end(T value, Exception failure) {
        if (failure == null) {
            // An executor may have run this and failed behind it: the file is the user's then.
            if (!super.complete(value) && value instanceof AsyncFile unwanted && (isCompletedExceptionally() || getNow(null) != unwanted)) {
                close(unwanted);
            }
        } else if (cancelled && failure instanceof SyscallException e && e.errno() == Errno.ECANCELED) {
            super.completeExceptionally(new CancellationException());
        } else {
            super.completeExceptionally(failure);
        }
    }

    /** Nobody takes it: the future was completed otherwise meanwhile. */
    private void close(AsyncFile unwanted) {
        try {
            unwanted.close();
        } catch (IOException e) {
            engine().report(e);
        }
    }

    /**
     * Cancels the request where the kernel can still stop it; the future is done when the kernel has answered. Without a request it is cancelled at once.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (request == Engine.AGAIN) {
            return super.cancel(mayInterruptIfRunning);
        }
        if (!mayInterruptIfRunning) {
            return false;
        }
        cancelled = true;
        return engine().cancel(request);
    }
}
