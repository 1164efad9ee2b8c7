package io.auraio.syscall;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * All of the process's memory as one segment, for the raw offsets of this package's rings.
 *
 * <p>A {@code static final} segment without a bound compiles to bare loads and stores, which is what lets a ring
 * in Java keep up with one in C. It never leaves the package, and whoever uses it proves that the address is mapped
 * and holds its mapping reachable across the access.
 *
 * <p>The methods carry their memory order in their names. The handles are invoked exactly, so that a mistyped
 * argument is an exception in the first test rather than a silent boxing on the hot path.
 */
@SuppressWarnings("restricted") // the one reinterpretation that everything else here rests on
final class Memory {
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();

    private Memory() {
    }

    static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    static short getShort(long address) {
        return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    }

    static void putShort(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    static void putInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    static void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    static int getIntOpaque(long address) {
        return (int) INT.getOpaque(ALL, address);
    }

    static void putIntOpaque(long address, int value) {
        INT.setOpaque(ALL, address, value);
    }

    static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    static void putShortRelease(long address, short value) {
        SHORT.setRelease(ALL, address, value);
    }

    static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address, value);
    }
}
