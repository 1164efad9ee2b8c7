package io.auraio;

/**
 * The layout of a request's handle, which is also the {@code user_data} of its SQE and CQE.
 *
 * <pre>
 *   63 62       53 52                       15 14          0
 *  +--+-----------+---------------------------+-------------+
 *  | 0|   ring    |        generation         |    slot     |
 *  +--+-----------+---------------------------+-------------+
 * </pre>
 *
 * The generation tells the requests apart that use a slot one after another: a handle kept after completion names no request any
 * more. 38 bits wrap after 2^38 uses of one slot, which at a million a second of that one slot is three days; a handle would have to be
 * kept for exactly that number of uses to be mistaken. The sign bit is free for {@link Engine#AGAIN} and the rings' own operations.
 */
final class RequestHandle {

    private static final int SLOT_BITS = 15;
    private static final int GENERATION_BITS = 38;
    private static final int RING_BITS = 10;

    static final int MAX_SLOTS = 1 << SLOT_BITS;
    static final int MAX_RINGS = 1 << RING_BITS;
    static final long GENERATION_MASK = (1L << GENERATION_BITS) - 1;

    private RequestHandle() {}

    static long of(int ring, long generation, int slot) {
        assert ring >= 0 && ring < MAX_RINGS : "ring=" + ring;
        assert slot >= 0 && slot < MAX_SLOTS : "slot=" + slot;
        return (long) ring << (GENERATION_BITS + SLOT_BITS) | (generation & GENERATION_MASK) << SLOT_BITS | slot;
    }

    static int ring(long handle) {
        return (int) (handle >>> (GENERATION_BITS + SLOT_BITS));
    }

    static long generation(long handle) {
        return handle >>> SLOT_BITS & GENERATION_MASK;
    }

    static int slot(long handle) {
        return (int) handle & (MAX_SLOTS - 1);
    }
}
