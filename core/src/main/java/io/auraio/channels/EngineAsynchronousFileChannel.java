package io.auraio.channels;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** An AsynchronousFileChannel over an engine's file. Any thread. */
final class EngineAsynchronousFileChannel extends AsynchronousFileChannel {

    /** How much is read from the page cache by the thread that asks for it. */
    private static final int FEW_BYTES = 64 << 10;

    private final ChannelFile channel;
    private final Executor executor;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What a close has to stop. */
    private final Set<PendingTransfer> pending = ConcurrentHashMap.newKeySet();

    EngineAsynchronousFileChannel(ChannelFile channel, Executor executor) {
        this.channel = channel;
        this.executor = executor;
    }

    Engine engine() {
        return channel.engine();
    }

    AsyncFile file() {
        return channel.file();
    }

    // ---- reading and writing

    @Override
    public <A> void read(ByteBuffer dst, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
        checkRead(dst, position);
        transfer(true, dst, position, attachment, handler);
    }

    @Override
    public <A> void write(ByteBuffer src, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
        checkWrite(src, position);
        transfer(false, src, position, attachment, handler);
    }

    @Override
    public Future<Integer> read(ByteBuffer dst, long position) {
        checkRead(dst, position);
        return transfer(true, dst, position);
    }

    @Override
    public Future<Integer> write(ByteBuffer src, long position) {
        checkWrite(src, position);
        return transfer(false, src, position);
    }

    private void checkRead(ByteBuffer dst, long position) {
        UserBuffer.checkWritable(dst);
        UserBuffer.checkPosition(position);
        channel.mode().checkReads();
    }

    private void checkWrite(ByteBuffer src, long position) {
        Objects.requireNonNull(src, "src");
        UserBuffer.checkPosition(position);
        channel.mode().checkWrites();
    }

    private <A> void transfer(boolean reading, ByteBuffer buffer, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
        Objects.requireNonNull(handler, "handler");
        if (!isOpen()) {
            fail(new ClosedChannelException(), attachment, handler);
        } else if (!buffer.hasRemaining()) {
            HandledTransfer.execute(executor, () -> handler.completed(0, attachment));
        } else {
            MemorySegment memory;
            try {
                memory = memory(buffer, position);
            } catch (IOException e) {
                fail(e, attachment, handler);
                return;
            }
            HandledTransfer<A> taker = new HandledTransfer<>(executor, attachment, handler);
            long cached = reading ? readCached(buffer, memory, position) : Engine.AGAIN;
            if (cached != Engine.AGAIN) {
                taker.ready(orEndOfFile(cached));
            } else {
                PendingTransfer transfer;
                try {
                    transfer = new PendingTransfer(this, reading, buffer, memory, position, taker);
                } catch (IllegalStateException e) {
                    fail(noMemory(reading, position, e), attachment, handler);
                    return;
                }
                begun(transfer).start();
            }
        }
    }

    private Future<Integer> transfer(boolean reading, ByteBuffer buffer, long position) {
        TransferFuture future = new TransferFuture(engine(), executor);
        if (!isOpen()) {
            return future.failed(new ClosedChannelException());
        }
        if (!buffer.hasRemaining()) {
            return future.ended(0);
        }
        MemorySegment memory;
        try {
            memory = memory(buffer, position);
        } catch (IOException e) {
            return future.failed(e);
        }
        long cached = reading ? readCached(buffer, memory, position) : Engine.AGAIN;
        if (cached != Engine.AGAIN) {
            return future.ended(orEndOfFile(cached));
        }
        PendingTransfer transfer;
        try {
            transfer = new PendingTransfer(this, reading, buffer, memory, position, future);
        } catch (IllegalStateException e) {
            return future.failed(noMemory(reading, position, e));
        }
        return future.start(begun(transfer));
    }

