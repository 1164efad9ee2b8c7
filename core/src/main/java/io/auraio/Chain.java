package io.auraio;

import io.auraio.bufferpool.Buffer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Requests that run one after the other, each only where the one before it was whole: a write and then the fsync that is to cover it. The kernel starts each as
 * the one before it ends, IOSQE_IO_LINK of {@code io_uring_enter(2)}, with no thread of the program's in between.
 *
 * <pre>{@code
 * Chain chain = engine.chain();
 * chain.write(log, record, offset, written).fdatasync(log, durable);
 * while (chain.submit() == Engine.AGAIN) {
 *     engine.await(timeout);
 * }
 * }</pre>
 *
 * <p>A request that fails, or transfers fewer bytes than it was to, a read at the end of the file among them, breaks the chain: those behind it do not begin,
 * and end in {@code -ECANCELED}. So does what is behind a request that is cancelled. Each request has its handle, and its callback runs once; on one ring, in
 * the order of the chain. A sync is the last of its chain: Linux (6.18) runs what is behind one that failed, so that nothing may rely on it; submit what does
 * from its callback. Cancelling one that has not begun, while an earlier one is running, does nothing; cancelling that one ends all.
 *
 * <p>All of a chain is submitted, to one ring, or nothing. Since its requests run one at a time, it counts as one at the limit; it takes a slot for each, so
 * that there can be no more than {@link EngineOptions#queueDepth()}.
 *
 * <p>Collects requests until {@link #submit()}, which empties it to be used again: no garbage after the first uses. For one thread at a time.
 */
public final class Chain {

    private final Engine engine;
    private final int longest;
    private final List<ChainLink> links = new ArrayList<>();
    private int length;
    private long[] handles = {};
    private int submitted;

    Chain(Engine engine, int longest) {
        this.engine = engine;
        this.longest = longest;
    }

    /**
     * Adds a read into a pool buffer, as {@link AsyncFile#read(Buffer, long, IoCallback)}.
     *
     * @param file of this chain's engine
     * @param buffer where the bytes go
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done
     * @return this
     * @throws IllegalStateException if the buffer was returned, or the chain ends in a sync
     * @throws IllegalArgumentException as there, and if the file is another engine's or the chain as long as can be
     */
    public Chain read(AsyncFile file, Buffer buffer, long offset, IoCallback callback) {
        return transfer(Transfer.READ, file, buffer, buffer.segment(), offset, callback);
    }

    /**
     * Adds a read into memory, as {@link AsyncFile#read(MemorySegment, long, IoCallback)}.
     *
     * @param file of this chain's engine
     * @param memory where the bytes go; to be kept from now on
     * @param offset where in the file to read, in bytes, from 0
     * @param callback runs when the request is done
     * @return this
     * @throws IllegalStateException if the memory's arena is closed, or the chain ends in a sync
     * @throws IllegalArgumentException as there, and if the file is another engine's or the chain as long as can be
     */
    public Chain read(AsyncFile file, MemorySegment memory, long offset, IoCallback callback) {
        FileChecks.shareNative(memory);
        return transfer(Transfer.READ, file, memory, memory, offset, callback);
    }

    /**
     * Adds a write of a pool buffer, as {@link AsyncFile#write(Buffer, long, IoCallback)}.
     *
     * @param file of this chain's engine
     * @param buffer the bytes
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done
     * @return this
     * @throws IllegalStateException if the buffer was returned, or the chain ends in a sync
     * @throws IllegalArgumentException as there, and if the file is another engine's or the chain as long as can be
     */
    public Chain write(AsyncFile file, Buffer buffer, long offset, IoCallback callback) {
        return transfer(Transfer.WRITE, file, buffer, buffer.segment(), offset, callback);
    }

    /**
     * Adds a write of memory, as {@link AsyncFile#write(MemorySegment, long, IoCallback)}.
     *
     * @param file of this chain's engine
     * @param memory the bytes; to be kept from now on
     * @param offset where in the file to write, in bytes, from 0
     * @param callback runs when the request is done
     * @return this
     * @throws IllegalStateException if the memory's arena is closed, or the chain ends in a sync
     * @throws IllegalArgumentException as there, and if the file is another engine's or the chain as long as can be
     */
    public Chain write(AsyncFile file, MemorySegment memory, long offset, IoCallback callback) {
        FileChecks.shareNative(memory);
        return transfer(Transfer.WRITE, file, memory, memory, offset, callback);
    }

    /**
     * Adds an fsync, as {@link AsyncFile#fsync(IoCallback)}, the last of the chain; it covers the chain's writes to that file before it.
     *
     * @param file of this chain's engine
     * @param callback runs when the request is done
     * @return this
     * @throws IllegalStateException if the chain ends in a sync
     * @throws IllegalArgumentException if the file is another engine's or the chain as long as can be
     */
    public Chain fsync(AsyncFile file, IoCallback callback) {
        return add(Transfer.FSYNC, file, null, null, 0, callback);
    }

    /**
     * Adds an fdatasync, as {@link AsyncFile#fdatasync(IoCallback)}, the last of the chain; it covers the chain's writes to that file before it.
     *
     * @param file of this chain's engine
     * @param callback runs when the request is done
     * @return this
     * @throws IllegalStateException if the chain ends in a sync
     * @throws IllegalArgumentException if the file is another engine's or the chain as long as can be
     */
    public Chain fdatasync(AsyncFile file, IoCallback callback) {
        return add(Transfer.FDATASYNC, file, null, null, 0, callback);
    }

    private Chain transfer(Transfer operation, AsyncFile file, Object memory, MemorySegment data, long offset, IoCallback callback) {
        file.checks().transfer(operation.reads(), data, offset);
        return add(operation, file, memory, data, offset, callback);
    }

    private Chain add(Operation operation, AsyncFile file, Object memory, MemorySegment data, long offset, IoCallback callback) {
        Objects.requireNonNull(callback, "callback");
        if (file.engine() != engine) {
            throw new IllegalArgumentException("file=" + file + " is another engine's; one of this chain's engine is right");
        }
        if (length > 0 && links.get(length - 1).operation.isSync()) {
            throw new IllegalStateException("operation=" + operation.call() + " behind a sync, which would not keep it from running if it failed;"
                    + " submit it from the sync's callback");
        }
        if (length == longest) {
            throw new IllegalArgumentException("length=" + length + " is the queue depth; a chain cannot be longer");
        }
        if (length == links.size()) {
            links.add(new ChainLink());
        }
        links.get(length++).set(operation, file.descriptor(), memory, data, offset, callback);
        return this;
    }

    /**
     * Submits all of it and empties it.
     *
     * @return the handle of the first request, 0 or more; or {@link Engine#AGAIN}, where nothing was submitted and the chain is as it was, to be submitted
     *     again
     * @throws IllegalStateException if it is empty, if the engine, a file or a memory's arena is closed, or a buffer was returned; then nothing was submitted
     *     either
     */
    public long submit() {
        if (length == 0) {
            throw new IllegalStateException("the chain is empty");
        }
        if (handles.length < length) {
            handles = new long[Math.max(length, 2 * handles.length)];
        }
        long first = engine.submit(this);
        if (first != Engine.AGAIN) {
            submitted = length;
            clear();
        }
        return first;
    }

    /** Takes out what was added since the last submission. */
    public void clear() {
        for (int i = 0; i < length; i++) {
            links.get(i).clear();
        }
        length = 0;
    }

    /**
     * How many requests were added since the last submission.
     *
     * @return 0 to {@link EngineOptions#queueDepth()}
     */
    public int length() {
        return length;
    }

    /**
     * The handle of a request of the chain that was submitted last.
     *
     * @param index which, from 0
     * @return its handle
     * @throws IndexOutOfBoundsException if that chain was not so long
     */
    public long request(int index) {
        return handles[Objects.checkIndex(index, submitted)];
    }

    ChainLink link(int index) {
        return links.get(index);
    }

    void handle(int index, long handle) {
        handles[index] = handle;
    }

    /** Takes files and memory for the requests, all or none. */
    void hold() {
        for (int i = 0; i < length; i++) {
            try {
                links.get(i).hold();
            } catch (RuntimeException e) {
                letGo(i);
                throw e;
            }
        }
    }

    /** Undoes {@link #hold()}: nothing was submitted. */
    void letGo() {
        letGo(length);
    }

    private void letGo(int count) {
        for (int i = 0; i < count; i++) {
            links.get(i).letGo();
        }
    }
}
