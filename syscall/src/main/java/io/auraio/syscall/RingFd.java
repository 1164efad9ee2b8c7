package io.auraio.syscall;

import static io.auraio.syscall.Struct.RSRC_UPDATE;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.util.function.LongToIntFunction;

/**
 * A ring's descriptor as one thread has registered it: under an index of that thread's own, which the kernel finds
 * without looking a descriptor up.
 *
 * <p>Source: {@code io_uring_register(2)}, IORING_REGISTER_RING_FDS (5.18).
 *
 * @param thread whose index it is; to all others it means nothing
 * @param index what to enter with, 0 to 15
 */
record RingFd(Thread thread, int index) {
    static final int IORING_REGISTER_RING_FDS = 20;
    private static final int IORING_UNREGISTER_RING_FDS = 21;
    /** Added to the opcode: the fd of the call is an index as well (6.3). */
    private static final int IORING_REGISTER_USE_REGISTERED_RING = 1 << 31;

    /** Whether the calling thread may enter with it. */
    boolean isMine() {
        return thread == Thread.currentThread();
    }

    /** Registers {@code fd} for the calling thread by {@code call}, which is given a struct; the index, or -errno. */
    static int register(int fd, LongToIntFunction call) {
        try (Arena arena = Arena.ofConfined()) {
            long update = arena.allocate(RSRC_UPDATE).address();
            Memory.putInt(update + offset(RSRC_UPDATE, "offset"), -1); // any free index, which is written there
            Memory.putLong(update + offset(RSRC_UPDATE, "data"), fd);
            int result = call.applyAsInt(update);
            return result == 1 ? Memory.getInt(update + offset(RSRC_UPDATE, "offset")) : result;
        }
    }

    /**
     * Takes it back, which only its thread can; 0 or -errno. Goes by the index where the kernel can, because another
     * thread may have closed the descriptor, and its number may be something else by now.
     */
    int unregister(Kernel kernel, int fd, int features) {
        try (Arena arena = Arena.ofConfined()) {
            long update = arena.allocate(RSRC_UPDATE).address();
            Memory.putInt(update + offset(RSRC_UPDATE, "offset"), index);
            int result = (features & Uring.IORING_FEAT_REG_REG_RING) != 0
                    ? kernel.register(index, IORING_UNREGISTER_RING_FDS | IORING_REGISTER_USE_REGISTERED_RING, update, 1)
                    : kernel.register(fd, IORING_UNREGISTER_RING_FDS, update, 1);
            return Math.min(result, 0);
        }
    }
}
