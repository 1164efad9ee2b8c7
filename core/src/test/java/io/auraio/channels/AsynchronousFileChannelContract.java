package io.auraio.channels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Opens the asynchronous file channels that a contract is tested on: the JDK's own, or ours. */
interface AsynchronousFileChannelContract {

    AsynchronousFileChannel open(Path path, Set<? extends OpenOption> options, ExecutorService executor, FileAttribute<?>... attributes)
            throws IOException;

    default AsynchronousFileChannel open(Path path, OpenOption... options) throws IOException {
        return open(path, Set.of(options), null);
    }

    /** What a handler was told: the result and the attachment, and on which thread. */
    record Told<V, A>(V result, A attachment, Thread thread) {}

    /** Hands what it is told to a future. */
    final class Handler<V, A> extends CompletableFuture<Told<V, A>> implements CompletionHandler<V, A> {
        @Override
        public void completed(V result, A attachment) {
            if (!complete(new Told<>(result, attachment, Thread.currentThread()))) {
                throw new AssertionError("the handler was called twice");
            }
        }

        @Override
        public void failed(Throwable error, A attachment) {
            if (!completeExceptionally(error)) {
                throw new AssertionError("the handler was called twice");
            }
        }
    }

    static int read(AsynchronousFileChannel channel, ByteBuffer buffer, long position) throws Exception {
        Handler<Integer, String> handler = new Handler<>();
        channel.read(buffer, position, "read", handler);
        return handler.get().result();
    }

    static int write(AsynchronousFileChannel channel, ByteBuffer buffer, long position) throws Exception {
        Handler<Integer, String> handler = new Handler<>();
        channel.write(buffer, position, "write", handler);
        return handler.get().result();
    }
}
