package io.auraio.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls that only tests need. */
final class TestLibc {
    private static final MethodHandle PIPE = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("pipe").orElseThrow(), FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private static final MethodHandle FCNTL = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("fcntl").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle EXECV = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("execv").orElseThrow(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final int F_SETFD = 2;

    private TestLibc() {
    }

    /** Lets programs that are started inherit a descriptor. */
    static void inherit(int fd) {
        try {
            if ((int) FCNTL.invokeExact(fd, F_SETFD, 0) != 0) {
                throw new AssertionError("fcntl failed");
            }
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** Runs a program in this process, in place of the JVM. */
    static void exec(String... command) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(ADDRESS, command.length + 1);
            for (int i = 0; i < command.length; i++) {
                words.setAtIndex(ADDRESS, i, arena.allocateFrom(command[i]));
            }
            int result = (int) EXECV.invokeExact(words.getAtIndex(ADDRESS, 0), words);
            throw new AssertionError("execv answered " + result);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    static int[] pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate(JAVA_INT, 2);
            if ((int) PIPE.invokeExact(fds) != 0) {
                throw new AssertionError("pipe failed");
            }
            return fds.toArray(JAVA_INT);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
