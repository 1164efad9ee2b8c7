package io.auraio.syscall;

import static io.auraio.syscall.Struct.CQ_OFF;
import static io.auraio.syscall.Struct.CQE;
import static io.auraio.syscall.Struct.PARAMS;
import static io.auraio.syscall.Struct.SQE;
import static io.auraio.syscall.Struct.SQ_OFF;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.MemorySegment;

/**
 * A ring's file descriptor and maps, from setup until nothing can reach them.
 *
 * <p>The ring lets go of them in two steps. {@link #detach} puts zeroed anonymous memory over the maps, which gives
 * the kernel's ring back at once while a late reader or writer meets zeros instead of a fault, which would end the
 * JVM. {@link #run} removes the maps once the {@link Uring} and its queues are unreachable.
 */
final class RingMemory implements Runnable {
    private static final int PROT = Kernel.PROT_READ | Kernel.PROT_WRITE;

    final Kernel kernel;
    final int fd;
    final int flags;
    final int features;
    final int sqEntries;
    final int cqEntries;
    /** Where the words of the submission ring start. */
    long sq;
    /** Where the words of the completion ring start. */
    long cq;
    /** Where the submission entries start. */
    long sqes;

    private final long sqLength;
    private final long cqLength;
    private final long sqesLength;
    private final boolean oneMap;
    private boolean fdOpen = true;

    /** {@code params} as the kernel answered them. */
    RingMemory(Kernel kernel, int fd, MemorySegment params) throws SyscallException {
        this.kernel = kernel;
        this.fd = fd;
        long p = params.address();
        flags = Memory.getInt(p + offset(PARAMS, "flags"));
        features = Memory.getInt(p + offset(PARAMS, "features"));
        sqEntries = Memory.getInt(p + offset(PARAMS, "sq_entries"));
        cqEntries = Memory.getInt(p + offset(PARAMS, "cq_entries"));
        boolean hasArray = (flags & UringSetup.IORING_SETUP_NO_SQARRAY) == 0;
        long array = Memory.getInt(p + offset(PARAMS, "sq_off") + offset(SQ_OFF, "array"));
        long cqes = Memory.getInt(p + offset(PARAMS, "cq_off") + offset(CQ_OFF, "cqes"));
        long sqEnd = hasArray ? array + (long) Integer.BYTES * sqEntries
                : Memory.getInt(p + offset(PARAMS, "sq_off") + offset(SQ_OFF, "dropped")) + (long) Integer.BYTES;
        long cqEnd = cqes + (CQE.byteSize() * cqEntries << cqeShift());
        oneMap = (features & Uring.IORING_FEAT_SINGLE_MMAP) != 0;
        sqLength = oneMap ? Math.max(sqEnd, cqEnd) : sqEnd;
        cqLength = oneMap ? 0 : cqEnd;
        sqesLength = SQE.byteSize() * sqEntries << sqeShift();
        try {
            sq = map(sqLength, Kernel.IORING_OFF_SQ_RING);
            cq = oneMap ? sq : map(cqLength, Kernel.IORING_OFF_CQ_RING);
            sqes = map(sqesLength, Kernel.IORING_OFF_SQES);
        } catch (SyscallException e) {
            run();
            throw e;
        }
    }

    /** 1 where submission entries are twice as long, otherwise 0. */
    int sqeShift() {
        return (flags & UringSetup.IORING_SETUP_SQE128) != 0 ? 1 : 0;
    }

    /** 1 where completion entries are twice as long, otherwise 0. */
    int cqeShift() {
        return (flags & UringSetup.IORING_SETUP_CQE32) != 0 ? 1 : 0;
    }

    /** Leaves zeros where the ring was. Where that fails, for want of memory, the ring's own pages stay, which is as safe. */
    void detach() {
        cover(sq, sqLength);
        if (!oneMap) {
            cover(cq, cqLength);
        }
        cover(sqes, sqesLength);
    }

    /** Gives the descriptor back; the caller knows that no thread is inside a call on it. */
    synchronized void closeFd() {
        if (fdOpen) {
            fdOpen = false;
            kernel.close(fd);
        }
    }

    /** Gives everything back; the caller knows that nothing can reach it any more. */
    @Override
    public void run() {
        unmap(sq, sqLength);
        if (!oneMap) {
            unmap(cq, cqLength);
        }
        unmap(sqes, sqesLength);
        closeFd();
    }

    private long map(long length, long offset) throws SyscallException {
        long address = kernel.mmap(0, length, PROT, Kernel.MAP_SHARED | Kernel.MAP_POPULATE, fd, offset);
        if (address < 0 && address > -4096) {
            throw new SyscallException("mmap", "length=" + length + ", fd=io_uring, offset=0x" + Long.toHexString(offset),
                    (int) address, address == -Errno.ENOMEM
                            ? "no memory for the ring's maps, or too many maps (vm.max_map_count)" : "");
        }
        // A child process must not share the ring. Only a memory cgroup or a kernel without the call refuses, and
        // then children merely inherit a map that nothing in them uses.
        kernel.madvise(address, length, Kernel.MADV_DONTFORK);
        return address;
    }

    private void cover(long address, long length) {
        kernel.mmap(address, length, PROT,
                Kernel.MAP_FIXED | Kernel.MAP_PRIVATE | Kernel.MAP_ANONYMOUS | Kernel.MAP_NORESERVE, -1, 0);
    }

    private void unmap(long address, long length) {
        if (address != 0) {
            kernel.munmap(address, length);
        }
    }
}
