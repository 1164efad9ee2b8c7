package io.auraio;

import io.auraio.syscall.Kernel;
import java.util.function.IntUnaryOperator;

/** The real kernel, but for enters that fail as a test says: what a real one does too seldom to wait for. */
final class InjectedKernel implements Kernel {

    private final Kernel real = Kernel.system();
    private final IntUnaryOperator errnoOfEnter;
    private int enters;

    /** {@code errnoOfEnter}: for the n-th enter, from 1, the errno to fail with, or 0 to let it through. */
    InjectedKernel(IntUnaryOperator errnoOfEnter) {
        this.errnoOfEnter = errnoOfEnter;
    }

    @Override
    public int enter(int fd, int toSubmit, int minComplete, int flags, long arg, long argSize) {
        int errno = errnoOfEnter.applyAsInt(++enters);
        return errno == 0 ? real.enter(fd, toSubmit, minComplete, flags, arg, argSize) : -errno;
    }

    @Override
    public int setup(int entries, long params) {
        return real.setup(entries, params);
    }

    @Override
    public int register(int fd, int opcode, long arg, int count) {
        return real.register(fd, opcode, arg, count);
    }

    @Override
    public long mmap(long address, long length, int prot, int flags, int fd, long offset) {
        return real.mmap(address, length, prot, flags, fd, offset);
    }

    @Override
    public int munmap(long address, long length) {
        return real.munmap(address, length);
    }

    @Override
    public int madvise(long address, long length, int advice) {
        return real.madvise(address, length, advice);
    }

    @Override
    public int close(int fd) {
        return real.close(fd);
    }
}
