package io.auraio;

import io.auraio.syscall.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the process's engines have locked without being asked to: half of RLIMIT_MEMLOCK at most. Rings are charged against the same limit (before
 * Linux 5.12 and since 6.14), and so is what users register themselves: an engine whose buffers took all of it would keep the next one from opening.
 */
final class LockedMemory {

    /** Bit of the effective capabilities in {@code capabilities(7)}. */
    private static final int CAP_IPC_LOCK = 14;

    private static final AtomicLong RESERVED = new AtomicLong();

    private LockedMemory() {}

    /** Whether so much more is within bounds; then it counts until it is given back. */
    static boolean reserve(long bytes) {
        return reserve(RESERVED, bytes, mostBytes());
    }

    static boolean reserve(AtomicLong reserved, long bytes, long most) {
        long before;
        do {
            before = reserved.get();
            if (bytes > most - before) {
                return false;
            }
        } while (!reserved.compareAndSet(before, before + bytes));
        return true;
    }

    static void release(long bytes) {
        RESERVED.addAndGet(-bytes);
    }

    /** Half of the limit; Long.MAX_VALUE where there is none. */
    static long mostBytes() {
        long limit = Libc.lockableBytes();
        return limit == -1 || Capability.IPC_LOCK ? Long.MAX_VALUE : limit / 2;
    }

    /** Looked up once, when first needed. */
    private static final class Capability {
        static final boolean IPC_LOCK = isEffective(CAP_IPC_LOCK);

        private static boolean isEffective(int capability) {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                    if (line.startsWith("CapEff:")) {
                        return (Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16) >>> capability & 1) == 1;
                    }
                }
                return false;
            } catch (IOException e) {
                // No /proc: then rather too little is locked than too much.
                return false;
            }
        }
    }
}
