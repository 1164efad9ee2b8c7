package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Registers the pool's slabs with the rings, so that reads and writes of pool buffers go the fixed way with nothing for the user to do.
 *
 * <p>The thread that maps a slab touches its pages, and goes on as soon as the rings' drivers are asked; until the last of them has answered, buffers of the
 * slab go the plain way. Where the kernel or {@link LockedMemory} refuses, they go that way for good: it is said once in the log, and slabs of that size are
 * tried again only when another one was closed.
 */
final class SlabRegistrations {

    /**
     * The largest slab that a ring's driver pins itself, for which nothing moves on its ring meanwhile: some 0.2 ms; 128 MiB took 14 to 35 ms on Linux 6.18,
     * x86-64, 2 CPUs under load, with the pages touched beforehand.
     */
    private static final long MOST_PINNED_BY_DRIVERS = 4 << 20;

    private final FixedBuffers buffers;
    private final boolean wanted;
    private final int ringCount;

    private final AtomicInteger slabs = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** Slabs of this size and above were refused. */
    private final AtomicLong refusedBytes = new AtomicLong(Long.MAX_VALUE);

    private volatile String refusal = "";

    SlabRegistrations(FixedBuffers buffers, boolean wanted, int ringCount) {
        this.buffers = buffers;
        this.wanted = wanted;
        this.ringCount = ringCount;
    }

    /** The place in the rings' tables that holds a buffer which is pinned; negative where there is none. */
    int placeOf(Buffer buffer) {
        return buffer.slab() instanceof MappedSlab slab ? slab.placeIn(this) : -1;
    }

    /** Has a new slab registered. */
    void opened(MappedSlab slab) {
        long size = slab.segment().byteSize();
        if (!wanted || size >= refusedBytes.get() || size > MOST_PINNED_BY_DRIVERS && !buffers.pinsHere()) {
            return;
        }
        long charged = buffers.isShared() ? size : size * ringCount;
        slab.chargedBytes = charged;
        if (!LockedMemory.reserve(charged)) {
            refused(size, charged + " bytes would take more than half of RLIMIT_MEMLOCK: "
                    + LockedMemory.mostBytes() + " bytes for all engines; raise it (ulimit -l)");
            return;
        }
        buffers.register(slab.segment()).whenComplete((place, failure) -> {
            if (failure == null) {
                slabs.incrementAndGet();
                bytes.addAndGet(size);
                if (!slab.registered(place)) {
                    closed(slab, place);
                }
            } else {
                LockedMemory.release(charged);
                Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
                if (cause instanceof SyscallException refusing && slab.segment().scope().isAlive()) {
                    refused(refusing.errno() == Errno.ENOMEM || refusing.errno() == Errno.ENOSPC ? size : 0, refusing.getMessage());
                }
            }
        });
    }

    /** A slab was unmapped that was registered. */
    void closed(MappedSlab slab, int place) {
        long size = slab.segment().byteSize();
        buffers.unregister(place).whenComplete((ignored, failure) -> {
            slabs.decrementAndGet();
            bytes.addAndGet(-size);
            LockedMemory.release(slab.chargedBytes);
            // There is room now, unless it never was a question of room.
            if (refusedBytes.get() > 0) {
                refusedBytes.set(Long.MAX_VALUE);
            }
        });
    }

    private void refused(long size, String why) {
        refusedBytes.accumulateAndGet(size, Math::min);
        if (refusal.isEmpty()) {
            refusal = why;
            System.getLogger("io.auraio")
                    .log(Level.INFO, "buffers are not all registered with the rings, and cost a little more CPU time: {0}; see docs/errors.md", why);
        }
    }

    int slabs() {
        return slabs.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Why slabs are not registered; empty where none was refused. */
    String refusal() {
        return refusal;
    }
}
