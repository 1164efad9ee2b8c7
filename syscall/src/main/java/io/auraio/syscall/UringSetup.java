package io.auraio.syscall;

/**
 * What is asked of the kernel when a ring is opened. Immutable; each {@code with} method answers a changed copy.
 *
 * <p>Flags come in two sets. The required ones are asked for or the ring does not open. The optional ones are dropped
 * one at a time, newest first, while the kernel answers EINVAL; {@link Uring#flags()} says what was got. An older
 * kernel so gives a slower ring instead of none:
 * {@snippet :
 * UringSetup.of(256)
 *         .withOptional(UringSetup.IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN);
 * }
 *
 * <p>Source: {@code io_uring_setup(2)}.
 *
 * @param entries length of the submission queue, from 1 to {@link #MAX_ENTRIES}, above only with
 *        {@link #IORING_SETUP_CLAMP}; the kernel rounds up to a power of two
 * @param cqEntries length of the completion queue, from {@code entries} to twice {@link #MAX_ENTRIES}; 0 lets the kernel
 *        take twice the submission queue's
 * @param required {@code IORING_SETUP_*} flags without which the ring is of no use
 * @param optional {@code IORING_SETUP_*} flags to have where the kernel knows them
 * @param sqThreadCpu the CPU that the SQPOLL thread is bound to, or -1
 * @param sqThreadIdleMillis how long the SQPOLL thread polls without work before it sleeps; 0 is the kernel's second
 * @param attachWqFd the fd of a ring whose workers and SQPOLL thread are shared, or -1
 */
