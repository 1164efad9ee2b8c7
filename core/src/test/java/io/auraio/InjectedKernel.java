package io.auraio;

import io.auraio.syscall.Kernel;
import java.util.function.IntUnaryOperator;

/** The real kernel, but for enters and registrations that fail as a test says: what a real one does too seldom to wait for. */
final class InjectedKernel implements Kernel {

    static final int IORING_REGISTER_FILES_UPDATE = 6;
    static final int IORING_REGISTER_BUFFERS2 = 15;
    static final int IORING_REGISTER_BUFFERS_UPDATE = 16;
    static final int IORING_REGISTER_CLONE_BUFFERS = 30;

    private final Kernel real = Kernel.system();
    private final IntUnaryOperator errnoOfEnter;
    private final IntUnaryOperator errnoOfRegister;
    private final IntUnaryOperator entriesTaken;
    private int enters;

    /** {@code errnoOfEnter}: for the n-th enter, from 1, the errno to fail with, or 0 to let it through. */
    InjectedKernel(IntUnaryOperator errnoOfEnter) {
        this(errnoOfEnter, opcode -> 0, toSubmit -> toSubmit);
    }

    private InjectedKernel(IntUnaryOperator errnoOfEnter, IntUnaryOperator errnoOfRegister, IntUnaryOperator entriesTaken) {
        this.errnoOfEnter = errnoOfEnter;
        this.entriesTaken = entriesTaken;
        this.errnoOfRegister = errnoOfRegister;
    }

    /** {@code errnoOfRegister}: for an IORING_REGISTER_ opcode, the errno to fail with, or 0 to let it through. */
    static InjectedKernel registering(IntUnaryOperator errnoOfRegister) {
        return new InjectedKernel(n -> 0, errnoOfRegister, toSubmit -> toSubmit);
    }

    /** {@code entriesTaken}: of so many entries that an enter is told of, how many the kernel takes. */
    static InjectedKernel taking(IntUnaryOperator entriesTaken) {
        return new InjectedKernel(n -> 0, opcode -> 0, entriesTaken);
    }

    @Override
    public int enter(int fd, int toSubmit, int minComplete, int flags, long arg, long argSize) {
        int errno = errnoOfEnter.applyAsInt(++enters);
        return errno == 0 ? real.enter(fd, entriesTaken.applyAsInt(toSubmit), minComplete, flags, arg, argSize) : -errno;
    }

    @Override
    public int setup(int entries, long params) {
        return real.setup(entries, params);
    }

    @Override
    public int register(int fd, int opcode, long arg, int count) {
        int errno = errnoOfRegister.applyAsInt(opcode);
        return errno == 0 ? real.register(fd, opcode, arg, count) : -errno;
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
