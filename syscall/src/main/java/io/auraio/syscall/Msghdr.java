package io.auraio.syscall;

import static io.auraio.syscall.Struct.MSGHDR;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code struct msghdr}: what {@link Sqe#sendmsg} and {@link Sqe#recvmsg} transfer. Source: {@code sendmsg(2)}. */
public final class Msghdr {
    private Msghdr() {
    }

    /**
     * Writes the struct, without control data.
     *
     * @param arena where it is allocated
     * @param address the other side's address, see {@link Sockaddr#of}; {@link MemorySegment#NULL} for none
     * @param iovecs what {@link Iovecs#of} made
     * @return the struct
     * @throws IllegalArgumentException where memory is on the heap
     */
    public static MemorySegment of(Arena arena, MemorySegment address, MemorySegment iovecs) {
        MemorySegment header = arena.allocate(MSGHDR);
        long h = header.address();
        Memory.putLong(h + offset(MSGHDR, "msg_name"), Buffers.address(address));
        Memory.putInt(h + offset(MSGHDR, "msg_namelen"), Buffers.length(address));
        Memory.putLong(h + offset(MSGHDR, "msg_iov"), Buffers.address(iovecs));
        Memory.putLong(h + offset(MSGHDR, "msg_iovlen"), Iovecs.count(iovecs));
        return header;
    }
}
