package io.auraio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that an engine's work leads to: a stage that depends on a request, or an answer that the executor for stages gives. The thread that drives a
 * caller-driven engine drives it while it waits for one, since nobody else does; so do all stages that depend on it, down to the last.
 *
 * @param <T> what it is completed with
 */
class EngineFuture<T> extends CompletableFuture<T> {

    private final Engine engine;

    EngineFuture(Engine engine) {
        this.engine = engine;
    }

    final Engine engine() {
        return engine;
    }

    /** Completes it as another future was. */
    final void endAs(T value, Throwable failure) {
        if (failure == null) {
            complete(value);
        } else {
            completeExceptionally(Futures.cause(failure));
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new EngineFuture<>(engine);
    }

    @Override
    public Executor defaultExecutor() {
        return engine.stageExecutor();
    }

    @Override
    public T join() {
        drive("join", Long.MAX_VALUE);
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        drive("get", Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = unit.toNanos(timeout);
        long deadline = System.nanoTime() + nanos;
        drive("get", nanos);
        return super.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void drive(String call, long nanos) {
        if (!isDone() && engine.isDrivenHere(call)) {
            engine.driveUntilDone(this, nanos);
        }
    }
}
