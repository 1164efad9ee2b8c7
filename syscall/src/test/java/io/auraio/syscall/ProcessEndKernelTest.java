package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SQPOLL;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that end, or become another program, with rings at work. */
class ProcessEndKernelTest {
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED");
    private static final String SHOW = "ls -l /proc/self/fd | grep -c io_uring; grep -c io_uring /proc/self/maps; echo done";

    /** Opens a ring of each kind, gives each what never ends, and then does as it is told. */
    static final class Program {
        private static final int[] KINDS = {0, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN, IORING_SETUP_SQPOLL};

        private Program() {
        }

        public static void main(String[] arguments) throws Exception {
            Arena arena = Arena.ofShared();
            List<Uring> rings = new ArrayList<>();
            EventFd event = EventFd.open();
            for (int kind : KINDS) {
                Uring ring = Uring.open(UringSetup.of(16).withRequired(kind));
                rings.add(ring);
                occupy(ring, arena, event);
            }
            System.out.println("rings: " + ProcessState.ringFds());
            switch (arguments[0]) {
                case "exit" -> System.exit(0);
                case "halt" -> Runtime.getRuntime().halt(0);
                case "kill" -> {
                    new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
                    new CountDownLatch(1).await();
                }
                case "spawn" -> System.out.print(new String(new ProcessBuilder("sh", "-c", SHOW).start().getInputStream().readAllBytes()));
                case "exec" -> TestLibc.exec("/bin/sh", "-c", SHOW);
                case "inherit" -> {
                    rings.forEach(ring -> TestLibc.inherit(ring.fd()));
                    TestLibc.exec("/bin/sh", "-c", SHOW);
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void occupy(Uring ring, Arena arena, EventFd event) {
            int[] pipe = TestLibc.pipe();
            if (ring.registrations().files(pipe[0], event.fd()) != 0) {
                throw new IllegalStateException("files are not registered");
            }
            ring.sq().claim().read(pipe[0], arena.allocate(8), 0);
            ring.sq().claim().read(0, arena.allocate(8), 0).flags(Sqe.IOSQE_FIXED_FILE);
            ring.sq().claim().splice(pipe[0], -1, TestLibc.pipe()[1], -1, 8, 0); // holds a worker thread
            ring.sq().claim().timeout(Timespec.of(arena, 3_600_000_000_000L), 0, 0);
            ring.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, true);
            ring.sq().claim().pollAdd(ring.fd(), Sqe.POLLIN, false); // the ring holds itself
            ring.sq().claim().nop().flags(Sqe.IOSQE_IO_DRAIN);
            ring.sq().publish();
            ring.submitAndWait(0);
            while (ring.sq().pending() > 0) { // the polling thread's are not the program's to submit
                Thread.onSpinWait();
            }
        }
    }

    private static String run(String what) throws Exception {
        return ChildJvm.run(List.of(), OPTIONS, Program.class, what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "halt", "kill"})
    void processEndsWithOperationsInFlight(String how) throws Exception {
        assertThat(run(how)).isEqualTo("rings: 3");
    }

    @Test
    void startedProgramHasNothingOfTheRings() throws Exception {
        assertThat(run("spawn")).isEqualTo("rings: 3\n0\n0\ndone");
    }

    @Test
    void programThatReplacesTheProcessHasNothingOfTheRings() throws Exception {
        assertThat(run("exec")).isEqualTo("rings: 3\n0\n0\ndone");
    }

    @Test
    void descriptorThatIsInheritedIsAllThatIsLeftOfARing() throws Exception {
        assertThat(run("inherit")).isEqualTo("rings: 3\n3\n0\ndone");
    }
}
