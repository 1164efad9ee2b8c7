package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is allocated for an operation, nor for a wait, a wake-up or a provided buffer. */
class AllocationKernelTest {
    private static final int ROUNDS = 8;
    private static final int OPERATIONS = 100_000;

    /** Counts by a collector that never collects: what is used is what was allocated. */
    static final class Loop {
        private Loop() {
        }

        public static void main(String[] arguments) throws Exception {
            try (Uring ring = Uring.open(UringSetup.of(8)); Arena arena = Arena.ofConfined();
                    EventFd event = EventFd.open(); BufferRing group = BufferRing.register(ring, 1, 8)) {
                MemorySegment buffer = arena.allocate(64);
                int fd = Libc.open("/dev/zero", OpenFlags.O_RDONLY, 0);
                long least = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) { // the first ones run interpreted, and allocate
                    long before = used();
                    run(ring, fd, buffer, event, group);
                    least = Math.min(least, (used() - before) / OPERATIONS);
                }
                System.out.println(least + " bytes an operation");
                Libc.close(fd);
            }
        }

        private static void run(Uring ring, int fd, MemorySegment buffer, EventFd event, BufferRing group) {
            for (int i = 0; i < OPERATIONS; i++) {
                ring.sq().claim().read(fd, buffer, 8, 8, 0).userData(i).flags(0);
                ring.sq().publish();
                ring.submitAndWait(1, 1_000_000_000L);
                if (ring.cq().ready() != 1 || ring.cq().res(0) != 8) {
                    throw new IllegalStateException("res=" + ring.cq().res(0));
                }
                ring.cq().advance(1);
                event.signal();
                event.drain();
                Libc.pread(fd, buffer, 0);
                Libc.schedGetcpu();
                if (i % 8 == 0) {
                    group.add(buffer, i & 7);
                    group.publish();
                }
            }
        }

        private static long used() {
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    @Test
    void nothingIsAllocatedForAnOperation() throws Exception {
        assertThat(ChildJvm.run(List.of(), List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED"), Loop.class)).isEqualTo("0 bytes an operation");
    }
}
