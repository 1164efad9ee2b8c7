package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UringKernelTest {
    private static final UringSetup DEFERRED = UringSetup.of(8)
            .withOptional(UringSetup.IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN);

    @Test
    void nopCompletesWithItsUserData() throws Exception {
        for (UringSetup setup : new UringSetup[] {UringSetup.of(8), DEFERRED}) {
            try (Uring ring = Uring.open(setup)) {
                for (int round = 0; round < 100; round++) {
                    ring.sq().claim().nop().userData(round);
                    ring.sq().publish();
                    assertThat(ring.submitAndWait(1)).isEqualTo(1);
                    assertThat(ring.cq().ready()).isEqualTo(1);
                    assertThat(ring.cq().userData(0)).isEqualTo(round);
                    assertThat(ring.cq().res(0)).isZero();
                    ring.cq().advance(1);
                    assertThat(ring.inFlight()).isZero();
                }
            }
        }
    }

    @Test
    void readSeesWhatWriteWrote(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("fäil");
        int fd = Libc.open(file.toString(), OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_CLOEXEC, 0600);
        assertThat(fd).isNotNegative();
        try (Uring ring = Uring.open(DEFERRED); Arena arena = Arena.ofConfined()) {
            MemorySegment hello = arena.allocateFrom("hello, ring", StandardCharsets.UTF_8);
            ring.sq().claim().write(fd, hello, 0, 11, 4096).userData(1);
            ring.sq().publish();
            ring.submitAndWait(1);
            assertThat(ring.cq().res(0)).isEqualTo(11);
            ring.cq().advance(1);

            ring.sq().claim().fsync(fd, Sqe.IORING_FSYNC_DATASYNC);
            ring.sq().publish();
            ring.submitAndWait(1);
            assertThat(ring.cq().res(0)).isZero();
            ring.cq().advance(1);

            MemorySegment back = arena.allocate(64);
            ring.sq().claim().read(fd, back, 4096).userData(2);
            ring.sq().publish();
            ring.submitAndWait(1);
            assertThat(ring.cq().res(0)).isEqualTo(11);
            ring.cq().advance(1);
            assertThat(back.getString(0)).isEqualTo("hello, ring");
            assertThat(Libc.fstat(fd).size()).isEqualTo(4096 + 11).isEqualTo(Files.size(file));
            assertThat(Libc.statx(file.toString()).isRegularFile()).isTrue();
        } finally {
            Libc.close(fd);
        }
    }

    @Test
    void waitEndsWithEtimeWhenTheTimeRunsOut() throws Exception {
        try (Uring ring = Uring.open(DEFERRED)) {
            assertThat(ring.submitAndWait(1, 1_000_000)).isEqualTo(-Errno.ETIME);
        }
    }

    @Test
    void eventFdWakesAPoll() throws Exception {
        try (Uring ring = Uring.open(DEFERRED); EventFd event = EventFd.open()) {
            ring.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, false).userData(9);
            ring.sq().publish();
            assertThat(ring.submit()).isEqualTo(1);
            event.signal();
            event.signal();
            assertThat(ring.submitAndWait(1)).isZero();
            assertThat(ring.cq().userData(0)).isEqualTo(9);
            assertThat(ring.cq().res(0) & Sqe.POLLIN).isNotZero();
            ring.cq().advance(1);
            assertThat(event.drain()).isEqualTo(2);
            assertThat(event.drain()).isZero();
        }
    }

    @Test
    void cancelledPollCompletesWithEcanceled() throws Exception {
        try (Uring ring = Uring.open(DEFERRED); EventFd event = EventFd.open()) {
            ring.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, false).userData(9);
            ring.sq().claim().asyncCancel(9, 0).userData(10);
            ring.sq().publish();
            assertThat(ring.submitAndWait(2)).isEqualTo(2);
            int cancelled = ring.cq().userData(0) == 9 ? 0 : 1;
            assertThat(ring.cq().res(cancelled)).isEqualTo(-Errno.ECANCELED);
            assertThat(ring.cq().res(1 - cancelled)).isZero();
            ring.cq().advance(2);
        }
    }

    @Test
    void probeKnowsRead() throws Exception {
        try (Uring ring = Uring.open(DEFERRED)) {
            assertThat(ring.probe().supports(Sqe.IORING_OP_READ)).isTrue();
            assertThat(ring.probe().supports(255)).isFalse();
        }
    }

    @Test
    void otherThreadThanTheSingleIssuerIsToldSo() throws Exception {
        try (Uring ring = Uring.open(UringSetup.of(8).withRequired(UringSetup.IORING_SETUP_SINGLE_ISSUER));
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            ring.sq().claim().nop();
            ring.sq().publish();
            assertThat(other.submit(ring::submit).get()).isEqualTo(-Errno.EEXIST);
            assertThat(ring.submitAndWait(1)).isEqualTo(1);
            ring.cq().advance(1);
        }
    }

    @Test
    void submitAtMostLeavesTheOthersInTheQueue() throws Exception {
        try (Uring ring = Uring.open(DEFERRED)) {
            assertThat(ring.submitAtMost(1)).as("nothing there").isZero();
            for (int i = 0; i < 5; i++) {
                ring.sq().claim().nop().userData(i);
            }
            ring.sq().publish();
            assertThat(ring.submitAtMost(2)).isEqualTo(2);
            assertThat(ring.sq().pending()).isEqualTo(3);
            assertThat(ring.submitAtMost(4)).isEqualTo(3);
            assertThat(ring.submitAndWait(5)).isZero();
            for (int i = 0; i < 5; i++) {
                assertThat(ring.cq().userData(i)).isEqualTo(i);
            }
            ring.cq().advance(5);
            assertThatThrownBy(() -> ring.submitAtMost(0)).isInstanceOf(IllegalArgumentException.class).hasMessage("most=0, must be 1 or above");
        }
    }

    @Test
    void disabledRingRefusesUntilItsOwnerEnablesIt() throws Exception {
        int flags = UringSetup.IORING_SETUP_R_DISABLED | UringSetup.IORING_SETUP_SINGLE_ISSUER
                | UringSetup.IORING_SETUP_DEFER_TASKRUN;
        try (Uring ring = Uring.open(UringSetup.of(8).withRequired(flags));
                ExecutorService owner = Executors.newSingleThreadExecutor()) {
            ring.sq().claim().nop();
            ring.sq().publish();
            assertThat(ring.submit()).isEqualTo(-Errno.EBADFD);
            int consumed = owner.submit(() -> {
                ring.enable();
                int result = ring.submitAndWait(1);
                ring.cq().advance(1);
                return result;
            }).get();
            assertThat(consumed).isEqualTo(1);
            assertThat(ring.submitAndWait(0)).isEqualTo(-Errno.EEXIST);
            assertThatThrownBy(ring::enable).isInstanceOf(SyscallException.class)
                    .hasMessageStartingWith("io_uring_register(IORING_REGISTER_ENABLE_RINGS): E");
        }
    }

    @Test
    void clampedRingGetsTheKernelsLimit() throws Exception {
        UringSetup setup = new UringSetup(100_000, 0, UringSetup.IORING_SETUP_CLAMP, 0, -1, 0, -1);
        try (Uring ring = Uring.open(setup)) {
            assertThat(ring.sq().entries()).isEqualTo(UringSetup.MAX_ENTRIES);
            assertThat(ring.cq().entries()).isEqualTo(2 * UringSetup.MAX_ENTRIES);
        }
    }

    @Test
    void completionQueueHasTheLengthThatWasAskedFor() throws Exception {
        try (Uring ring = Uring.open(UringSetup.of(8).withCqEntries(100))) {
            assertThat(ring.cq().entries()).isEqualTo(128);
            assertThat(ring.sq().entries()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {UringSetup.IORING_SETUP_SQE128, UringSetup.IORING_SETUP_CQE32, UringSetup.IORING_SETUP_NO_SQARRAY,
        UringSetup.IORING_SETUP_SUBMIT_ALL, UringSetup.IORING_SETUP_COOP_TASKRUN,
        UringSetup.IORING_SETUP_COOP_TASKRUN | UringSetup.IORING_SETUP_TASKRUN_FLAG,
        UringSetup.IORING_SETUP_SQE128 | UringSetup.IORING_SETUP_CQE32 | UringSetup.IORING_SETUP_NO_SQARRAY})
    void everyLayoutWrapsAroundItsQueues(int flags) throws Exception {
        try (Uring ring = Uring.open(UringSetup.of(8).withRequired(flags))) {
            assertThat(ring.flags()).isEqualTo(flags);
            long next = 0;
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 7; i++) {
                    ring.sq().claim().nop().userData(next + i);
                }
                ring.sq().publish();
                assertThat(ring.submitAndWait(7)).isEqualTo(7);
                assertThat(ring.cq().ready()).isEqualTo(7);
                for (int i = 0; i < 7; i++) {
                    assertThat(ring.cq().userData(i)).isEqualTo(next++);
                    assertThat(ring.cq().res(i)).isZero();
                }
                ring.cq().advance(7);
            }
            assertThat(ring.sq().dropped()).isZero();
            assertThat(ring.cq().overflow()).isZero();
        }
    }

    @Test
    void longCompletionHasTwoWordsMore() throws Exception {
        int nopFillsThem = 1 << 5; // IORING_NOP_CQE32
        try (Uring ring = Uring.open(UringSetup.of(8).withRequired(UringSetup.IORING_SETUP_CQE32))) {
            for (int i = 0; i < 3; i++) {
                ring.sq().claim().prepare(Sqe.IORING_OP_NOP, -1, 11, 22 + i, 0, nopFillsThem);
            }
            ring.sq().publish();
            ring.submitAndWait(1);
            assumeTrue(ring.cq().res(0) == 0, "this kernel's NOP fills no long completion");
            assertThat(ring.cq().ready()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(ring.cq().extra(i, 0)).isEqualTo(11);
                assertThat(ring.cq().extra(i, 1)).isEqualTo(22 + i);
            }
            assertThatThrownBy(() -> ring.cq().extra(0, 2)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("word=2, must be 0 or 1");
            ring.cq().advance(3);
        }
        try (Uring ring = Uring.open(UringSetup.of(8))) {
            assertThatThrownBy(() -> ring.cq().extra(0, 0)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("extra words need a ring with IORING_SETUP_CQE32");
        }
    }

    @Test
    void pollingRingReadsOnlyWhatItsDeviceCanBePolledFor(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[8192]);
        int fd = Libc.open(file.toString(), OpenFlags.O_RDONLY, 0);
        try (Uring ring = Uring.open(UringSetup.of(8).withRequired(UringSetup.IORING_SETUP_IOPOLL));
                Arena arena = Arena.ofConfined()) {
            ring.sq().claim().read(fd, arena.allocate(4096, 4096), 0);
            ring.sq().publish();
            ring.submitAndWait(1);
            assertThat(ring.cq().res(0)).as("buffered files cannot be polled for").isEqualTo(-Errno.EOPNOTSUPP);
            ring.cq().advance(1);
        } finally {
            Libc.close(fd);
        }
    }

    @Test
    void ringsShareTheirWorkers() throws Exception {
        try (Uring first = Uring.open(UringSetup.of(8));
                Uring second = Uring.open(UringSetup.of(8).withAttachWq(first.fd()))) {
            assertThat(second.flags() & UringSetup.IORING_SETUP_ATTACH_WQ).isNotZero();
        }
        assertThatThrownBy(() -> Uring.open(UringSetup.of(8).withAttachWq(TestRing.NO_FD)))
                .isInstanceOf(SyscallException.class).hasMessageContaining("attachWqFd");
    }

    @Test
    void operationThatTheKernelDoesNotKnowCompletesWithEinval() throws Exception {
        try (Uring ring = Uring.open(UringSetup.of(8))) {
            ring.sq().claim().prepare(255, -1, 0, 0, 0, 0);
            ring.sq().publish();
            ring.submitAndWait(1);
            assertThat(ring.cq().res(0)).isEqualTo(-Errno.EINVAL);
            ring.cq().advance(1);
        }
    }

    @Test
    void absoluteDeadlineInThePastEndsTheWaitAtOnce() throws Exception {
        try (Uring ring = Uring.open(DEFERRED)) {
            int result = ring.submitAndWaitUntil(1, 1);
            assertThat(result).isEqualTo(-Errno.ETIME);
        }
    }

    @Test
    void minimumWaitReturnsWithWhatThereIs() throws Exception {
        try (Uring ring = Uring.open(DEFERRED)) {
            ring.sq().claim().nop();
            ring.sq().publish();
            assertThat(ring.submitAndWait(2, Long.MAX_VALUE - 1, 1)).isEqualTo(1);
            assertThat(ring.cq().ready()).isEqualTo(1);
            ring.cq().advance(1);
        }
    }
}
