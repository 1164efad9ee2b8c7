package io.auraio;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Ends a property after the time that a system property sets, instead of after a number of tries. */
final class UntilTimeIsUp implements AroundTryHook {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("auraio.model.seconds", 5));

    private final long start = System.nanoTime();

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor executor, List<Object> parameters) {
        TryExecutionResult result = executor.execute(parameters);
        return result.isSatisfied() && System.nanoTime() - start > NANOS ? TryExecutionResult.satisfied(true) : result;
    }
}
