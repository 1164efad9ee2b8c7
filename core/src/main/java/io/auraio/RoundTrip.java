package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Kernel;
import io.auraio.syscall.SyscallException;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;

/** Finds out whether io_uring works here at all: a seccomp filter may let a ring be set up and refuse to enable or to enter it. */
final class RoundTrip {

    private RoundTrip() {}

    /**
     * Sends one NOP through the kernel and back.
     *
     * @throws SyscallException where io_uring is refused, with the cause and what to do
     */
    static void check(Kernel kernel) throws SyscallException {
        // Disabled at first, as the engine's rings are: to enable it takes the third call, io_uring_register.
        try (Uring ring = Uring.open(UringSetup.of(1).withRequired(UringSetup.IORING_SETUP_R_DISABLED), kernel)) {
            enable(ring);
            ring.sq().claim().nop();
            ring.sq().publish();
            int entered;
            do {
                entered = ring.submitAndWait(1);
            } while (entered == -Errno.EINTR);
            if (entered < 0) {
                throw new SyscallException(
                        "io_uring_enter", "NOP", entered, "rings can be set up but not used: a seccomp filter refuses it, see docs/errors.md");
            }
            ring.cq().advance(ring.cq().ready());
        }
    }

    private static void enable(Uring ring) throws SyscallException {
        try {
            ring.enable();
        } catch (SyscallException e) {
            throw new SyscallException(e.call(), "IORING_REGISTER_ENABLE_RINGS", e.errno(),
                    "rings can be set up but not enabled: a seccomp filter refuses it, see docs/errors.md");
        }
    }
}
