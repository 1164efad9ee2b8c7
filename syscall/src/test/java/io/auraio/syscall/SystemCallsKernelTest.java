package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_COOP_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SQPOLL;
import static io.auraio.syscall.UringSetup.IORING_SETUP_TASKRUN_FLAG;
import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the three calls answer where their arguments are wrong, below what {@link Uring} lets through. */
class SystemCallsKernelTest {
    private static final int IORING_REGISTER_PROBE = 8;

    private final Kernel kernel = Kernel.system();

    @Test
    void setupRefusesWhatItDoesNotKnow() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(Struct.PARAMS);
            assertThat(kernel.setup(8, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(kernel.setup(0, params.address())).isEqualTo(-Errno.EINVAL);
            assertThat(kernel.setup(UringSetup.MAX_ENTRIES + 1, params.address())).isEqualTo(-Errno.EINVAL);
            Memory.putInt(params.address() + Struct.offset(Struct.PARAMS, "flags"), 1 << 31);
            assertThat(kernel.setup(8, params.address())).isEqualTo(-Errno.EINVAL);
            params.fill((byte) 0);
            Memory.putInt(params.address() + Struct.offset(Struct.PARAMS, "resv"), 1);
            assertThat(kernel.setup(8, params.address())).isEqualTo(-Errno.EINVAL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {IORING_SETUP_SQPOLL | IORING_SETUP_COOP_TASKRUN, IORING_SETUP_TASKRUN_FLAG,
        IORING_SETUP_SQPOLL | IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN})
    void flagsThatExcludeEachOtherAreNamedInTheRefusal(int flags) throws Exception {
        long fds = ProcessState.ringFds();
        long maps = ProcessState.ringMaps();
        assertThatThrownBy(() -> Uring.open(UringSetup.of(8).withRequired(flags))).isInstanceOf(SyscallException.class)
                .hasMessageStartingWith("io_uring_setup(entries=8, flags=" + UringSetup.flagNames(flags) + "): EINVAL")
                .hasMessageContaining("or not their combination");
        assertThat(ProcessState.ringFds()).isEqualTo(fds);
        assertThat(ProcessState.ringMaps()).isEqualTo(maps);
    }

    @Test
    void cpuThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Uring.open(UringSetup.of(8).withRequired(IORING_SETUP_SQPOLL).withSqThreadCpu(100_000)))
                .isInstanceOf(SyscallException.class).hasMessageContaining("EINVAL");
    }

    @Test
    void enterTellsWhatIsNoRing() throws Exception {
        assertThat(kernel.enter(NO_FD, 0, 0, 0, 0, 0)).isEqualTo(-Errno.EBADF);
        try (EventFd event = EventFd.open(); Uring ring = Uring.open(UringSetup.of(4))) {
            assertThat(kernel.enter(event.fd(), 0, 0, 0, 0, 0)).isEqualTo(-Errno.EOPNOTSUPP);
            assertThat(kernel.enter(ring.fd(), 0, 0, 1 << 30, 0, 0)).as("an unknown flag").isEqualTo(-Errno.EINVAL);
            assertThat(kernel.enter(ring.fd(), 1, 0, 0, 0, 0)).as("more than there is").isZero();
            int timed = Kernel.IORING_ENTER_GETEVENTS | Kernel.IORING_ENTER_EXT_ARG;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment arg = arena.allocate(Struct.GETEVENTS_ARG);
                assertThat(kernel.enter(ring.fd(), 0, 1, timed, arg.address(), 23)).as("a wrong size").isEqualTo(-Errno.EINVAL);
                assertThat(kernel.enter(ring.fd(), 0, 1, timed, 8, arg.byteSize())).isEqualTo(-Errno.EFAULT);
                Memory.putLong(arg.address() + Struct.offset(Struct.GETEVENTS_ARG, "ts"), 8);
                assertThat(kernel.enter(ring.fd(), 0, 1, timed, arg.address(), arg.byteSize())).isEqualTo(-Errno.EFAULT);
            }
        }
    }

    @Test
    void registerTellsWhatIsNoRing() throws Exception {
        assertThat(kernel.register(NO_FD, IORING_REGISTER_PROBE, 0, 0)).isEqualTo(-Errno.EBADF);
        try (EventFd event = EventFd.open(); Uring ring = Uring.open(UringSetup.of(4))) {
            assertThat(kernel.register(event.fd(), IORING_REGISTER_PROBE, 0, 0)).isEqualTo(-Errno.EOPNOTSUPP);
            assertThat(kernel.register(ring.fd(), 10_000, 0, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(kernel.register(ring.fd(), IORING_REGISTER_PROBE, 8, 1)).isEqualTo(-Errno.EFAULT);
        }
    }

    @Test
    void mapThatIsNoneOfTheRingsIsRefused() throws Exception {
        try (Uring ring = Uring.open(UringSetup.of(4))) {
            int both = Kernel.PROT_READ | Kernel.PROT_WRITE;
            assertThat(kernel.mmap(0, 4096, both, Kernel.MAP_SHARED, ring.fd(), 0x7000_0000L))
                    .isIn((long) -Errno.EINVAL, (long) -Errno.ENOMEM);
            assertThat(kernel.mmap(0, 4096, both, Kernel.MAP_SHARED, NO_FD, 0)).isEqualTo(-Errno.EBADF);
            assertThat(kernel.munmap(1, 1)).isEqualTo(-Errno.EINVAL);
            assertThat(kernel.close(NO_FD)).isEqualTo(-Errno.EBADF);
        }
    }

    @Test
    void probeKnowsEveryOperationThatTheKernelHasANumberFor() throws Exception {
        try (Uring ring = Uring.open(UringSetup.of(4))) {
            Probe probe = ring.probe();
            for (int opcode = 0; opcode <= Sqe.IORING_OP_SENDMSG; opcode++) {
                assertThat(probe.supports(opcode)).as("opcode " + opcode).isTrue();
            }
            assertThat(probe.supports(probe.lastOp() + 1)).isFalse();
            assertThat(probe.supports(-1)).isFalse();
            assertThat(probe.lastOp()).isGreaterThanOrEqualTo(Sqe.IORING_OP_OPENAT2);
        }
    }
}
