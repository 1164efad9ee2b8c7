package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_R_DISABLED;
import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each registration answers where the kernel refuses it; see {@link RegistrationsKernelTest} for the rest. */
class RegistrationErrorsKernelTest {
    private static final int MOST_BUFFERS = 16_384;

    private TestRing ring;
    private Registrations registrations;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        registrations = ring.ring.registrations();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void countsOutOfRange() {
        assertThat(registrations.buffers(Iovecs.of(ring.arena))).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.buffersSparse(0)).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.buffersSparse(MOST_BUFFERS + 1)).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.files()).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.filesSparse(0)).isEqualTo(-Errno.EINVAL);
        long limit = Libc.rlimit(Libc.RLIMIT_NOFILE);
        if (limit > 0 && limit < Integer.MAX_VALUE) {
            assertThat(registrations.filesSparse((int) limit + 1)).isEqualTo(-Errno.EMFILE);
        }
        assertThat(registrations.buffersSparse(MOST_BUFFERS)).isZero();
        assertThat(registrations.unregisterBuffers()).isZero();
    }

    @Test
    void updatesWithoutARegistration() {
        MemorySegment iovecs = Iovecs.of(ring.arena, ring.room(4096));
        assertThat(registrations.updateBuffers(0, iovecs)).isEqualTo(-Errno.ENXIO);
        assertThat(registrations.updateFiles(0, 0)).isEqualTo(-Errno.ENXIO);
        assertThat(registrations.fileAllocRange(0, 1)).isNegative();
        assertThat(registrations.filesSparse(2)).isZero();
        assertThat(registrations.updateFiles(0, NO_FD)).isEqualTo(-Errno.EBADF);
        assertThat(registrations.updateFiles(-1, 0)).isEqualTo(-Errno.EOVERFLOW);
        assertThat(registrations.updateFiles(1, 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.updateFiles(0, new int[] {-1}, new long[] {5})).as("a tag on nothing").isNegative();
        assertThat(registrations.fileAllocRange(-1, 1)).isEqualTo(-Errno.EOVERFLOW);
    }

    @Test
    void buffersThatCannotBeTakenOver() throws Exception {
        try (TestRing source = new TestRing(UringSetup.of(4))) {
            assertThat(registrations.cloneBuffers(source.ring.fd(), 0, 0, 1)).as("none are registered there").isEqualTo(-Errno.ENXIO);
            assertThat(source.ring.registrations().buffersSparse(2)).isZero();
            assertThat(registrations.cloneBuffers(source.ring.fd(), 1, 0, 2)).as("over their end").isNegative();
        }
        try (EventFd event = EventFd.open()) {
            assertThat(registrations.cloneBuffers(event.fd(), 0, 0, 1)).as("no ring").isEqualTo(-Errno.EOPNOTSUPP);
        }
    }

    @Test
    void workersThatCannotBeBound() {
        assertThatIllegalArgumentException().isThrownBy(() -> registrations.workerAffinity())
                .withMessage("cpus.length=0, must be at least 1; unregisterWorkerAffinity() frees the workers");
        assertThatIllegalArgumentException().isThrownBy(() -> registrations.workerAffinity(0, -1)).withMessage("cpu=-1, must be 0 or above");
    }

    @Test
    void restrictionThatDoesNotFitIsRefused() {
        Restrictions rules = new Restrictions();
        assertThatIllegalArgumentException().isThrownBy(() -> rules.allowRegistration(256)).withMessage("opcode=256, must be 0 to 255");
        assertThatIllegalArgumentException().isThrownBy(() -> rules.allowOperation(-1)).withMessage("opcode=-1, must be 0 to 255");
        assertThatIllegalArgumentException().isThrownBy(() -> rules.allowFlags(512)).withMessage("iosqeFlags=512, must be 0 to 255");
        assertThatIllegalArgumentException().isThrownBy(() -> rules.requireFlags(-1)).withMessage("iosqeFlags=-1, must be 0 to 255");
        assertThat(rules.count()).isZero();
    }

    @Test
    void restrictionsComeOnceAndBeforeTheRingIsEnabled() throws Exception {
        try (TestRing restricted = new TestRing(UringSetup.of(4).withRequired(IORING_SETUP_R_DISABLED))) {
            Registrations its = restricted.ring.registrations();
            assertThat(its.restrictions(new Restrictions().allowOperation(255))).as("no such operation").isEqualTo(-Errno.EINVAL);
            assertThat(its.restrictions(new Restrictions().allowOperation(Sqe.IORING_OP_NOP).requireFlags(Sqe.IOSQE_ASYNC)
                    .allowRegistration(12))).isZero();
            assertThat(its.restrictions(new Restrictions().allowOperation(Sqe.IORING_OP_READ))).isEqualTo(-Errno.EBUSY);
            restricted.ring.enable();
            assertThat(restricted.run(Sqe::nop)).as("the flag is missing").isEqualTo(-Errno.EACCES);
            assertThat(restricted.run(sqe -> sqe.nop().flags(Sqe.IOSQE_ASYNC))).isZero();
        }
    }

    @Test
    void syncCancelOfWhatIsNotThere() throws Exception {
        int any = Sqe.IORING_ASYNC_CANCEL_ANY;
        assertThat(registrations.syncCancel(1, -1, any, Long.MAX_VALUE)).isIn(0, -Errno.ENOENT);
        assertThat(registrations.syncCancel(1, -1, 1 << 20, Long.MAX_VALUE)).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.syncCancel(0, NO_FD, Sqe.IORING_ASYNC_CANCEL_FD, Long.MAX_VALUE)).isEqualTo(-Errno.EBADF);
        assertThatIllegalArgumentException().isThrownBy(() -> registrations.syncCancel(1, -1, 0, -1))
                .withMessage("timeoutNanos=-1, must be 0 or above");
    }

    @Test
    void threadHasSixteenPlacesForRings() throws Exception {
        List<Uring> rings = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Uring each = Uring.open(UringSetup.of(1));
            rings.add(each);
            assertThat(each.registerRingFd()).isZero();
        }
        assertThat(ring.ring.registerRingFd()).isEqualTo(-Errno.EBUSY);
        rings.forEach(Uring::close);
        assertThat(ring.ring.registerRingFd()).isZero();
        assertThat(ring.run(Sqe::nop)).isZero();
    }

    @Test
    void bufferRingThatIsMisused() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.register(ring.ring, -1, 4))
                .withMessage("groupId=-1, must be 0 to 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.register(ring.ring, 1, 65_536))
                .withMessage("entries=65536, must be a power of two from 1 to 32768");
        BufferRing group = BufferRing.register(ring.ring, 1, 4);
        assertThatIllegalArgumentException().isThrownBy(() -> group.add(MemorySegment.ofArray(new byte[1]), 0))
                .withMessageContaining("must be native memory");
        group.close();
        group.close();
        assertThatIllegalStateException().isThrownBy(() -> group.add(ring.room(1), 0)).withMessage("buffer ring is closed");
        try (BufferRing again = BufferRing.register(ring.ring, 1, 32_768)) {
            assertThat(again.groupId()).isEqualTo(1);
        }
    }

    @Test
    void everyCallIsRefusedOnAClosedRing() {
        Uring closed = ring.ring;
        closed.close();
        List<ToIntFunction<Registrations>> calls = List.of(r -> r.buffersSparse(1), Registrations::unregisterBuffers, r -> r.files(-1),
                r -> r.filesSparse(1), r -> r.updateFiles(0, -1), r -> r.fileAllocRange(0, 1), Registrations::unregisterFiles,
                r -> r.eventFd(0), r -> r.eventFdAsync(0), Registrations::unregisterEventFd, Registrations::personality,
                r -> r.unregisterPersonality(1), r -> r.restrictions(new Restrictions()), r -> r.workerAffinity(0),
                Registrations::unregisterWorkerAffinity, r -> r.workerLimits(new int[2]), r -> r.syncCancel(0, -1, 0, 0),
                r -> r.cloneBuffers(0, 0, 0, 1), r -> r.updateBuffers(0, Iovecs.of(ring.arena)), r -> r.buffers(Iovecs.of(ring.arena)));
        for (ToIntFunction<Registrations> call : calls) {
            assertThatIllegalStateException().isThrownBy(() -> call.applyAsInt(registrations)).withMessage("ring is closed");
        }
        assertThatThrownBy(() -> BufferRing.register(closed, 1, 1)).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
        assertThatThrownBy(closed::registerRingFd).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
    }
}
