package io.auraio.syscall;

import java.util.ArrayList;
import java.util.List;

/** The names of the setup flags, bit by bit, for messages. */
final class SetupFlagNames {
    private static final String[] NAMES = {"IOPOLL", "SQPOLL", "SQ_AFF", "CQSIZE", "CLAMP", "ATTACH_WQ", "R_DISABLED",
        "SUBMIT_ALL", "COOP_TASKRUN", "TASKRUN_FLAG", "SQE128", "CQE32", "SINGLE_ISSUER", "DEFER_TASKRUN", "NO_MMAP",
        "REGISTERED_FD_ONLY", "NO_SQARRAY", "HYBRID_IOPOLL", "CQE_MIXED"};

    private SetupFlagNames() {
    }

    static String of(int flags) {
        if (flags == 0) {
            return "0";
        }
        List<String> names = new ArrayList<>();
        for (int rest = flags; rest != 0; rest &= rest - 1) {
            int bit = Integer.numberOfTrailingZeros(rest);
            names.add(bit < NAMES.length ? "IORING_SETUP_" + NAMES[bit] : "0x" + Integer.toHexString(1 << bit));
        }
        return String.join("|", names);
    }
}
