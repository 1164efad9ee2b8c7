package io.auraio.channels;

import java.nio.channels.CompletionHandler;
import java.util.concurrent.Executor;

/** Hands a transfer's result to a handler, on the channel's executor. */
final class HandledTransfer<A> implements PendingTransfer.Taker, Runnable {

    private final Executor executor;
    private final A attachment;
    private final CompletionHandler<Integer, ? super A> handler;

    /** What is ready; null until then. */
    private PendingTransfer transfer;

    HandledTransfer(Executor executor, A attachment, CompletionHandler<Integer, ? super A> handler) {
        this.executor = executor;
        this.attachment = attachment;
        this.handler = handler;
    }

    @Override
    public void ready(PendingTransfer done) {
        transfer = done;
        execute(executor, this);
    }

    /** The bytes are in the buffer already. */
    void ready(int count) {
        Runnable completed = () -> handler.completed(count, attachment);
        if (HandlerStack.mayCall(executor)) {
            HandlerStack.call(executor, completed);
        } else {
            execute(executor, () -> HandlerStack.run(executor, completed));
        }
    }

    @Override
    public void run() {
        HandlerStack.run(executor, this::handle);
    }

    private void handle() {
        int count;
        try {
            count = transfer.finish();
        } catch (Throwable e) {
            handler.failed(e, attachment);
            return;
        }
        handler.completed(count, attachment);
    }

    /** Runs it on the executor, and where that does not take it, whatever it throws, elsewhere: no handler is forgotten. */
    static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException | Error e) {
            Thread.startVirtualThread(task);
        }
    }
}
