package io.auraio.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * A counter in the kernel that wakes whoever waits on it: the way to interrupt a thread that sleeps in a ring.
 *
 * <p>Non-blocking and not inherited by child processes. Any thread may call anything, also while another closes it.
 * Source: {@code eventfd(2)}.
 */
public final class EventFd implements AutoCloseable {
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;

    private static final MethodHandle EVENTFD =
            Native.function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private final int fd;
    private final Gate gate = new Gate();

    private EventFd(int fd) {
        this.fd = fd;
    }

    /**
     * Opens a counter at 0.
     *
     * @return the counter; the caller closes it
     * @throws SyscallException with {@code EMFILE} or {@code ENFILE} where there is no file descriptor left
     */
    public static EventFd open() throws SyscallException {
        ThreadScratch scratch = ThreadScratch.current();
        int fd;
        try {
            fd = (int) EVENTFD.invokeExact(scratch.capture, 0, EFD_CLOEXEC | EFD_NONBLOCK);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (fd < 0) {
            throw new SyscallException("eventfd", "EFD_CLOEXEC|EFD_NONBLOCK", scratch.errno());
        }
        return new EventFd(fd);
    }

    /**
     * The file descriptor, for polling on it or reading it through a ring.
     *
     * @return the descriptor; it stays this object's
     */
    public int fd() {
        return fd;
    }

    /**
     * Adds 1, which wakes the waiters. A full counter stays as it is: it wakes as well.
     *
     * @throws IllegalStateException where it is closed
     */
    public void signal() {
        enter();
        try {
            ThreadScratch scratch = ThreadScratch.current();
            Memory.putLong(scratch.value(), 1);
            long result = Libc.write(scratch, fd, scratch.value(), Long.BYTES);
            assert result == Long.BYTES || result == -Errno.EAGAIN : Errno.describe((int) result);
            Reference.reachabilityFence(scratch);
        } finally {
            gate.leave();
        }
    }

    /**
     * Takes what was added, without waiting.
     *
     * @return how often it was signalled since the last drain; 0 where it was not
     * @throws IllegalStateException where it is closed
     */
    public long drain() {
        enter();
        try {
            ThreadScratch scratch = ThreadScratch.current();
            long result = Libc.read(scratch, fd, scratch.value(), Long.BYTES);
            long count = result == Long.BYTES ? Memory.getLong(scratch.value()) : 0;
            Reference.reachabilityFence(scratch);
            return count;
        } finally {
            gate.leave();
        }
    }

    /** Closes the descriptor, once no thread is inside a call on it. A second call does nothing. */
    @Override
    public void close() {
        if (gate.close()) {
            // No bound: both calls are non-blocking, so that nobody stays inside.
            while (!gate.awaitEmpty(Long.MAX_VALUE / 2)) {
                Thread.onSpinWait();
            }
            Libc.close(fd);
        }
    }

    private void enter() {
        if (!gate.tryEnter()) {
            throw new IllegalStateException("eventfd is closed");
        }
    }
}
