package io.auraio;

import java.util.function.IntSupplier;

/**
 * On which CPU the calling thread runs, looked up for one call in so many and remembered in between: threads seldom move, and a
 * call that is a little out of date costs nothing but a line from another CPU's cache.
 *
 * <p>The memory is a small table that threads share by their ids. It races and may lose an entry, which is looked up again; each
 * entry is one long, so that none is ever half of two.
 */
final class CpuOfThread {

    private static final int ENTRIES = 256;
    private static final int CALLS_BETWEEN_LOOKUPS = 64;

    private static final int CPU_BITS = 16;
    private static final int CALLS_BITS = 8;

    private final IntSupplier lookup;

    /** thread id : 40, calls left : 8, CPU : 16. */
    private final long[] remembered = new long[ENTRIES];

    CpuOfThread(IntSupplier lookup) {
        this.lookup = lookup;
    }

    /** A CPU's number, from 0; 0 where the system does not say. */
    int current() {
        long thread = Thread.currentThread().threadId() & (1L << 64 - CPU_BITS - CALLS_BITS) - 1;
        int index = (int) thread & ENTRIES - 1;
        long entry = remembered[index];
        int callsLeft = (int) (entry >>> CPU_BITS) & (1 << CALLS_BITS) - 1;
        if (entry >>> CPU_BITS + CALLS_BITS == thread && callsLeft > 0) {
            remembered[index] = entry - (1L << CPU_BITS);
            return (int) entry & (1 << CPU_BITS) - 1;
        }
        int cpu = Math.max(0, lookup.getAsInt()) & (1 << CPU_BITS) - 1;
        remembered[index] = thread << CPU_BITS + CALLS_BITS | (long) CALLS_BETWEEN_LOOKUPS << CPU_BITS | cpu;
        return cpu;
    }
}
