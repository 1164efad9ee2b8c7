package io.auraio.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * posix_memalign(3) and free(3), called the cheapest way that Java has: as critical functions, with plain addresses.
 * For comparison only; both can block, which a critical function must not.
 */
public final class PosixMemalign {
    private static final MethodHandle POSIX_MEMALIGN = link("posix_memalign",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = link("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private PosixMemalign() {}

    /** Where a thread's calls put the address. */
    @State(Scope.Thread)
    public static class Out {
        final MemorySegment address = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
    }

    static long allocate(Out out, long alignmentBytes, long sizeBytes) {
        try {
            int error = (int) POSIX_MEMALIGN.invokeExact(out.address, alignmentBytes, sizeBytes);
            if (error != 0) {
                throw new OutOfMemoryError("posix_memalign: " + error);
            }
            return out.address.get(ValueLayout.JAVA_LONG, 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle link(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.critical(false));
    }
}
