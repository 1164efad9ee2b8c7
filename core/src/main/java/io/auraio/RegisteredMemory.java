package io.auraio;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory that an engine's rings have registered: its pages stay in place, and the kernel need not look them up for each read and write. What that saves is CPU
 * time, most of it with O_DIRECT. Pool buffers are registered without this; it is for memory of one's own.
 *
 * <p>Reads and writes name a {@link RegisteredSlice} of it. Safe for use by any number of threads. The memory must stay allocated until {@link #close()} has
 * returned, or the future of {@link #closeAsync()} has completed; registered memory counts against RLIMIT_MEMLOCK meanwhile.
 *
 * <pre>{@code
 * MemorySegment cache = arena.allocate(64 << 20, 4096);
 * try (RegisteredMemory memory = engine.registerMemory(cache)) {
 *     RegisteredSlice block = memory.slice(8192, 4096);
 *     file.read(block, offset, (request, result) -> ...);
 *     ...
 * } // waits for the read
 * }</pre>
 */
public final class RegisteredMemory implements AutoCloseable {

    private static final int CLOSED = -1;

    private final Engine engine;
    private final MemorySegment memory;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final AtomicInteger place;

    RegisteredMemory(Engine engine, MemorySegment memory, int place) {
        this.engine = engine;
        this.memory = memory;
        this.place = new AtomicInteger(place);
    }

    /**
     * A part of the memory to read into or to write. Cheap, and lasts as long as the registration: programs that use the same parts again and again make
     * their slices once.
     *
     * @param start where in the memory, in bytes, from 0
     * @param length in bytes, above 0
     * @return the part
     * @throws IllegalArgumentException if the part does not lie within the memory, or is empty
     */
    public RegisteredSlice slice(long start, long length) {
        if (start < 0 || length < 1 || length > memory.byteSize() - start) {
            throw new IllegalArgumentException("start=" + start + ", length=" + length + "; a part of the memory's " + memory.byteSize() + " bytes is right");
        }
        return new RegisteredSlice(this, memory.asSlice(start, length));
    }

    /**
     * The memory, as it was registered.
     *
     * @return the segment given to {@link Engine#registerMemory}
     */
    public MemorySegment memory() {
        return memory;
    }

    /** Where the rings of this engine have it. */
    int placeIn(FixedBuffers buffers) {
        if (engine.registry().buffers() != buffers) {
            throw new IllegalArgumentException(this + " is registered with another engine than the file's");
        }
        int now = place.get();
        if (now == CLOSED) {
            throw new IllegalStateException(this + " is closed");
        }
        return now;
    }

    /**
     * Takes no more requests, waits until those in flight are done, and has the rings give the memory up. Closing again waits for the same. A caller-driven
     * engine is driven meanwhile where the calling thread drives it, and otherwise has to be driven.
     *
     * @throws IllegalStateException in a callback, where {@link #closeAsync()} is right; or where a ring was given up with requests that did not end: the
     *     memory must then never be freed
     */
    @Override
    public void close() {
        Futures.value(engine.awaitDrivers(this::closing, "RegisteredMemory.close"));
    }

    /**
     * Takes no more requests, and has the rings give the memory up as soon as those in flight are done. Safe from any thread and in a callback; asking again
     * waits for the same.
     *
     * @return completes when the memory may be freed; fails with an IllegalStateException where a ring was given up with requests that did not end: the memory
     *     must then never be freed
     */
    public CompletableFuture<Void> closeAsync() {
        return engine.handedOver(closing());
    }

    private CompletableFuture<Void> closing() {
        int was = place.getAndSet(CLOSED);
        if (was != CLOSED) {
            engine.registry().forget(this, was).whenComplete((ignored, failure) -> {
                if (failure == null) {
                    gone.complete(null);
                } else {
                    gone.completeExceptionally(Futures.cause(failure));
                }
            });
        }
        return gone;
    }

    @Override
    public String toString() {
        return "RegisteredMemory[bytes=" + memory.byteSize() + (place.get() == CLOSED ? ", closed" : "") + "]";
    }
}
