package io.auraio.channels;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A FileChannel over an engine's file.
 *
 * <p>Operations that use the position hold {@link #positionLock}, one at a time; the others go on beside them. Whatever may block runs between the
 * superclass's begin() and end(), by which an interrupt closes the channel, and end() tells a thread how its operation was ended.
 */
final class EngineFileChannel extends FileChannel {

    private final ChannelFile channel;
    private final ChannelMode mode;
    private final BlockingIo io;
    private final VectoredIo vectored;
    private final ReentrantLock positionLock = new ReentrantLock();

    /** Guarded by the position lock. Of a channel that appends it is the file's size instead. */
    private long position;

    EngineFileChannel(ChannelFile channel) {
        this.channel = channel;
        this.mode = channel.mode();
        this.io = new BlockingIo(channel);
        this.vectored = new VectoredIo(channel, io);
    }

    // ---- reading and writing

    @Override
    public int read(ByteBuffer dst) throws IOException {
        checkRead(dst);
        return (int) atPosition(at -> io.transfer(true, dst, at));
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, dsts.length);
        checkOpen();
        mode.checkReads();
        return atPosition(at -> vectored.transfer(true, dsts, offset, length, at));
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        checkWrite(src);
        return (int) atPosition(at -> io.transfer(false, src, at));
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, srcs.length);
        checkOpen();
        mode.checkWrites();
        return atPosition(at -> vectored.transfer(false, srcs, offset, length, at));
    }

    @Override
    public int read(ByteBuffer dst, long position) throws IOException {
        UserBuffer.checkPosition(position);
        checkRead(dst);
        return transfer(true, dst, position);
    }

    @Override
    public int write(ByteBuffer src, long position) throws IOException {
        UserBuffer.checkPosition(position);
        checkWrite(src);
        return transfer(false, src, position);
    }

    private void checkRead(ByteBuffer dst) throws ClosedChannelException {
        Objects.requireNonNull(dst, "dst");
        checkOpen();
        mode.checkReads();
        UserBuffer.checkWritable(dst);
    }

    private void checkWrite(ByteBuffer src) throws ClosedChannelException {
        Objects.requireNonNull(src, "src");
        checkOpen();
        mode.checkWrites();
    }

    private int transfer(boolean reading, ByteBuffer buffer, long at) throws IOException {
        boolean completed = false;
        try {
            enter();
            int count = io.transfer(reading, buffer, at);
            completed = true;
            return count;
        } catch (IllegalStateException e) {
            throw orClosed(e);
        } finally {
            exit(completed);
        }
    }

    /** What is done at the channel's position, and moves it by its result. */
    private interface Positioned {
        long transfer(long position) throws IOException;
    }

    private long atPosition(Positioned operation) throws IOException {
        positionLock.lock();
        try {
            return blocking(() -> {
                long count = operation.transfer(position);
                position += Math.max(0, count);
                return count;
            });
        } finally {
            positionLock.unlock();
        }
    }

    // ---- position and size

    @Override
    public long position() throws IOException {
        checkOpen();
        if (mode.appends()) {
            return size();
        }
        positionLock.lock();
        try {
            return position;
        } finally {
            positionLock.unlock();
        }
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        checkOpen();
        UserBuffer.checkPosition(newPosition);
        positionLock.lock();
        try {
            position = newPosition;
        } finally {
            positionLock.unlock();
        }
        return this;
    }

    @Override
    public long size() throws IOException {
        checkOpen();
        return blocking(() -> channel.file().size());
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        checkOpen();
        if (size < 0) {
            throw new IllegalArgumentException("size=" + size + "; 0 or more is right");
        }
        mode.checkWrites();
        positionLock.lock();
        try {
            blocking(() -> {
                channel.truncate(size);
                return null;
            });
            position = Math.min(position, size);
        } finally {
            positionLock.unlock();
        }
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        checkOpen();
        blocking(() -> {
            io.force(metaData);
            return null;
        });
    }

    // ---- transfers between channels

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        checkOpen();
        if (!target.isOpen()) {
            throw new ClosedChannelException();
        }
        mode.checkReads();
        if (target instanceof EngineFileChannel file) {
            file.mode.checkWrites();
        }
        checkRange(position, count);
        if (count == 0 || position > size()) {
            return 0;
        }
        Transfers transfers = new Transfers(channel, this);
        if (transfers.areTheJdks(target)) {
            return blocking(() -> channel.mapping().transferTo(position, count, target));
        }
        try {
            return transfers.to(position, count, target);
        } catch (ClosedChannelException e) {
            throw closedWithin(e, target);
        }
    }

    @Override
    public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
        checkOpen();
        if (!src.isOpen()) {
            throw new ClosedChannelException();
        }
        mode.checkWrites();
        if (src instanceof EngineFileChannel file) {
            file.mode.checkReads();
        }
        checkRange(position, count);
        if (count == 0) {
            return 0;
        }
        Transfers transfers = new Transfers(channel, this);
        if (transfers.areTheJdks()) {
            return blocking(() -> channel.mapping().transferFrom(src, position, count));
        }
        try {
            return transfers.from(src, position, count);
        } catch (ClosedChannelException e) {
            throw closedWithin(e, src);
        }
    }

    /** Either channel was closed before the first byte: by an interrupt, then both are, or by somebody else. */
    private ClosedChannelException closedWithin(ClosedChannelException e, Channel other) throws IOException {
        if (!mode.survivesInterrupt() && Thread.currentThread().isInterrupted()) {
            close();
            other.close();
            return e instanceof ClosedByInterruptException ? e : new ClosedByInterruptException();
        }
        return e instanceof AsynchronousCloseException ? e : new AsynchronousCloseException();
    }

    private static void checkRange(long position, long count) {
        UserBuffer.checkPosition(position);
        if (count < 0) {
            throw new IllegalArgumentException("count=" + count + "; 0 or more is right");
        }
    }

    // ---- what the JDK does

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return mapped(mode, jdk -> jdk.map(mode, position, size));
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        return mapped(mode, jdk -> jdk.map(mode, offset, size, arena));
    }

    private interface Mapping<T> {
        T map(FileChannel jdk) throws IOException;
    }

    private <T> T mapped(MapMode mapMode, Mapping<T> mapping) throws IOException {
        Objects.requireNonNull(mapMode, "mode");
        checkOpen();
        if (mapMode != MapMode.READ_ONLY) {
            this.mode.checkWrites();
        }
        this.mode.checkReads();
        return blocking(() -> this.mode.survivesInterrupt() ? survivingMap(mapping) : mapping.map(channel.mapping()));
    }

    /** The JDK's channel does not survive an interrupt. One that comes while it maps closes it, and with it go all locks on the file. */
    private <T> T survivingMap(Mapping<T> mapping) throws IOException {
        return BlockingIo.surviving(() -> {
            try {
                return mapping.map(channel.mapping());
            } catch (ClosedByInterruptException e) {
                if (channel.hasLocked()) {
                    close();
                    throw e;
                }
                throw new InterruptedIOException(e.toString());
            }
        });
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        checkOpen();
        try {
            return blocking(() -> {
                AwaitedLock lock = new AwaitedLock(held -> new HeldLock(this, held));
                channel.locking().lock(position, size, shared, null, lock);
                // An interrupt or a close ends the wait by closing the JDK's channel.
                return EngineFutures.await(lock);
            });
        } catch (ClosedByInterruptException e) {
            throw new FileLockInterruptionException();
        }
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        checkOpen();
        FileLock lock = channel.locking().tryLock(position, size, shared);
        return lock == null ? null : new HeldLock(this, lock);
    }

    // ---- closing

    /** What may block, between begin() and end(). */
    private interface Blocking<T> {
        T call() throws IOException;
    }

    private <T> T blocking(Blocking<T> operation) throws IOException {
        boolean completed = false;
        try {
            enter();
            T result = operation.call();
            completed = true;
            return result;
        } catch (IllegalStateException e) {
            throw orClosed(e);
        } finally {
            exit(completed);
        }
    }

    private void enter() {
        if (!mode.survivesInterrupt()) {
            begin();
        }
    }

    private void exit(boolean completed) throws IOException {
        if (!mode.survivesInterrupt()) {
            end(completed);
        } else if (!completed && !isOpen()) {
            throw new AsynchronousCloseException();
        }
    }

    /** The file is closed behind its channel: what it says of that is the channel's to say. */
    private IOException orClosed(IllegalStateException e) {
        if (isOpen()) {
            throw e;
        }
        return new AsynchronousCloseException();
    }

    private void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
    }
}
