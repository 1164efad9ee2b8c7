package io.auraio.syscall;

import static io.auraio.syscall.Struct.PARAMS;
import static io.auraio.syscall.Struct.offset;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A kernel of rings where the running one refuses them: it keeps the rings in memory of its own, and has what they are
 * asked for done by plain system calls, on a bounded pool of threads that end when nothing is left to do.
 *
 * <p>It serves any number of rings. Each is a real descriptor, an eventfd, so that its number is nobody else's.
 */
final class ThreadKernel implements Kernel {
    private static final int MAX_ENTRIES = 32768;
    private static final int TAKEN_FLAGS =
            UringSetup.IORING_SETUP_R_DISABLED | UringSetup.IORING_SETUP_CLAMP | UringSetup.IORING_SETUP_SUBMIT_ALL;
    private static final long IDLE_MILLIS = 1000;

    private final Kernel memory = new NativeKernel();
    private final Map<Integer, ThreadRing> rings = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    ThreadKernel(int threadCount) {
        AtomicInteger numbers = new AtomicInteger();
        // No bound of its own: what waits is what is in flight, which the rings' users bound.
        threads = new ThreadPoolExecutor(threadCount, threadCount, IDLE_MILLIS, TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(), task -> Thread.ofPlatform().daemon()
                        .name("auraio-io-" + numbers.getAndIncrement()).unstarted(task));
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public int setup(int entries, long params) {
        int flags = Memory.getInt(params + offset(PARAMS, "flags"));
        boolean clamped = (flags & UringSetup.IORING_SETUP_CLAMP) != 0;
        if ((flags & ~TAKEN_FLAGS) != 0 || entries < 1 || entries > MAX_ENTRIES && !clamped) {
            return -Errno.EINVAL;
        }
        ThreadRing ring;
        try {
            ring = new ThreadRing(threads, Math.min(entries, MAX_ENTRIES),
                    (flags & UringSetup.IORING_SETUP_R_DISABLED) == 0);
        } catch (SyscallException e) {
            return -e.errno();
        }
        ring.describe(params);
        rings.put(ring.fd(), ring);
        return ring.fd();
    }

    @Override
    public int enter(int fd, int toSubmit, int minComplete, int flags, long arg, long argSize) {
        ThreadRing ring = rings.get(fd);
        if (ring == null) {
            return -Errno.EBADF;
        }
        if (!ring.isEnabled()) {
            return -Errno.EBADFD;
        }
        int submitted = ring.take(toSubmit);
        if ((flags & IORING_ENTER_GETEVENTS) != 0) {
            int waited = ring.await(minComplete, ThreadRing.timeoutNanos(flags, arg));
            if (submitted == 0 && waited < 0) {
                return waited;
            }
        }
        return submitted;
    }

    @Override
    public int register(int fd, int opcode, long arg, int count) {
        ThreadRing ring = rings.get(fd);
        return ring == null ? -Errno.EBADF : ring.register(opcode, arg, count);
    }

    @Override
    public long mmap(long address, long length, int prot, int flags, int fd, long offset) {
        ThreadRing ring = (flags & MAP_ANONYMOUS) != 0 ? null : rings.get(fd);
        if (ring == null) {
            leave(address);
            return memory.mmap(address, length, prot, flags, fd, offset);
        }
        long mapped = memory.mmap(0, length, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if (mapped > 0) {
            ring.mapped(offset, mapped);
        }
        return mapped;
    }

    /** Before other memory comes to where a ring is: its threads write there no more. */
    private void leave(long address) {
        for (ThreadRing ring : rings.values()) {
            if (ring.isAt(address)) {
                ring.leaveMemory();
            }
        }
    }

    @Override
    public int munmap(long address, long length) {
        leave(address);
        return memory.munmap(address, length);
    }

    @Override
    public int madvise(long address, long length, int advice) {
        return memory.madvise(address, length, advice);
    }

    @Override
    public int close(int fd) {
        ThreadRing ring = rings.remove(fd);
        if (ring == null) {
            return -Errno.EBADF;
        }
        ring.close();
        return 0;
    }
}
