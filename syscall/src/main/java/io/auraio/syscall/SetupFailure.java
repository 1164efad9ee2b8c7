package io.auraio.syscall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says why the kernel refused a ring, and what to do about it.
 *
 * <p>io_uring_setup(2) answers each of half a dozen quite different causes with one of five numbers; this looks at the
 * machine to tell them apart.
 */
final class SetupFailure {
    private static final String SEE = ", see docs/errors.md";

    private SetupFailure() {
    }

    /**
     * Loads what a refusal and a close need, while there is a file descriptor to read class files with: at the limit of
     * descriptors there would be a NoClassDefFoundError in place of the message.
     */
    static void load() {
        for (String name : new String[] {"SyscallException", "Errno", "ErrnoTable", "Libc", "Teardown"}) {
            try {
                Class.forName(SetupFailure.class.getPackageName() + "." + name, false, SetupFailure.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new NoClassDefFoundError(name);
            }
        }
    }

    static SyscallException of(UringSetup setup, int flags, int errno) {
        String arguments = "entries=" + setup.entries()
                + (setup.cqEntries() > 0 ? ", cqEntries=" + setup.cqEntries() : "")
                + (flags != 0 ? ", flags=" + UringSetup.flagNames(flags) : "");
        return new SyscallException("io_uring_setup", arguments, errno, hint(flags, Math.abs(errno)) + SEE);
    }

    private static String hint(int flags, int errno) {
        return switch (errno) {
            case Errno.EPERM -> eperm(flags, line(Path.of("/proc/sys/kernel/io_uring_disabled")));
            case Errno.ENOSYS -> "this kernel (" + System.getProperty("os.version") + ") has no io_uring, which came with"
                    + " Linux 5.1 and CONFIG_IO_URING, or a seccomp filter hides it";
            case Errno.ENOMEM -> "no memory for the ring, or it does not fit into RLIMIT_MEMLOCK ("
                    + limit(Libc.RLIMIT_MEMLOCK) + "): raise it (ulimit -l) or ask for fewer entries";
            case Errno.EMFILE -> "the process has no file descriptor left (RLIMIT_NOFILE " + limit(Libc.RLIMIT_NOFILE)
                    + "): raise it (ulimit -n) or close files";
            case Errno.ENFILE -> "the system has no file descriptor left: raise fs.file-max or close files";
            case Errno.EINVAL -> "this kernel (" + System.getProperty("os.version") + ") does not know one of the flags,"
                    + " or not their combination, or the entry counts are out of its range";
            case Errno.EBADF, Errno.ENXIO -> "attachWqFd is not the descriptor of an open ring";
            default -> "not an error that io_uring_setup(2) names";
        };
    }

    /** {@code disabled} is the sysctl's value, empty before Linux 6.6 and where /proc is not readable. */
    static String eperm(int flags, String disabled) {
        return switch (disabled) {
            case "2" -> "kernel.io_uring_disabled=2 refuses it to every process: set it to 0 (sysctl kernel.io_uring_disabled=0)";
            case "1" -> "kernel.io_uring_disabled=1 refuses it without CAP_SYS_ADMIN: join the group that"
                    + " kernel.io_uring_group names, or set it to 0";
            default -> (flags & UringSetup.IORING_SETUP_SQPOLL) != 0 && disabled.isEmpty()
                    ? "IORING_SETUP_SQPOLL needs CAP_SYS_NICE before Linux 5.13, or a seccomp filter refuses io_uring"
                    : "a seccomp filter refuses io_uring, as Docker's and containerd's default profiles do:"
                            + " allow io_uring_setup, io_uring_enter and io_uring_register there";
        };
    }

    /** The soft limit, asked for by a call: there may be no descriptor left to read /proc with. */
    private static String limit(int resource) {
        long limit = Libc.rlimit(resource);
        return limit == -1 ? "unlimited" : Long.toString(limit);
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
