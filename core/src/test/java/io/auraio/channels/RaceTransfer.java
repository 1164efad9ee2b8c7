package io.auraio.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** One asynchronous transfer after the other of a {@link RaceBlock}, with a handler or as a future. */
final class RaceTransfer {

    /** Takes a result, once. */
    private static final class Handler implements CompletionHandler<Integer, Void> {
        final CompletableFuture<Integer> result = new CompletableFuture<>();
        final AtomicInteger calls = new AtomicInteger();

        @Override
        public void completed(Integer count, Void attachment) {
            calls.incrementAndGet();
            result.complete(count);
        }

        @Override
        public void failed(Throwable failure, Void attachment) {
            calls.incrementAndGet();
            result.completeExceptionally(failure);
        }
    }

    private final RaceBlock block;
    private boolean writing;
    private Future<Integer> future;
    private boolean cancelled;

    /** The latest, which is looked at once more when the next is made. */
    private Handler handler = new Handler();

    RaceTransfer(RaceBlock block) {
        this.block = block;
    }

    void start(AsynchronousFileChannel channel) {
        assertThat(handler.calls.get()).as("calls of a handler").isLessThanOrEqualTo(1);
        handler = new Handler();
        writing = ThreadLocalRandom.current().nextBoolean();
        cancelled = false;
        ByteBuffer buffer = writing ? block.toWrite() : block.toRead();
        if (ThreadLocalRandom.current().nextBoolean()) {
            future = writing ? channel.write(buffer, block.position) : channel.read(buffer, block.position);
        } else {
            future = handler.result;
            if (writing) {
                channel.write(buffer, block.position, null, handler);
            } else {
                channel.read(buffer, block.position, null, handler);
            }
        }
    }

    /** A handler's transfer cannot be cancelled. */
    void cancelPerhaps() {
        int dice = ThreadLocalRandom.current().nextInt(4);
        if (future != handler.result && dice < 2) {
            cancelled = future.cancel(dice == 0);
        }
    }

    /** Waits for its end, and says whether it transferred all. */
    boolean isWhole() throws InterruptedException {
        boolean whole = false;
        try {
            assertThat(future.get()).isEqualTo(RaceBlock.BYTES);
            if (writing) {
                block.wasWritten();
            } else {
                block.wasRead();
            }
            assertThat(cancelled).as("cancelled, and has a result").isFalse();
            whole = true;
        } catch (CancellationException e) {
            assertThat(cancelled).as("cancelled").isTrue();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ClosedChannelException.class);
        }
        assertThat(future.isDone()).isTrue();
        block.letGo();
        return whole;
    }
}
