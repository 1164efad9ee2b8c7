package io.auraio.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * The running kernel, reached through libc.
 *
 * <p>libc has no functions for io_uring, so its calls go through {@code syscall(2)}; the others differ in number
 * between architectures and go by name. Threads may share an instance; it is fastest for the one that called last,
 * which is why each ring has its own.
 */
final class NativeKernel implements Kernel {
    private static final long NR_IO_URING_SETUP = 425; // the same on x86-64, arm64 and riscv
    private static final long NR_IO_URING_ENTER = 426;
    private static final long NR_IO_URING_REGISTER = 427;

    private static final MethodHandle SYSCALL = Native.variadic("syscall", FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
    private static final MethodHandle MMAP = Native.function("mmap", FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            Native.function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MADVISE =
            Native.function("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = Native.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /**
     * The last caller's scratch. A benign race: a thread that reads another's reference sees so by
     * {@link ThreadScratch#isMine}, and its final fields make the object safe to read, and looks up its own.
     */
    private ThreadScratch last = ThreadScratch.current();

    @Override
    public int setup(int entries, long params) {
        return (int) syscall(NR_IO_URING_SETUP, Integer.toUnsignedLong(entries), params, 0, 0, 0, 0);
    }

    @Override
    public int enter(int fd, int toSubmit, int minComplete, int flags, long arg, long argSize) {
        return (int) syscall(NR_IO_URING_ENTER, fd, toSubmit, minComplete, flags, arg, argSize);
    }

    @Override
    public int register(int fd, int opcode, long arg, int count) {
        return (int) syscall(NR_IO_URING_REGISTER, fd, Integer.toUnsignedLong(opcode), arg, count, 0, 0);
    }

    @Override
    public long mmap(long address, long length, int prot, int flags, int fd, long offset) {
        ThreadScratch scratch = scratch();
        try {
            long result = (long) MMAP.invokeExact(scratch.capture, address, length, prot, flags, fd, offset);
            return result == -1 ? -scratch.errno() : result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    @Override
    public int munmap(long address, long length) {
        ThreadScratch scratch = scratch();
        try {
            return (int) MUNMAP.invokeExact(scratch.capture, address, length) == 0 ? 0 : -scratch.errno();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    @Override
    public int madvise(long address, long length, int advice) {
        ThreadScratch scratch = scratch();
        try {
            return (int) MADVISE.invokeExact(scratch.capture, address, length, advice) == 0 ? 0 : -scratch.errno();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    @Override
    public int close(int fd) {
        ThreadScratch scratch = scratch();
        try {
            return (int) CLOSE.invokeExact(scratch.capture, fd) == 0 ? 0 : -scratch.errno();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private long syscall(long number, long a, long b, long c, long d, long e, long f) {
        ThreadScratch scratch = scratch();
        try {
            long result = (long) SYSCALL.invokeExact(scratch.capture, number, a, b, c, d, e, f);
            return result == -1 ? -scratch.errno() : result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private ThreadScratch scratch() {
        ThreadScratch scratch = last;
        if (!scratch.isMine()) {
            scratch = ThreadScratch.current();
            last = scratch;
        }
        return scratch;
    }
}
