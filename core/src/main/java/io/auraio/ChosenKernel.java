package io.auraio;

import io.auraio.syscall.Kernel;
import io.auraio.syscall.SyscallException;
import java.util.function.Supplier;

/**
 * The kernel that an engine's rings are opened on.
 *
 * @param backend which it is, never AUTO
 * @param kernels one for each ring
 */
record ChosenKernel(Backend backend, Supplier<Kernel> kernels) {

    private static final System.Logger LOG = System.getLogger("io.auraio");

    /** More of them than any device gains by, and few enough for a limit of processes. */
    private static final int THREADS = 64;

    /**
     * Tries what is asked for.
     *
     * @throws SyscallException where io_uring is asked for and refused, with the cause and what to do
     */
    static ChosenKernel of(Backend wanted) throws SyscallException {
        return of(wanted, Kernel::system);
    }

    /** With another kernel in the place of the running one. */
    static ChosenKernel of(Backend wanted, Supplier<Kernel> system) throws SyscallException {
        if (wanted == Backend.THREADS) {
            return threads();
        }
        try {
            RoundTrip.check(system.get());
        } catch (SyscallException e) {
            if (wanted == Backend.IO_URING) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "plain system calls on threads carry out requests, since io_uring is refused: {0}", e.getMessage());
            return threads();
        }
        return new ChosenKernel(Backend.IO_URING, system);
    }

    private static ChosenKernel threads() {
        Kernel shared = Kernel.onThreads(THREADS);
        return new ChosenKernel(Backend.THREADS, () -> shared);
    }
}
