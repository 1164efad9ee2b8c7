package io.auraio.bench.peers;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** An AsynchronousFileChannel whose completion handlers start the next operation. */
final class AsyncChannelContender implements Contender {
    private static final int PAGE_BYTES = 4096;

    private final Workload workload;
    private final AsynchronousFileChannel channel;
    private final AutoCloseable owner;
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile Stop stop;
    private volatile CountDownLatch running;

    /** @param owner what is to be closed behind the channel */
    AsyncChannelContender(Workload workload, AsynchronousFileChannel channel, AutoCloseable owner) {
        this.workload = workload;
        this.channel = channel;
        this.owner = owner;
        for (int i = 0; i < workload.depth(); i++) {
            slots.add(new Slot());
        }
    }

    @Override
    public long run(Stop until) throws Exception {
        stop = until;
        running = new CountDownLatch(slots.size());
        slots.forEach(Slot::start);
        running.await();
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        return slots.stream().mapToLong(slot -> slot.operations).sum();
    }

    @Override
    public void close() throws Exception {
        channel.close();
        owner.close();
    }

    private final class Slot implements CompletionHandler<Integer, Void> {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(workload.blockBytes() + PAGE_BYTES).alignedSlice(PAGE_BYTES);
        private long operations;

        void start() {
            operations = 0;
            next();
        }

        private void next() {
            buffer.clear().limit(workload.blockBytes());
            if (workload.writes()) {
                channel.write(buffer, workload.nextOffset(), null, this);
            } else {
                channel.read(buffer, workload.nextOffset(), null, this);
            }
        }

        @Override
        public void completed(Integer result, Void attachment) {
            workload.check(result);
            operations++;
            if (stop.isRaised()) {
                running.countDown();
            } else {
                next();
            }
        }

        @Override
        public void failed(Throwable error, Void attachment) {
            failure.set(error);
            running.countDown();
        }
    }
}
