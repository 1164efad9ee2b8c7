package io.auraio.channels;

import io.auraio.Engine;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A transfer's result as the JDK's plain future. Cancelled, it says so; but it is done, and lets go who waits, only when the kernel no longer
 * touches the buffer.
 */
final class TransferFuture implements Future<Integer>, PendingTransfer.Taker {

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Engine engine;
    private final Executor executor;

    /** Nobody outside can add a stage to it, so that completing it runs nothing. */
    private final CompletableFuture<Integer> done = new CompletableFuture<>();

    private volatile PendingTransfer transfer;
    private volatile boolean cancelled;

    TransferFuture(Engine engine, Executor executor) {
        this.engine = engine;
        this.executor = executor;
    }

    /** Starts it; before the future is given away. */
    TransferFuture start(PendingTransfer started) {
        transfer = started;
        started.start();
        return this;
    }

    @Override
    public void ready(PendingTransfer ended) {
        if (ended.copies()) {
            HandledTransfer.execute(executor, () -> finish(ended));
        } else {
            finish(ended);
        }
    }

    private void finish(PendingTransfer ended) {
        try {
            done.complete(ended.finish());
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    /** Without a transfer. */
    TransferFuture failed(Throwable error) {
        done.completeExceptionally(error);
        return this;
    }

    /** Without a transfer: what could be had at once. */
    TransferFuture ended(int count) {
        done.complete(count);
        return this;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        synchronized (this) {
            if (cancelled || done.isDone()) {
                return false;
            }
            cancelled = true;
        }
        if (mayInterruptIfRunning) {
            transfer.abort();
        }
        return true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isDone() {
        return done.isDone();
    }

    @Override
    public Integer get() throws InterruptedException, ExecutionException {
        drive(FOREVER);
        try {
            return uncancelled(done.get());
        } catch (ExecutionException e) {
            uncancelled(0);
            throw e;
        }
    }

    @Override
    public Integer get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = unit.toNanos(timeout);
        long deadline = System.nanoTime() + nanos;
        drive(Duration.ofNanos(nanos));
        try {
            return uncancelled(done.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            uncancelled(0);
            throw e;
        }
    }

    private Integer uncancelled(Integer result) {
        if (cancelled) {
            throw new CancellationException();
        }
        return result;
    }

    /** The thread that drives the engine has nobody else to wait for. Where the result is copied, an executor's thread is the last to come. */
    private void drive(Duration timeout) throws InterruptedException {
        if (engine.isDriver()) {
            engine.await(done, timeout);
        }
    }
}