public record UringSetup(int entries, int cqEntries, int required, int optional, int sqThreadCpu,
        int sqThreadIdleMillis, int attachWqFd) {
    /** Completions are polled for at the device; O_DIRECT only, and the device must have poll queues (5.1). */
    public static final int IORING_SETUP_IOPOLL = 1;
    /** A kernel thread submits, so that submitting needs no system call while it is awake (5.1). */
    public static final int IORING_SETUP_SQPOLL = 1 << 1;
    /** Set by {@link #withSqThreadCpu}. */
    public static final int IORING_SETUP_SQ_AFF = 1 << 2;
    /** Set by {@link #withCqEntries}. */
    public static final int IORING_SETUP_CQSIZE = 1 << 3;
    /** Entry counts above the kernel's limit are cut to it instead of refused (5.6). */
    public static final int IORING_SETUP_CLAMP = 1 << 4;
    /** Set by {@link #withAttachWq}. */
    public static final int IORING_SETUP_ATTACH_WQ = 1 << 5;
    /** The ring starts disabled, for restrictions and another issuer; see {@link Uring#enable} (5.10). */
    public static final int IORING_SETUP_R_DISABLED = 1 << 6;
    /** A bad entry does not end the batch that it stands in (5.18). */
    public static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
    /** Completions wait for the next kernel entry instead of interrupting the program (5.19). */
    public static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
    /** Completions that wait so are announced by {@link SubmissionQueue#IORING_SQ_TASKRUN} (5.19). */
    public static final int IORING_SETUP_TASKRUN_FLAG = 1 << 9;
    /** Submission entries are 128 bytes long (5.19). */
    public static final int IORING_SETUP_SQE128 = 1 << 10;
    /** Completion entries are 32 bytes long (5.19). */
    public static final int IORING_SETUP_CQE32 = 1 << 11;
    /** Only one thread submits: the one that opened the ring, or that enabled it (6.0). */
    public static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    /** Completions are posted only inside a wait of the single issuer, which needs SINGLE_ISSUER (6.1). */
    public static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;
    /** The submission queue has no index array (6.6). */
    public static final int IORING_SETUP_NO_SQARRAY = 1 << 16;

    /** The longest submission queue that Linux gives. */
    public static final int MAX_ENTRIES = 32_768;

    private static final int IMPLIED = IORING_SETUP_SQ_AFF | IORING_SETUP_CQSIZE | IORING_SETUP_ATTACH_WQ;
    private static final int KNOWN = 0x3fff | IORING_SETUP_NO_SQARRAY;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException where a value is out of its range or flags exclude each other
     */
    public UringSetup {
        boolean clamp = ((required | optional) & IORING_SETUP_CLAMP) != 0;
        require(entries >= 1 && (clamp || entries <= MAX_ENTRIES), "entries", entries,
                "1 to " + MAX_ENTRIES + (clamp ? " or above" : ", above only with IORING_SETUP_CLAMP"));
        require(cqEntries == 0 || cqEntries >= entries && (clamp || cqEntries <= 2 * MAX_ENTRIES), "cqEntries",
                cqEntries, "0, or entries (" + entries + ") to " + 2 * MAX_ENTRIES);
        requireFlags("required", required);
        requireFlags("optional", optional);
        boolean sqPoll = ((required | optional) & IORING_SETUP_SQPOLL) != 0;
        require(sqThreadCpu == -1 || sqThreadCpu >= 0 && sqPoll, "sqThreadCpu", sqThreadCpu,
                "-1, or a CPU's number together with IORING_SETUP_SQPOLL");
        require(sqThreadIdleMillis >= 0 && (sqThreadIdleMillis == 0 || sqPoll), "sqThreadIdleMillis", sqThreadIdleMillis,
                "0, or above together with IORING_SETUP_SQPOLL");
        require(attachWqFd >= -1, "attachWqFd", attachWqFd, "-1, or the fd of a ring");
        if ((required & IORING_SETUP_DEFER_TASKRUN) != 0 && (required & IORING_SETUP_SINGLE_ISSUER) == 0) {
            throw new IllegalArgumentException(
                    "required=" + flagNames(required) + ": IORING_SETUP_DEFER_TASKRUN needs IORING_SETUP_SINGLE_ISSUER");
        }
    }

    /**
     * A plain ring without flags.
     *
     * @param entries length of the submission queue, from 1 to {@link #MAX_ENTRIES}
     * @return the setup
     * @throws IllegalArgumentException where {@code entries} is out of range
     */
    public static UringSetup of(int entries) {
        return new UringSetup(entries, 0, 0, 0, -1, 0, -1);
    }

    /**
     * With a completion queue of its own length.
     *
     * @param newCqEntries from {@code entries} to twice {@link #MAX_ENTRIES}; 0 for the kernel's choice
     * @return a changed copy
     * @throws IllegalArgumentException where {@code newCqEntries} is out of range
     */
    public UringSetup withCqEntries(int newCqEntries) {
        return new UringSetup(entries, newCqEntries, required, optional, sqThreadCpu, sqThreadIdleMillis, attachWqFd);
    }

    /**
     * With more flags that the ring must have.
     *
     * @param flags {@code IORING_SETUP_*} flags, added to those that are there
     * @return a changed copy
     * @throws IllegalArgumentException where a flag is not known here or another method sets it
     */
    public UringSetup withRequired(int flags) {
        return new UringSetup(entries, cqEntries, required | flags, optional, sqThreadCpu, sqThreadIdleMillis, attachWqFd);
    }

    /**
     * With more flags to have where the kernel knows them.
     *
     * @param flags {@code IORING_SETUP_*} flags, added to those that are there
     * @return a changed copy
     * @throws IllegalArgumentException where a flag is not known here or another method sets it
     */
    public UringSetup withOptional(int flags) {
        return new UringSetup(entries, cqEntries, required, optional | flags, sqThreadCpu, sqThreadIdleMillis, attachWqFd);
    }

    /**
     * With the SQPOLL thread bound to a CPU; {@link #IORING_SETUP_SQPOLL} must be set before.
     *
     * @param cpu the CPU's number, or -1 for any
     * @return a changed copy
     * @throws IllegalArgumentException where {@code cpu} is out of range or SQPOLL is not set
     */
    public UringSetup withSqThreadCpu(int cpu) {
        return new UringSetup(entries, cqEntries, required, optional, cpu, sqThreadIdleMillis, attachWqFd);
    }

    /**
     * With the time that the SQPOLL thread polls before it sleeps; {@link #IORING_SETUP_SQPOLL} must be set before.
     *
     * @param millis milliseconds; 0 for the kernel's default of a second
     * @return a changed copy
     * @throws IllegalArgumentException where {@code millis} is negative or SQPOLL is not set
     */
    public UringSetup withSqThreadIdleMillis(int millis) {
        return new UringSetup(entries, cqEntries, required, optional, sqThreadCpu, millis, attachWqFd);
    }

    /**
     * With the workers of another ring, and its SQPOLL thread.
     *
     * @param ringFd the other ring's {@link Uring#fd()}, or -1 for none
     * @return a changed copy
     * @throws IllegalArgumentException where {@code ringFd} is below -1
     */
    public UringSetup withAttachWq(int ringFd) {
        return new UringSetup(entries, cqEntries, required, optional, sqThreadCpu, sqThreadIdleMillis, ringFd);
    }

    /** The flags that go into the first try. */
    int flags() {
        return required | optional
                | (cqEntries > 0 ? IORING_SETUP_CQSIZE : 0)
                | (sqThreadCpu >= 0 ? IORING_SETUP_SQ_AFF : 0)
                | (attachWqFd >= 0 ? IORING_SETUP_ATTACH_WQ : 0);
    }

    /**
     * Setup flags by name, for messages.
     *
     * @param flags {@code IORING_SETUP_*} flags
     * @return for example {@code "IORING_SETUP_SQPOLL|IORING_SETUP_CLAMP"}; {@code "0"} for none
     */
    public static String flagNames(int flags) {
        return SetupFlagNames.of(flags);
    }

    private static void requireFlags(String name, int flags) {
        if ((flags & ~KNOWN) != 0) {
            throw new IllegalArgumentException(name + "=" + flagNames(flags) + ": " + flagNames(flags & ~KNOWN)
                    + " is not supported here");
        }
        if ((flags & IMPLIED) != 0) {
            throw new IllegalArgumentException(name + "=" + flagNames(flags) + ": " + flagNames(flags & IMPLIED)
                    + " is set through its value, see withCqEntries, withSqThreadCpu and withAttachWq");
        }
    }

    private static void require(boolean valid, String name, int value, String range) {
        if (!valid) {
            throw new IllegalArgumentException(name + "=" + value + ", must be " + range);
        }
    }
}
