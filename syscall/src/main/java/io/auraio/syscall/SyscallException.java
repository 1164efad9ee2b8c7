package io.auraio.syscall;

import java.io.IOException;

/**
 * A system call failed.
 *
 * <p>The message says which call with which arguments, the error by name and text, and where it can be known the
 * cause and what to do about it, for example
 * {@code io_uring_setup(entries=256): EPERM (Operation not permitted); kernel.io_uring_disabled=2, ...}.
 */
public class SyscallException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The call's name. */
    private final String call;
    /** The positive error number. */
    private final int errno;

    /**
     * A failure of which nothing more is known than its error number.
     *
     * @param call the call's name, for example {@code "openat"}
     * @param arguments the call's arguments as {@code name=value, name=value}; may be empty
     * @param errno the error number, positive, or negative as a call returned it
     */
    public SyscallException(String call, String arguments, int errno) {
        this(call, arguments, errno, "");
    }

    /**
     * A failure whose cause is known.
     *
     * @param call the call's name, for example {@code "openat"}
     * @param arguments the call's arguments as {@code name=value, name=value}; may be empty
     * @param errno the error number, positive, or negative as a call returned it
     * @param hint the cause and what to do; may be empty
     */
    public SyscallException(String call, String arguments, int errno, String hint) {
        super(call + "(" + arguments + "): " + Errno.describe(errno) + (hint.isEmpty() ? "" : "; " + hint));
        this.call = call;
        this.errno = Math.abs(errno);
    }

    /**
     * Which call failed.
     *
     * @return its name, as in its manual page
     */
    public String call() {
        return call;
    }

    /**
     * Why it failed.
     *
     * @return the error number, one of {@link Errno}'s, positive
     */
    public int errno() {
        return errno;
    }
}