    /** The engine was closed before its channel, and lends nothing to copy through. */
    private IOException noMemory(boolean reading, long position, IllegalStateException e) {
        return new IOException((reading ? "read" : "write") + "(path=" + file().path() + ", position=" + position + "): " + e.getMessage(), e);
    }

    /**
     * What the buffer has for the kernel.
     *
     * @throws IllegalArgumentException where it is confined to a thread
     */
    private MemorySegment memory(ByteBuffer buffer, long position) throws IOException {
        MemorySegment memory = UserBuffer.remaining(buffer);
        if (UserBuffer.isConfined(memory)) {
            throw new IllegalArgumentException("buffer=" + buffer
                    + " is confined to a thread, which could free it under the kernel; a shared or automatic arena is right");
        }
        UserBuffer.checkAligned(file(), memory.isNative() ? memory : null, memory.byteSize(), position);
        return memory;
    }

    /**
     * Reads what the page cache has at once: to copy a little costs less than to hand it over. Moves the buffer's position.
     *
     * @return bytes, 0 at the end of the file, or AGAIN
     */
    private long readCached(ByteBuffer buffer, MemorySegment memory, long position) {
        if (!memory.isNative() || memory.byteSize() > FEW_BYTES) {
            return Engine.AGAIN;
        }
        try {
            long count = file().readCached(memory, position);
            if (count > 0) {
                buffer.position(buffer.position() + (int) count);
            }
            return count;
        } catch (IllegalStateException | IllegalArgumentException forTheRequestToMeet) {
            return Engine.AGAIN;
        }
    }

    private static int orEndOfFile(long count) {
        return count == 0 ? -1 : (int) count;
    }

    private <A, V> void fail(Throwable error, A attachment, CompletionHandler<V, ? super A> handler) {
        HandledTransfer.execute(executor, () -> handler.failed(error, attachment));
    }

    /** Before it starts. One that begins beside a close is stopped by the close, or finds the file closed. */
    private PendingTransfer begun(PendingTransfer transfer) {
        pending.add(transfer);
        return transfer;
    }

    /** The kernel is done with it. */
    void ended(PendingTransfer transfer) {
        pending.remove(transfer);
    }

    // ---- the file

    @Override
    public long size() throws IOException {
        return open(() -> file().size());
    }

    @Override
    public AsynchronousFileChannel truncate(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size=" + size + "; 0 or more is right");
        }
        channel.mode().checkWrites();
        return open(() -> {
            channel.truncate(size);
            return this;
        });
    }

    @Override
    public void force(boolean metaData) throws IOException {
        open(() -> BlockingIo.surviving(() -> {
            file().force(metaData);
            return null;
        }));
    }

    private <T> T open(BlockingIo.Interruptible<T> call) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        try {
            return call.call();
        } catch (IllegalStateException e) {
            if (isOpen()) {
                throw e;
            }
            throw new ClosedChannelException();
        }
    }

    // ---- locks

    @Override
    public <A> void lock(long position, long size, boolean shared, A attachment, CompletionHandler<FileLock, ? super A> handler) {
        Objects.requireNonNull(handler, "handler");
        await(position, size, shared).whenComplete((lock, error) -> HandledTransfer.execute(executor, () -> {
            if (error == null) {
                handler.completed(lock, attachment);
            } else {
                handler.failed(error, attachment);
            }
        }));
    }

    @Override
    public Future<FileLock> lock(long position, long size, boolean shared) {
        return await(position, size, shared);
    }

    private AwaitedLock await(long position, long size, boolean shared) {
        AwaitedLock lock = new AwaitedLock(held -> new HeldLock(this, held));
        try {
            channel.locking().lock(position, size, shared, null, lock);
        } catch (IOException e) {
            lock.failed(e, null);
        }
        return lock;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        FileLock lock = open(() -> channel.locking().tryLock(position, size, shared));
        return lock == null ? null : new HeldLock(this, lock);
    }

    // ---- closing

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            pending.forEach(PendingTransfer::abort);
            channel.close();
        }
    }
}
