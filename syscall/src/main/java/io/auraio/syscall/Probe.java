package io.auraio.syscall;

import static io.auraio.syscall.Struct.PROBE;
import static io.auraio.syscall.Struct.PROBE_OP;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Which operations the running kernel knows. Immutable.
 *
 * <p>Source: {@code io_uring_register(2)}, IORING_REGISTER_PROBE (5.6).
 */
public final class Probe {
    private static final int IORING_REGISTER_PROBE = 8;
    private static final int IO_URING_OP_SUPPORTED = 1;
    /** As many as an opcode's eight bits can name, and as the call takes. */
    private static final int MAX_OPS = 256;

    private final int lastOp;
    private final BitSet supported = new BitSet(MAX_OPS);

    private Probe(long address) {
        lastOp = Byte.toUnsignedInt(Memory.getByte(address + offset(PROBE, "last_op")));
        int count = Byte.toUnsignedInt(Memory.getByte(address + offset(PROBE, "ops_len")));
        long op = address + PROBE.byteSize();
        for (int i = 0; i < count; i++, op += PROBE_OP.byteSize()) {
            if ((Memory.getShort(op + offset(PROBE_OP, "flags")) & IO_URING_OP_SUPPORTED) != 0) {
                supported.set(Byte.toUnsignedInt(Memory.getByte(op + offset(PROBE_OP, "op"))));
            }
        }
    }

    static Probe of(Uring ring) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(PROBE.byteSize() + MAX_OPS * PROBE_OP.byteSize(), Long.BYTES);
            int result = ring.register(IORING_REGISTER_PROBE, probe.address(), MAX_OPS);
            if (result < 0) {
                throw new SyscallException("io_uring_register", "IORING_REGISTER_PROBE", result);
            }
            return new Probe(probe.address());
        }
    }

    /**
     * Whether the kernel knows an operation.
     *
     * @param opcode one of {@link Sqe}'s {@code IORING_OP_*}
     * @return true where it does
     */
    public boolean supports(int opcode) {
        return opcode >= 0 && supported.get(opcode);
    }

    /**
     * The highest opcode that the kernel has a number for, supported or not.
     *
     * @return 0 to 255
     */
    public int lastOp() {
        return lastOp;
    }
}
