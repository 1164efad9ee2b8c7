package io.auraio.channels;

import java.util.concurrent.Executor;

/**
 * The handlers that a thread is in. The JDK's contract has them run on a thread of the channel's executor; such a thread may call the handler of an
 * operation that ends at once itself, which spares handing it over. So deep, and no deeper, since each may begin the next.
 */
final class HandlerStack {

    private static final int GREATEST_DEPTH = 16;

    private static final ThreadLocal<HandlerStack> CURRENT = ThreadLocal.withInitial(HandlerStack::new);

    private Executor executor;
    private int depth;

    private HandlerStack() {}

    /** Whether this thread is that executor's, for all that is known here, and one more handler may be called on it. */
    static boolean mayCall(Executor executor) {
        HandlerStack stack = CURRENT.get();
        return stack.executor == executor && stack.depth < GREATEST_DEPTH;
    }

    /** Runs a task of that executor's. */
    static void run(Executor executor, Runnable handler) {
        HandlerStack stack = CURRENT.get();
        Executor outer = stack.executor;
        stack.executor = executor;
        stack.depth++;
        try {
            handler.run();
        } finally {
            stack.depth--;
            stack.executor = outer;
        }
    }

    /** Calls a handler within another. What it throws is not the other's failure. */
    static void call(Executor executor, Runnable handler) {
        try {
            run(executor, handler);
        } catch (Throwable e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
