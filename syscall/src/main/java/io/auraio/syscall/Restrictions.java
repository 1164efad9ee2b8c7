package io.auraio.syscall;

import static io.auraio.syscall.Struct.RESTRICTION;
import static io.auraio.syscall.Struct.offset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a restricted ring is allowed; nothing else is. Not safe for several threads.
 *
 * <p>Source: {@code io_uring_register(2)}, IORING_REGISTER_RESTRICTIONS (5.10).
 */
public final class Restrictions {
    private static final int IORING_RESTRICTION_REGISTER_OP = 0;
    private static final int IORING_RESTRICTION_SQE_OP = 1;
    private static final int IORING_RESTRICTION_SQE_FLAGS_ALLOWED = 2;
    private static final int IORING_RESTRICTION_SQE_FLAGS_REQUIRED = 3;

    private record Rule(int kind, int value) {
    }

    private final List<Rule> rules = new ArrayList<>();

    /** Nothing is allowed yet. */
    public Restrictions() {
    }

    /**
     * Allows an operation.
     *
     * @param opcode {@code IORING_OP_*} of {@link Sqe}
     * @return this
     * @throws IllegalArgumentException where {@code opcode} is negative or above 255
     */
    public Restrictions allowOperation(int opcode) {
        return add(IORING_RESTRICTION_SQE_OP, opcode);
    }

    /**
     * Allows a registration.
     *
     * @param opcode the kernel's number of {@code IORING_REGISTER_*}
     * @return this
     * @throws IllegalArgumentException where {@code opcode} is negative or above 255
     */
    public Restrictions allowRegistration(int opcode) {
        return add(IORING_RESTRICTION_REGISTER_OP, opcode);
    }

    /**
     * Allows flags on operations.
     *
     * @param iosqeFlags {@code IOSQE_*} of {@link Sqe}
     * @return this
     * @throws IllegalArgumentException where {@code iosqeFlags} is negative or above 255
     */
    public Restrictions allowFlags(int iosqeFlags) {
        return add(IORING_RESTRICTION_SQE_FLAGS_ALLOWED, iosqeFlags);
    }

    /**
     * Demands flags on all operations.
     *
     * @param iosqeFlags {@code IOSQE_*} of {@link Sqe}
     * @return this
     * @throws IllegalArgumentException where {@code iosqeFlags} is negative or above 255
     */
    public Restrictions requireFlags(int iosqeFlags) {
        return add(IORING_RESTRICTION_SQE_FLAGS_REQUIRED, iosqeFlags);
    }

    int count() {
        return rules.size();
    }

    MemorySegment write(Arena arena) {
        MemorySegment array = arena.allocate(RESTRICTION, rules.size());
        long rule = array.address();
        for (Rule each : rules) {
            Memory.putShort(rule + offset(RESTRICTION, "opcode"), (short) each.kind());
            Memory.putByte(rule + offset(RESTRICTION, "register_op"), (byte) each.value());
            rule += RESTRICTION.byteSize();
        }
        return array;
    }

    /** A rule holds its value in a byte: what does not fit would allow something else. */
    private Restrictions add(int kind, int value) {
        if ((value & ~0xff) != 0) {
            throw new IllegalArgumentException((kind <= IORING_RESTRICTION_SQE_OP ? "opcode=" : "iosqeFlags=") + value + ", must be 0 to 255");
        }
        rules.add(new Rule(kind, value));
        return this;
    }
}
