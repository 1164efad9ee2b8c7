package io.auraio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The face of a future that the kernel completes. Nobody else may, and whoever looks at it is told of an answer that has come, even where the thread that is to
 * complete it has not got so far.
 *
 * @param <T> what it is completed with
 */
abstract class KernelFuture<T> extends CompletableFuture<T> {

    abstract Engine engine();

    /** Completes it where the answer is there and no stage would be run by that: those who merely look do not expect to run any. */
    abstract void settleWithoutStages();

    @Override
    public final <U> CompletableFuture<U> newIncompleteFuture() {
        return new EngineFuture<>(engine());
    }

    @Override
    public final Executor defaultExecutor() {
        return engine().stageExecutor();
    }

    // ---- looking

    @Override
    public final boolean isDone() {
        settleWithoutStages();
        return super.isDone();
    }

    @Override
    public final boolean isCancelled() {
        settleWithoutStages();
        return super.isCancelled();
    }

    @Override
    public final boolean isCompletedExceptionally() {
        settleWithoutStages();
        return super.isCompletedExceptionally();
    }

    @Override
    public final T getNow(T valueIfAbsent) {
        settleWithoutStages();
        return super.getNow(valueIfAbsent);
    }

    @Override
    public final T resultNow() {
        settleWithoutStages();
        return super.resultNow();
    }

    @Override
    public final Throwable exceptionNow() {
        settleWithoutStages();
        return super.exceptionNow();
    }

    @Override
    public final State state() {
        settleWithoutStages();
        return super.state();
    }

    // ---- completing

    @Override
    public final boolean complete(T value) {
        throw completedByKernel();
    }

    @Override
    public final CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw completedByKernel();
    }

    @Override
    public final CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw completedByKernel();
    }

    @Override
    public final CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        throw completedByKernel();
    }

    @Override
    public final void obtrudeValue(T value) {
        throw completedByKernel();
    }

    @Override
    public final void obtrudeException(Throwable ex) {
        throw completedByKernel();
    }

    private static UnsupportedOperationException completedByKernel() {
        return new UnsupportedOperationException("the kernel completes this future; cancel it, or complete a stage that depends on it");
    }

    // ---- for who completes it in the kernel's name

    final boolean isCompleted() {
        return super.isDone();
    }

    final void completeWith(T value) {
        super.complete(value);
    }

    final void failWith(Throwable failure) {
        super.completeExceptionally(failure);
    }
}
