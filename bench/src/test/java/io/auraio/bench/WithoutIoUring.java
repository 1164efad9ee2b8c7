package io.auraio.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Runs bffio as Docker's default profile would: a seccomp filter answers io_uring_setup(2) with EPERM.
 *
 * <p>Sources: seccomp(2), linux/filter.h, linux/seccomp.h.
 */
final class WithoutIoUring {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long SECCOMP_SET_MODE_FILTER = 1;
    private static final long SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int IO_URING_SETUP = 425; // the same on every architecture

    private static final int SECCOMP_RET_ALLOW = 0x7fff0000;
    private static final int SECCOMP_RET_ERRNO_EPERM = 0x00050000 | 1;
    private static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K

    private WithoutIoUring() {}

    public static void main(String[] arguments) throws Throwable {
        refuseIoUring();
        Bffio.main(arguments);
    }

    private static void refuseIoUring() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle prctl = linker.downcallHandle(linker.defaultLookup().findOrThrow("prctl"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        MethodHandle syscall = linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(1));
        long seccomp = System.getProperty("os.arch").equals("aarch64") ? 277 : 317;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(4 * 8, 8);
            instruction(filter, 0, LOAD_WORD, 0, 0, 0); // seccomp_data.nr
            instruction(filter, 1, JUMP_IF_EQUAL, 0, 1, IO_URING_SETUP);
            instruction(filter, 2, RETURN, 0, 0, SECCOMP_RET_ERRNO_EPERM);
            instruction(filter, 3, RETURN, 0, 0, SECCOMP_RET_ALLOW);
            MemorySegment program = arena.allocate(16, 8); // struct sock_fprog
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 4);
            program.set(ValueLayout.ADDRESS, 8, filter);
            check("prctl", (int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
            // Every thread of the JVM, not only this one.
            check("seccomp", (long) syscall.invokeExact(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program));
        }
    }

    private static void instruction(MemorySegment filter, int index, int code, int ifTrue, int ifFalse, int value) {
        long at = index * 8L; // struct sock_filter
        filter.set(ValueLayout.JAVA_SHORT, at, (short) code);
        filter.set(ValueLayout.JAVA_BYTE, at + 2, (byte) ifTrue);
        filter.set(ValueLayout.JAVA_BYTE, at + 3, (byte) ifFalse);
        filter.set(ValueLayout.JAVA_INT, at + 4, value);
    }

    private static void check(String call, long result) {
        if (result != 0) {
            throw new IllegalStateException(call + " answered " + result);
        }
    }
}
