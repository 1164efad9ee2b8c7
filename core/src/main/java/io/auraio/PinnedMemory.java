package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.Kernel;
import io.auraio.syscall.SyscallException;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;
import java.lang.foreign.MemorySegment;

/**
 * A ring that runs no operations: memory is registered with it first, by the thread that wants it registered, and the engine's rings take it over from
 * there. So no driver stands still while the kernel walks through the pages, and they are pinned and charged once however many rings there are.
 *
 * <p>Any thread. Needs Linux 6.13.
 */
final class PinnedMemory implements AutoCloseable {

    private final Uring uring;
    private final RingTables tables;

    private PinnedMemory(Uring uring) {
        this.uring = uring;
        this.tables = new RingTables(uring);
    }

    /** Null where the kernel cannot do it, or has no memory or descriptor left for one more ring. */
    static PinnedMemory open(Kernel kernel) {
        Uring uring;
        try {
            uring = Uring.open(UringSetup.of(1), kernel);
        } catch (SyscallException e) {
            return null;
        }
        PinnedMemory memory = new PinnedMemory(uring);
        // No such source: a kernel that knows the call says so, another does not know the call.
        boolean known = uring.registrations().cloneBuffers(-1, 0, 0, 1) == -Errno.EBADF;
        if (!known || memory.tables.makeBuffers() < 0) {
            uring.close();
            return null;
        }
        return memory;
    }

    Uring uring() {
        return uring;
    }

    /**
     * Pins memory; 0 or more, or {@code -errno}.
     *
     * @throws IllegalStateException where this is closed
     */
    int pin(int place, MemorySegment memory) {
        return tables.putBuffer(place, memory);
    }

    /** The rings have taken it over, or will not: it stays pinned until they give it up. */
    void letGo(int place) {
        try {
            tables.clearBuffer(place);
        } catch (IllegalStateException closed) {
            // And so nothing is held any more.
        }
    }

    @Override
    public void close() {
        tables.close();
        uring.close();
    }
}
