package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** Registers more memory than may be locked, and goes on. */
    static final class RegisterBuffers {
        private RegisterBuffers() {
        }

        public static void main(String[] arguments) throws Exception {
            try (Uring ring = Uring.open(UringSetup.of(8)); Arena arena = Arena.ofConfined()) {
                long before = ProcessState.pinnedBytes();
                MemorySegment large = arena.allocate(1 << 20, 4096);
                int refused = ring.registrations().buffers(Iovecs.of(arena, large));
                System.out.println(Errno.name(-refused) + ", pinned: " + (ProcessState.pinnedBytes() - before));
                int smaller = ring.registrations().buffers(Iovecs.of(arena, large.asSlice(0, 4096)));
                ring.sq().claim().nop();
                ring.sq().publish();
                System.out.println("smaller: " + smaller + ", submitted: " + ring.submitAndWait(1));
            }
            System.out.println("left: " + ProcessState.ringFds() + " fds, " + ProcessState.ringMaps() + " maps");
        }
    }

    /** Writes, makes space and grows a file over the limit that files have. */
    static final class GrowFile {
        private static final int LIMIT = 1 << 16;

        private GrowFile() {
        }

        public static void main(String[] arguments) throws Exception {
            try (Uring ring = Uring.open(UringSetup.of(4)); Arena arena = Arena.ofConfined()) {
                MemorySegment page = arena.allocate(4096);
                int fd = Libc.open(arguments[0], OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600);
                System.out.println("over the limit: " + run(ring, sqe -> sqe.write(fd, page, LIMIT - 100)));
                System.out.println("behind it: " + Errno.name(-run(ring, sqe -> sqe.write(fd, page, LIMIT))));
                System.out.println("space: " + Errno.name(-run(ring, sqe -> sqe.fallocate(fd, 0, 0, LIMIT + 1))));
                System.out.println("length: " + Errno.name(-run(ring, sqe -> sqe.ftruncate(fd, LIMIT + 1))));
            }
        }

        private static int run(Uring ring, UnaryOperator<Sqe> operation) {
            operation.apply(ring.sq().claim());
            ring.sq().publish();
            ring.submitAndWait(1);
            int result = ring.cq().res(0);
            ring.cq().advance(1);
            return result;
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
    void memoryThatDoesNotFitIsRefusedAndLessIsTaken() throws Exception {
        assertThat(ChildJvm.run(List.of("setpriv", "--bounding-set=-ipc_lock", "prlimit", "--memlock=262144"), ACCESS,
                RegisterBuffers.class)).isEqualTo("""
                ENOMEM, pinned: 0
                smaller: 0, submitted: 1
                left: 0 fds, 0 maps""");
    }

    @Test
    void limitOfFileSizesIsAnErrorOfTheOperationAndEndsNoProcess(@TempDir Path folder) throws Exception {
        List<String> options = new ArrayList<>(ACCESS);
        options.add("-XX:-UsePerfData");
        assertThat(ChildJvm.run(List.of("prlimit", "--fsize=65536"), options, GrowFile.class, folder.resolve("file").toString())).isEqualTo("""
                over the limit: 100
                behind it: EFBIG
                space: EFBIG
                length: EFBIG""");
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
