package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process under limits is told, and that it loses nothing. */
class LimitsKernelTest {
    private static final List<String> ACCESS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED");

    /** Opens rings until one is refused, says why, and what is left once the others were closed. */
    static final class OpenRings {
        private OpenRings() {
        }

        public static void main(String[] arguments) throws Exception {
            List<Uring> rings = new ArrayList<>();
            try {
                while (rings.size() < 10_000) {
                    rings.add(Uring.open(UringSetup.of(Integer.parseInt(arguments[0]))));
                }
            } catch (SyscallException e) {
                rings.forEach(Uring::close);
                System.out.println(e.getMessage());
                System.out.println("left: " + ProcessState.ringFds() + " fds, " + ProcessState.ringMaps() + " maps");
            }
        }
    }

    /** Runs a hundred operations, entering again where the kernel was interrupted. */
    static final class HundredNops {
        private HundredNops() {
        }

        public static void main(String[] arguments) throws Exception {
            int done = 0;
            int interrupted = 0;
            try (Uring ring = Uring.open(UringSetup.of(4))) {
                for (int i = 0; i < 100; i++) {
                    ring.sq().claim().nop();
                    ring.sq().publish();
                    int result = ring.submitAndWait(1);
                    while (result == -Errno.EINTR) {
                        interrupted++;
                        result = ring.submitAndWait(1);
                    }
                    done += ring.cq().ready();
                    ring.cq().advance(ring.cq().ready());
                }
            }
            System.out.println(done + " done, interrupted: " + (interrupted > 10));
        }
    }

    @Test
    void withoutDescriptorsLeftTheLimitIsNamed() throws Exception {
        assertThat(ChildJvm.run(List.of("prlimit", "--nofile=64"), ACCESS, OpenRings.class, "8")).isEqualTo("""
                io_uring_setup(entries=8): EMFILE (Too many open files); the process has no file descriptor left \
                (RLIMIT_NOFILE 64): raise it (ulimit -n) or close files, see docs/errors.md
                left: 0 fds, 0 maps""");
    }

    @Test
    void withoutLockableMemoryTheLimitIsNamed() throws Exception {
        assertThat(ChildJvm.run(List.of("setpriv", "--bounding-set=-ipc_lock", "prlimit", "--memlock=65536"), ACCESS,
                OpenRings.class, "32768")).isEqualTo("""
                io_uring_setup(entries=32768): ENOMEM (Cannot allocate memory); no memory for the ring, or it does not fit \
                into RLIMIT_MEMLOCK (65536): raise it (ulimit -l) or ask for fewer entries, see docs/errors.md
                left: 0 fds, 0 maps""");
    }

    @Test
    void interruptedEnterIsRepeatedWithoutLosingAnEntry() throws Exception {
        assertThat(ChildJvm.run(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=io_uring_enter", "-e",
                "inject=io_uring_enter:error=EINTR:when=3+2"), ACCESS, HundredNops.class))
                .isEqualTo("100 done, interrupted: true");
    }

    @Test
    void ringRefusedForWantOfTheCallNamesTheKernel() throws Exception {
        assertThat(ChildJvm.run(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=io_uring_setup", "-e",
                "inject=io_uring_setup:error=ENOSYS"), ACCESS, OpenRings.class, "8"))
                .startsWith("io_uring_setup(entries=8): ENOSYS (Function not implemented); this kernel (");
    }

    @Test
    void withoutNativeAccessTheFlagIsNamed() throws Exception {
        assertThat(ChildJvm.run(List.of(), List.of("-XX:+UseSerialGC", "--illegal-native-access=deny"), OpenRings.class, "8"))
                .startsWith("Exception in thread \"main\" java.lang.IllegalCallerException: native access is not enabled;"
                        + " start java with --enable-native-access=ALL-UNNAMED");
    }
}
