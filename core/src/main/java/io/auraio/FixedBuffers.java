package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Kernel;
import io.auraio.syscall.Libc;
import io.auraio.syscall.SyscallException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Memory registered with all of an engine's rings, in the same place of each ring's table: all rings have it, or none.
 *
 * <p>Any thread. A place is given out again only once every ring has emptied it, and a ring empties it only once none of its requests uses it: so no request
 * that is still queued can meet other memory there than it was submitted for.
 */
final class FixedBuffers {

    private static final String UPDATE = "IORING_REGISTER_BUFFERS_UPDATE";

    private final Ring[] rings;
    private final Driving driving;
    private final Supplier<Kernel> kernels;
    private final Places places = new Places(RingTables.BUFFERS);
    private final AtomicReference<CompletableFuture<PinnedMemory>> pinned = new AtomicReference<>();

    /**
     * For an engine that is being opened.
     *
     * @param rings all its rings; filled in by the time of the first registration
     */
    FixedBuffers(Ring[] rings, Driving driving, Supplier<Kernel> kernels) {
        this.rings = rings;
        this.driving = driving;
        this.kernels = kernels;
    }

    /**
     * Registers memory. May take as long as it takes to walk through its pages.
     *
     * @return the place; or a SyscallException where a ring refuses, then no ring has it
     */
    CompletableFuture<Integer> register(MemorySegment memory) {
        int place = places.claim();
        if (place < 0) {
            return CompletableFuture.failedFuture(new SyscallException(
                    "io_uring_register", UPDATE + ", bytes=" + memory.byteSize(),
                    Errno.ENOSPC, "all " + RingTables.BUFFERS + " places for registered memory are taken"));
        }
        try {
            // Here and not where it is pinned: the kernel keeps a ring locked while it pins, and pages that are there are pinned soon. Advice: what cannot
            // be populated will be pinned all the same, or refused with a reason.
            Libc.madvise(memory, Libc.MADV_POPULATE_WRITE);
            PinnedMemory source = source();
            if (source == null) {
                return settle(place, memory, OnEveryRing.run(rings, ring -> ring.tables().putBuffer(place, memory)));
            }
            int rc = source.pin(place, memory);
            if (rc >= 0) {
                return settle(place, memory, OnEveryRing.run(rings, ring -> ring.tables().cloneBuffer(place, source.uring()))
                        .whenComplete((answers, e) -> source.letGo(place)));
            }
            places.release(place);
            return CompletableFuture.failedFuture(refused(memory, -rc));
        } catch (IllegalStateException closed) {
            // The engine, or the memory's arena.
            places.release(place);
            return CompletableFuture.failedFuture(closed);
        }
    }

    private CompletableFuture<Integer> settle(int place, MemorySegment memory, CompletableFuture<OnEveryRing.Answers> answers) {
        return answers.thenCompose(given -> given.areGood()
                ? CompletableFuture.completedFuture(place)
                : clear(place).handle((ignored, e) -> {
                    throw failure(given, memory);
                }));
    }

    private static RuntimeException failure(OnEveryRing.Answers answers, MemorySegment memory) {
        int errno = -answers.errno();
        return errno == 0 ? new IllegalStateException("the engine is closed") : new CompletionException(refused(memory, errno));
    }

    /**
     * Empties a place on every ring, as soon as none of the ring's requests uses it, and gives it back.
     *
     * @return done; or an IllegalStateException where a ring was lost with requests that may use the memory for ever
     */
    CompletableFuture<Void> unregister(int place) {
        return clear(place).thenAccept(answers -> {
            if (answers.isRingLost()) {
                throw new IllegalStateException("a ring was closed with requests that did not end: the registered memory must stay allocated");
            }
        });
    }

    private CompletableFuture<OnEveryRing.Answers> clear(int place) {
        return OnEveryRing.run(rings, ring -> ring.usesBuffer(place) ? OnEveryRing.NOT_YET : ring.tables().clearBuffer(place))
                .whenComplete((answers, e) -> {
                    if (answers.leaveNothing()) {
                        places.release(place);
                    }
                });
    }

    /** Whether memory is pinned and charged once, and not once for each ring. */
    boolean isShared() {
        return source() != null;
    }

    /** Whether the calling thread walks through the pages, and keeps no ring's driver from its work. */
    boolean pinsHere() {
        return source() != null || rings.length == 1 && rings[0].driver().isDrivenHere();
    }

    /**
     * What the rings take memory over from, opened by the first who asks; null where they cannot. A caller's one ring has no use for it: mostly its driver is
     * who registers.
     */
    private PinnedMemory source() {
        if (driving == Driving.CALLER) {
            return null;
        }
        CompletableFuture<PinnedMemory> opening = new CompletableFuture<>();
        if (pinned.compareAndSet(null, opening)) {
            PinnedMemory opened = null;
            try {
                opened = PinnedMemory.open(kernels.get());
            } finally {
                opening.complete(opened);
            }
        }
        return pinned.get().join();
    }

    /** After the rings are closed. */
    void close() {
        CompletableFuture<PinnedMemory> none = CompletableFuture.completedFuture(null);
        CompletableFuture<PinnedMemory> existing = pinned.getAndSet(none);
        if (existing != null && existing.join() != null) {
            existing.join().close();
        }
    }

    private static SyscallException refused(MemorySegment memory, int errno) {
        return new SyscallException("io_uring_register", UPDATE + ", bytes=" + memory.byteSize(), errno, hint(errno));
    }

    private static String hint(int errno) {
        return switch (errno) {
            case Errno.ENOMEM -> "it does not fit into RLIMIT_MEMLOCK (" + Libc.lockableBytes()
                    + " bytes for all of the user's processes): raise it (ulimit -l)";
            case Errno.EINVAL -> "this kernel (" + System.getProperty("os.version") + ") has no sparse tables of buffers, which came with Linux 5.19";
            case Errno.EFAULT -> "not memory that the kernel can write to";
            case Errno.EOPNOTSUPP -> "not anonymous memory, nor a map of a file in memory";
            default -> "";
        };
    }
}
