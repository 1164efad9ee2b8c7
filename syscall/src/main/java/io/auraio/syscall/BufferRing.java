package io.auraio.syscall;

import static io.auraio.syscall.Struct.BUF;
import static io.auraio.syscall.Struct.BUF_REG;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * A group of buffers from which the kernel takes one when data arrives, instead of one being kept waiting for each
 * operation (5.19).
 *
 * <p>{@link #add} and {@link #publish} give buffers to the kernel; an operation with {@link Sqe#selectBuffer} takes the
 * next, and its completion's flags name it, from where on it is the program's again. One thread at a time.
 *
 * <p>Source: {@code io_uring_register(2)}, IORING_REGISTER_PBUF_RING.
 */
public final class BufferRing implements AutoCloseable {
    private static final int IORING_REGISTER_PBUF_RING = 22;
    private static final int IORING_UNREGISTER_PBUF_RING = 23;
    private static final int MAX_ENTRIES = 32_768;
    private static final long PAGE_BYTES = 65_536; // the largest page of the architectures
    /** The tail lies in the reserved field of the first entry. */
    private static final long TAIL = offset(BUF, "resv");
    private static final long ADDR = offset(BUF, "addr");
    private static final long LEN = offset(BUF, "len");
    private static final long BID = offset(BUF, "bid");

    private final Uring ring;
    private final int groupId;
    private final int mask;
    /** Automatic, since the kernel may read it for as long as the ring lives: see {@link #close}. */
    private final MemorySegment memory;
    private short tail;
    private boolean closed;

    private BufferRing(Uring ring, MemorySegment memory, int groupId, int entries) {
        this.ring = ring;
        this.memory = memory;
        this.groupId = groupId;
        mask = entries - 1;
    }

    /**
     * Registers a group without buffers.
     *
     * @param ring the ring whose operations take from it
     * @param groupId its number, 0 to 65535
     * @param entries how many buffers it holds at most: a power of two, up to 32768
     * @return the group; the caller closes it before the ring
     * @throws SyscallException with {@code EEXIST} where there is such a group, {@code EINVAL} before Linux 5.19
     * @throws IllegalArgumentException where {@code entries} or {@code groupId} is out of range
     * @throws IllegalStateException where the ring is closed
     */
    public static BufferRing register(Uring ring, int groupId, int entries) throws SyscallException {
        if (entries < 1 || entries > MAX_ENTRIES || Integer.bitCount(entries) != 1) {
            throw new IllegalArgumentException("entries=" + entries + ", must be a power of two from 1 to " + MAX_ENTRIES);
        }
        if (groupId < 0 || groupId > 0xffff) {
            throw new IllegalArgumentException("groupId=" + groupId + ", must be 0 to 65535");
        }
        MemorySegment memory = Arena.ofAuto().allocate(BUF.byteSize() * entries, PAGE_BYTES);
        int result = call(ring, IORING_REGISTER_PBUF_RING, memory.address(), entries, groupId);
        if (result < 0) {
            throw new SyscallException("io_uring_register",
                    "IORING_REGISTER_PBUF_RING, groupId=" + groupId + ", entries=" + entries, result);
        }
        ring.keep(memory);
        return new BufferRing(ring, memory, groupId, entries);
    }

    /**
     * Gives the kernel a buffer, at the next {@link #publish}.
     *
     * @param buffer native memory, the kernel's until a completion names it; the caller keeps it allocated
     * @param bufferId what completions will call it, 0 to 65535
     * @throws IllegalArgumentException where the buffer is on the heap, read-only or too long
     * @throws IllegalStateException where the group is closed
     */
    public void add(MemorySegment buffer, int bufferId) {
        if (closed) {
            throw new IllegalStateException("buffer ring is closed");
        }
        long entry = memory.address() + BUF.byteSize() * (tail & mask);
        // Field by field: the first entry's last two bytes are the tail.
        Memory.putLong(entry + ADDR, Buffers.writableAddress(buffer));
        Memory.putInt(entry + LEN, Buffers.length(buffer));
        Memory.putShort(entry + BID, (short) bufferId);
        tail++;
    }

    /** Shows the buffers that were added to the kernel. */
    public void publish() {
        // release: the kernel must see the buffers before the tail that covers them; pairs with its acquire of the tail
        Memory.putShortRelease(memory.address() + TAIL, tail);
        Reference.reachabilityFence(memory);
    }

    /**
     * The group's number.
     *
     * @return what {@link Sqe#selectBuffer} takes
     */
    public int groupId() {
        return groupId;
    }

    /** Takes the group back; buffers that no completion named are the program's again. Nothing where the ring is closed. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                call(ring, IORING_UNREGISTER_PBUF_RING, 0, 0, groupId);
            } catch (IllegalStateException e) {
                return; // the ring is closed, and its groups with it
            }
        }
    }

    private static int call(Uring ring, int opcode, long address, int entries, int groupId) {
        try (Arena arena = Arena.ofConfined()) {
            long register = arena.allocate(BUF_REG).address();
            Memory.putLong(register + offset(BUF_REG, "ring_addr"), address);
            Memory.putInt(register + offset(BUF_REG, "ring_entries"), entries);
            Memory.putShort(register + offset(BUF_REG, "bgid"), (short) groupId);
            return ring.register(opcode, register, 1);
        }
    }
}
