package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Kernel;
import io.auraio.syscall.SyscallException;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;

/**
 * How an engine's rings are asked for: disabled, for their driver to enable.
 *
 * <p>A ring that its driver alone enters for is the fastest there is, with IORING_SETUP_DEFER_TASKRUN, which excludes IORING_SETUP_SQPOLL. With SQPOLL the
 * kernel's thread takes entries as soon as they are published, and shows that it has taken a batch of them only when it is through with all. Requests of the
 * batch can be done by then, and their slots used for others. So that none of these finds the queue full, with perhaps nothing in flight any more whose
 * completion would be the time to try again, the queue is longer than the table of slots is:
 *
 * <pre>
 *   the batch:  an entry for each slot    + the poll that wakes the driver
 *   behind it:  an entry for each slot    + the poll that wakes the driver
 *   both:       cancellations, a quarter of the queue at most
 * </pre>
 */
final class RingSetup {

    /** Two for requests, one for cancellations, and what is left holds the polls. */
    static final int SQ_POLL_ENTRIES_PER_REQUEST = 4;

    /** With fewer the polls would not fit. */
    private static final int LEAST_SQ_POLL_ENTRIES = 8;

    private RingSetup() {}

    /**
     * Opens a ring, disabled.
     *
     * @throws SyscallException where the kernel refuses, with the cause and what to do
     */
    static Uring open(EngineOptions options, Backend backend, Kernel kernel) throws SyscallException {
        // Threads that carry out requests in the kernel's place have no use for one more.
        boolean polled = options.sqPoll() && backend == Backend.IO_URING;
        return polled ? polled(options, kernel) : Uring.open(driven(options), kernel);
    }

    private static UringSetup driven(EngineOptions options) {
        return common(options.queueDepth()).withOptional(UringSetup.IORING_SETUP_DEFER_TASKRUN);
    }

    private static Uring polled(EngineOptions options, Kernel kernel) throws SyscallException {
        UringSetup setup = common(Math.max(SQ_POLL_ENTRIES_PER_REQUEST * options.queueDepth(), LEAST_SQ_POLL_ENTRIES))
                .withRequired(UringSetup.IORING_SETUP_SQPOLL)
                .withSqThreadIdleMillis(options.sqPollIdleMillis());
        Uring uring = Uring.open(setup, kernel);
        if ((uring.features() & Uring.IORING_FEAT_SQPOLL_NONFIXED) == 0) {
            uring.close();
            throw new SyscallException("io_uring_setup", "flags=IORING_SETUP_SQPOLL", Errno.EOPNOTSUPP,
                    "this kernel's thread takes requests on registered files alone: sqPoll needs Linux 5.11");
        }
        return uring;
    }

    private static UringSetup common(int entries) {
        return UringSetup.of(entries)
                .withRequired(UringSetup.IORING_SETUP_R_DISABLED)
                .withOptional(UringSetup.IORING_SETUP_CLAMP
                        | UringSetup.IORING_SETUP_SUBMIT_ALL
                        | UringSetup.IORING_SETUP_SINGLE_ISSUER
                        | UringSetup.IORING_SETUP_NO_SQARRAY);
    }

    /** Whether the kernel's own thread takes entries from a ring's queue: then nobody here knows when it reads them. */
    static boolean isPolled(Uring uring) {
        return (uring.flags() & UringSetup.IORING_SETUP_SQPOLL) != 0;
    }
}
