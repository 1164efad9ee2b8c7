package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Kernel;
import io.auraio.syscall.SyscallException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** All that an engine has registered with its rings: the pool's slabs, and the memory and the files of its users. Any thread. */
final class Registry {

    /** SZ_1G of linux/sizes.h, the most that io_uring/rsrc.c takes for one buffer. */
    private static final long MAX_MEMORY_BYTES = 1L << 30;

    private final FixedBuffers buffers;
    private final FixedFiles files;
    private final SlabRegistrations slabs;
    private final AtomicInteger memories = new AtomicInteger();
    private final AtomicLong memoryBytes = new AtomicLong();

    /**
     * For an engine that is being opened.
     *
     * @param rings all its rings; filled in by the time of the first registration
     * @param kernels for rings of the registry's own
     */
    Registry(EngineOptions options, Ring[] rings, Supplier<Kernel> kernels) {
        buffers = new FixedBuffers(rings, options.driving(), kernels);
        files = new FixedFiles(rings);
        slabs = new SlabRegistrations(buffers, options.registerBuffers(), rings.length);
    }

    /**
     * Where the rings have memory that a request holds; negative where they have it not. Under the lock of the request's ring: whoever takes a place away looks
     * through the requests under it, and either finds this one or is seen here.
     *
     * @throws IllegalStateException where the registration is closed
     * @throws IllegalArgumentException where it is another engine's
     */
    int placeOf(Object memory) {
        if (memory instanceof Buffer buffer) {
            return slabs.placeOf(buffer);
        }
        if (memory instanceof BufferPart part) {
            return slabs.placeOf(part.buffer());
        }
        return memory instanceof RegisteredSlice slice ? slice.placeIn(buffers) : -1;
    }

    CompletableFuture<RegisteredMemory> registerMemory(Engine engine, MemorySegment memory) {
        if (memory.byteSize() < 1 || memory.byteSize() > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("memory.byteSize()=" + memory.byteSize() + "; 1 to " + MAX_MEMORY_BYTES + " is right");
        }
        return buffers.register(memory).thenApply(place -> {
            memories.incrementAndGet();
            memoryBytes.addAndGet(memory.byteSize());
            return new RegisteredMemory(engine, memory, place);
        });
    }

    /** Ends a registration as soon as no request uses it. */
    CompletableFuture<Void> forget(RegisteredMemory registration, int place) {
        return buffers.unregister(place).whenComplete((ignored, failure) -> {
            memories.decrementAndGet();
            memoryBytes.addAndGet(-registration.memory().byteSize());
        });
    }

    CompletableFuture<RegisteredFile> registerFile(Engine engine, AsyncFile file) {
        int place;
        try {
            place = files.claim(file);
        } catch (SyscallException full) {
            return CompletableFuture.failedFuture(full);
        }
        RegisteredFile registration = new RegisteredFile(engine, files, place);
        try {
            registration.claim(file);
        } catch (IllegalStateException e) {
            files.release(place);
            throw e;
        }
        return registration.begin(file).thenApply(done -> registration);
    }

    RegistrationStats stats() {
        return new RegistrationStats(slabs.slabs(), slabs.bytes(), slabs.refusal(), memories.get(), memoryBytes.get(), files.count());
    }

    FixedBuffers buffers() {
        return buffers;
    }

    SlabRegistrations slabs() {
        return slabs;
    }

    /** After the rings are closed. */
    void close() {
        buffers.close();
    }
}
