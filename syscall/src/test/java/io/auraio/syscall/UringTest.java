package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_NO_SQARRAY;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SQPOLL;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SUBMIT_ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring against a kernel that the test plays. */
class UringTest {
    private final FakeKernel kernel = new FakeKernel();

    private Uring open(int flags) throws SyscallException {
        return Uring.open(UringSetup.of(4).withRequired(flags), kernel);
    }

    private static void fill(Uring ring, int count) {
        for (int i = 0; i < count; i++) {
            ring.sq().claim().nop().userData(i);
        }
        ring.sq().publish();
    }

    @Test
    void optionalFlagsAreDroppedOneAtATimeNewestFirst() throws Exception {
        kernel.knownFlags = IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER;
        int wanted = IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN
                | IORING_SETUP_NO_SQARRAY;
        Uring ring = Uring.open(UringSetup.of(4).withOptional(wanted), kernel);
        assertThat(kernel.askedFlags).containsExactly(wanted, wanted & ~IORING_SETUP_NO_SQARRAY,
                IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER);
        assertThat(ring.flags()).isEqualTo(IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER);
    }

    @Test
    void requiredFlagIsNeverDropped() {
        kernel.knownFlags = 0;
        assertThatThrownBy(() -> Uring.open(UringSetup.of(4).withRequired(IORING_SETUP_SINGLE_ISSUER)
                .withOptional(IORING_SETUP_SUBMIT_ALL), kernel))
                .isInstanceOf(SyscallException.class)
                .hasMessageStartingWith("io_uring_setup(entries=4, flags=IORING_SETUP_SINGLE_ISSUER): "
                        + "EINVAL (Invalid argument); this kernel (")
                .hasMessageContaining("does not know one of the flags")
                .hasMessageEndingWith("see docs/errors.md");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1  | EPERM (Operation not permitted)           | io_uring
            38 | ENOSYS (Function not implemented)         | has no io_uring, which came with Linux 5.1
            12 | ENOMEM (Cannot allocate memory)           | RLIMIT_MEMLOCK (
            24 | EMFILE (Too many open files)              | RLIMIT_NOFILE
            23 | ENFILE (Too many open files in system)    | fs.file-max
            22 | EINVAL (Invalid argument)                 | entry counts are out of its range
            """)
    void eachRefusalNamesItsCause(int errno, String name, String cause) {
        kernel.setupError = errno;
        assertThatThrownBy(() -> open(0))
                .isInstanceOfSatisfying(SyscallException.class, e -> {
                    assertThat(e.errno()).isEqualTo(errno);
                    assertThat(e.call()).isEqualTo("io_uring_setup");
                })
                .hasMessageStartingWith("io_uring_setup(entries=4): " + name + "; ")
                .hasMessageContaining(cause)
                .hasMessageEndingWith(", see docs/errors.md");
    }

    @Test
    void refusalByTheSysctlIsToldFromOneByASeccompFilter() {
        assertThat(SetupFailure.eperm(0, "2")).startsWith("kernel.io_uring_disabled=2 refuses it to every process");
        assertThat(SetupFailure.eperm(0, "1")).startsWith("kernel.io_uring_disabled=1 refuses it without CAP_SYS_ADMIN");
        assertThat(SetupFailure.eperm(0, "0")).startsWith("a seccomp filter refuses io_uring");
        assertThat(SetupFailure.eperm(0, "")).startsWith("a seccomp filter refuses io_uring");
        assertThat(SetupFailure.eperm(IORING_SETUP_SQPOLL, "")).startsWith("IORING_SETUP_SQPOLL needs CAP_SYS_NICE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void failedMapLeavesNothingBehind(int failing) {
        kernel.failingMmap = failing;
        assertThatThrownBy(() -> open(0)).isInstanceOf(SyscallException.class)
                .hasMessageStartingWith("mmap(length=").hasMessageContaining("ENOMEM");
        assertThat(kernel.closedFds).containsExactly(FakeKernel.FD);
        assertThat(kernel.maps).as("the failed one stays counted").isEqualTo(1);
    }

    @Test
    void shortSubmitLeavesTheRestQueued() throws Exception {
        Uring ring = open(0);
        kernel.takesAtMost = 3;
        fill(ring, 4);
        assertThat(ring.submit()).isEqualTo(3);
        assertThat(ring.sq().pending()).isEqualTo(1);
        assertThat(ring.submit()).isEqualTo(1);
        assertThat(ring.sq().pending()).isZero();
        assertThat(kernel.enters).containsExactly("submit=4 wait=0 flags=0", "submit=1 wait=0 flags=0");
        assertThat(kernel.taken()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.EBADR, Errno.EBADFD, Errno.EEXIST,
        Errno.EOWNERDEAD})
    void failedEnterIsReturnedAndLeavesTheEntriesQueued(int errno) throws Exception {
        Uring ring = open(0);
        kernel.enterErrors.add(errno);
        fill(ring, 2);
        assertThat(ring.submitAndWait(2)).isEqualTo(-errno);
        assertThat(ring.sq().pending()).isEqualTo(2);
        assertThat(ring.inFlight()).isZero();
        assertThat(ring.submitAndWait(2)).isEqualTo(2);
        assertThat(ring.cq().ready()).isEqualTo(2);
    }

    @Test
    void nothingPublishedIsNothingSubmitted() throws Exception {
        Uring ring = open(0);
        ring.sq().claim().nop();
        assertThat(ring.submit()).isZero();
        assertThat(kernel.enters).isEmpty();
        assertThat(ring.sq().pending()).isEqualTo(1);
    }

    @Test
    void fullQueueGivesNoEntryUntilTheKernelTookSome() throws Exception {
        Uring ring = open(0);
        fill(ring, 4);
        assertThat(ring.sq().claim()).isNull();
        kernel.takesAtMost = 1;
        ring.submit();
        assertThat(ring.sq().claim()).isNotNull();
    }

    @Test
    void indicesWrapAtTwoToTheThirtyTwo() throws Exception {
        kernel.firstIndex = -7;
        Uring ring = open(0);
        long next = 0;
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 3; i++) {
                ring.sq().claim().nop().userData(3 * round + i);
            }
            ring.sq().publish();
            assertThat(ring.submitAndWait(3)).isEqualTo(3);
            assertThat(ring.cq().ready()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(ring.cq().userData(i)).isEqualTo(next++);
            }
            ring.cq().advance(3);
            assertThat(ring.inFlight()).isZero();
        }
        assertThat(kernel.sqHead()).isEqualTo(-7 + 24);
    }

    @Test
    void overflownCompletionsAreAnnouncedAndFlushed() throws Exception {
        Uring ring = open(0);
        for (int i = 0; i < 3; i++) {
            fill(ring, 4);
            ring.submit();
        }
        assertThat(ring.cq().ready()).isEqualTo(ring.cq().entries()).isEqualTo(8);
        assertThat(ring.sq().flags() & SubmissionQueue.IORING_SQ_CQ_OVERFLOW).isNotZero();
        ring.cq().advance(8);
        assertThat(ring.inFlight()).isEqualTo(4);
        assertThat(ring.getEvents()).isZero();
        assertThat(ring.cq().ready()).isEqualTo(4);
        assertThat(ring.sq().flags() & SubmissionQueue.IORING_SQ_CQ_OVERFLOW).isZero();
        ring.cq().advance(4);
        assertThat(ring.inFlight()).isZero();
    }

    @Test
    void completionWithMoreToComeDoesNotEndItsOperation() throws Exception {
        Uring ring = open(0);
        kernel.cqeFlags = CompletionQueue.IORING_CQE_F_MORE;
        ring.sq().claim().pollAdd(0, Sqe.POLLIN, true).userData(5);
        ring.sq().publish();
        ring.submitAndWait(1);
        ring.cq().advance(ring.cq().ready());
        assertThat(ring.inFlight()).isEqualTo(1);
        kernel.cqeFlags = 0;
        kernel.complete(5);
        ring.cq().advance(ring.cq().ready());
        assertThat(ring.inFlight()).isZero();
    }

    @Test
    void claimedEntryMustBePreparedBeforeTheNextOrPublish() throws Exception {
        Uring ring = open(0);
        Sqe sqe = ring.sq().claim();
        String message = "SQE claimed but not prepared: call one of its operations, such as nop(), first";
        assertThatThrownBy(() -> ring.sq().claim()).isInstanceOf(IllegalStateException.class).hasMessage(message);
        assertThatThrownBy(() -> ring.sq().publish()).isInstanceOf(IllegalStateException.class).hasMessage(message);
        sqe.nop();
        ring.sq().publish();
        assertThat(ring.submit()).isEqualTo(1);
    }

    @Test
    void entryWhoseOperationWasRefusedIsGivenBack() throws Exception {
        Uring ring = open(0);
        ring.sq().claim().nop().userData(1);
        Sqe sqe = ring.sq().claim();
        assertThatThrownBy(() -> sqe.read(0, MemorySegment.ofArray(new byte[1]), 0))
                .isInstanceOf(IllegalArgumentException.class);
        ring.sq().unclaim();
        ring.sq().unclaim();
        assertThat(ring.sq().pending()).isEqualTo(1);
        ring.sq().claim().nop().userData(2);
        ring.sq().publish();
        assertThat(ring.submit()).isEqualTo(2);
        assertThat(ring.cq().userData(0)).isEqualTo(1);
        assertThat(ring.cq().userData(1)).isEqualTo(2);
    }

    @Test
    void entryHoldsNothingOfItsLastUse() throws Exception {
        Uring ring = open(0);
        MemorySegment room = Arena.ofAuto().allocate(8);
        List<UnaryOperator<Sqe>> all = List.of(sqe -> sqe.readFixed(7, room, 0, 8, 9, 0xffff), sqe -> sqe.nop().intoSlot(6),
                sqe -> sqe.nop().personality(0xffff), sqe -> sqe.getxattr(room, room, room), sqe -> sqe.nop().selectBuffer(3),
                sqe -> sqe.splice(1, 2, 3, 4, 5, 6), sqe -> sqe.nop().userData(-1).flags(-1).ioprio(-1));
        for (UnaryOperator<Sqe> operation : all) {
            operation.apply(ring.sq().claim());
            ring.sq().publish();
            ring.submit();
            for (int i = 1; i < ring.sq().entries(); i++) {
                ring.sq().claim().nop();
            }
            ring.sq().claim().nop();
            ring.sq().publish();
            ring.submit();
            ring.cq().advance(ring.cq().ready());
            assertThat(kernel.entry(0)).containsExactly(0xffff_ffff_0000_0000L, 0, 0, 0, 0, 0, 0, 0);
            for (int i = 1; i < ring.sq().entries(); i++) { // round to the first entry
                ring.sq().claim().nop();
            }
            ring.sq().publish();
            ring.submit();
            ring.cq().advance(ring.cq().ready());
        }
    }

    @Test
    void numberThatDoesNotFitItsFieldIsRefusedAndTheEntryGivenBack() throws Exception {
        Uring ring = open(0);
        MemorySegment room = Arena.ofAuto().allocate(8);
        Map<String, UnaryOperator<Sqe>> refused = Map.of(
                "bufferIndex=65536, must be 0 to 65535", sqe -> sqe.readFixed(0, room, 0, 8, 0, 65_536),
                "bufferIndex=-1, must be 0 to 65535", sqe -> sqe.writevFixed(0, MemorySegment.NULL, 0, -1),
                "groupId=65536, must be 0 to 65535", sqe -> sqe.nop().selectBuffer(65_536),
                "groupId=-1, must be 0 to 65535", sqe -> sqe.recvMultishot(0, -1, 0),
                "id=-22, must be 0 to 65535", sqe -> sqe.nop().personality(-Errno.EINVAL),
                "slot=-2, must be an index, or -1", sqe -> sqe.msgRingFd(0, 0, -2, 0, 0),
                "slot=-1, must be 0 or above", sqe -> sqe.closeSlot(-1));
        refused.forEach((message, operation) -> {
            Sqe sqe = ring.sq().claim();
            assertThatThrownBy(() -> operation.apply(sqe)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
            assertThatThrownBy(ring.sq()::publish).isInstanceOf(IllegalStateException.class);
            ring.sq().unclaim();
            assertThat(ring.sq().pending()).isZero();
        });
    }

    @Test
    void onlyEntriesThatMayBeSilentAreLeftOutOfWhatIsSurelyInFlight() throws Exception {
        Uring ring = open(0);
        kernel.completes = false;
        int link = Sqe.IOSQE_IO_LINK;
        int skip = Sqe.IOSQE_CQE_SKIP_SUCCESS;
        ring.sq().claim().nop().flags(skip).flags(link).flags(skip | link);
        ring.sq().claim();
        ring.sq().unclaim();
        ring.sq().claim().nop().flags(link).flags(skip); // linked behind it
        ring.sq().claim().nop(); // and behind that
        ring.sq().claim().nop();
        ring.sq().publish();
        assertThat(ring.submit()).isEqualTo(4);
        assertThat(ring.inFlight()).isEqualTo(4);
        assertThat(ring.surelyInFlight()).isEqualTo(1);
        ring.sq().claim().nop().flags(skip);
        ring.sq().publish();
        assertThat(ring.submit()).isEqualTo(1);
        assertThat(ring.surelyInFlight()).isEqualTo(1);
        kernel.complete(0);
        ring.cq().advance(1);
        kernel.enterErrors.addAll(List.of(Errno.EEXIST, Errno.EEXIST));
        ring.close();
    }

    @Test
    void memoryOfAClosedArenaIsRefused() throws Exception {
        Uring ring = open(0);
        Sqe sqe = ring.sq().claim();
        for (Arena arena : new Arena[] {Arena.ofConfined(), Arena.ofShared()}) {
            MemorySegment buffer = arena.allocate(8);
            arena.close();
            assertThatThrownBy(() -> sqe.read(0, buffer, 0)).isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(", its arena is closed");
            assertThatThrownBy(() -> sqe.write(0, buffer, 0, 8, 0)).isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(", its arena is closed");
        }
    }

    @Test
    void withoutAnIndexArrayTheHeadIsLeftAlone() throws Exception {
        kernel.firstIndex = 77;
        Uring ring = open(IORING_SETUP_NO_SQARRAY);
        assertThat(kernel.sqHead()).isEqualTo(77);
        fill(ring, 1);
        assertThat(ring.submit()).isEqualTo(1);
    }

    @Test
    void sqPollThreadIsEnteredForOnlyWhileItSleeps() throws Exception {
        Uring ring = open(IORING_SETUP_SQPOLL);
        fill(ring, 2);
        assertThat(ring.submit()).isEqualTo(2);
        assertThat(kernel.enters).isEmpty();
        kernel.setSqFlags(SubmissionQueue.IORING_SQ_NEED_WAKEUP);
        ring.submit();
        assertThat(kernel.enters).containsExactly("submit=2 wait=0 flags=" + Kernel.IORING_ENTER_SQ_WAKEUP);
    }

    @Test
    void waitWithNothingToSubmitLetsTheSqPollThreadSleep() throws Exception {
        Uring ring = open(IORING_SETUP_SQPOLL);
        kernel.setSqFlags(SubmissionQueue.IORING_SQ_NEED_WAKEUP);
        ring.submitAndWait(0);
        fill(ring, 1);
        ring.submitAndWait(0);
        assertThat(kernel.enters).containsExactly(
                "submit=0 wait=0 flags=" + Kernel.IORING_ENTER_GETEVENTS,
                "submit=1 wait=0 flags=" + (Kernel.IORING_ENTER_GETEVENTS | Kernel.IORING_ENTER_SQ_WAKEUP));
    }

    @Test
    void roomInTheQueueIsWaitedForOnlyWhereThereIsNone() throws Exception {
        Uring ring = open(IORING_SETUP_SQPOLL);
        fill(ring, 3);
        assertThat(ring.sqWait()).isEqualTo(1);
        assertThat(kernel.enters).isEmpty();
        fill(ring, 1);
        kernel.setSqFlags(SubmissionQueue.IORING_SQ_NEED_WAKEUP);
        kernel.enterErrors.add(Errno.EOWNERDEAD);
        assertThat(ring.sqWait()).isEqualTo(-Errno.EOWNERDEAD);
        kernel.takesAtMost = 0; // a signal came first
        assertThat(ring.sqWait()).isZero();
        kernel.takesAtMost = 2;
        assertThat(ring.sqWait()).isEqualTo(2);
        assertThat(kernel.enters).hasSize(3).containsOnly(
                "submit=0 wait=0 flags=" + (Kernel.IORING_ENTER_SQ_WAIT | Kernel.IORING_ENTER_SQ_WAKEUP));
    }

    @Test
    void waitForRoomThatNobodyWouldMakeIsRefused() throws Exception {
        Uring plain = open(0);
        assertThatThrownBy(plain::sqWait).isInstanceOf(IllegalStateException.class)
                .hasMessage("waiting for room needs a ring with IORING_SETUP_SQPOLL: on others submit() makes it");
        Uring ring = open(IORING_SETUP_SQPOLL);
        for (int i = 0; i < 4; i++) {
            ring.sq().claim().nop();
        }
        assertThatThrownBy(ring::sqWait).isInstanceOf(IllegalStateException.class)
                .hasMessage("4 entries are claimed and not published: publish() them first");
        ring.sq().publish();
        assertThat(ring.sqWait()).isEqualTo(4);
        ring.close();
        assertThatThrownBy(ring::sqWait).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
    }

    @Test
    void eventFdIsSilencedByAFlagThatTheKernelReads() throws Exception {
        Uring ring = open(0);
        assertThat(ring.cq().eventFdEnabled()).isTrue();
        ring.cq().enableEventFd(false);
        assertThat(kernel.cqFlags()).isEqualTo(1);
        assertThat(ring.cq().eventFdEnabled()).isFalse();
        ring.cq().enableEventFd(true);
        assertThat(kernel.cqFlags()).isZero();
        kernel.cqFlags = false;
        Uring older = open(0);
        assertThat(older.cq().eventFdEnabled()).isTrue();
        older.cq().enableEventFd(true);
        assertThatThrownBy(() -> older.cq().enableEventFd(false)).isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("silencing the eventfd needs Linux 5.8");
    }

    @Test
    void waitWithATimeoutIsRefusedWhereTheKernelHasNone() throws Exception {
        kernel.features &= ~Uring.IORING_FEAT_EXT_ARG;
        Uring ring = open(0);
        assertThatThrownBy(() -> ring.submitAndWait(1, 1)).isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("waiting with a timeout needs IORING_FEAT_EXT_ARG (Linux 5.11)");
        assertThatThrownBy(() -> ring.submitAndWait(1, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeoutNanos=-1, must be 0 or above");
    }

    @Test
    void closeCoversTheMapsAndClosesTheDescriptorOnce() throws Exception {
        Uring ring = open(0);
        ring.close();
        ring.close();
        assertThat(kernel.covered).isEqualTo(2);
        assertThat(kernel.closedFds).containsExactly(FakeKernel.FD);
        assertThat(kernel.maps).as("addresses stay taken while the ring is reachable").isEqualTo(2);
        assertThatThrownBy(ring::submit).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
        assertThatThrownBy(() -> ring.submitAndWait(1)).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
        assertThatThrownBy(ring::probe).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
        assertThatThrownBy(ring::enable).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
    }

    @Test
    void closeReportsWhatTheKernelStillHolds() throws Exception {
        Uring ring = open(0);
        kernel.completes = false;
        fill(ring, 3);
        ring.submit();
        kernel.complete(1);
        kernel.enterErrors.add(Errno.EEXIST);
        kernel.enterErrors.add(Errno.EEXIST);
        ring.close();
        assertThat(ring.inFlight()).isEqualTo(2);
        assertThat(kernel.closedFds).containsExactly(FakeKernel.FD);
    }

    @Test
    void unreachableRingGivesItsMapsAndDescriptorBack() throws Exception {
        open(0);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        do {
            System.gc();
        } while (!kernel.unmapped.await(10, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
        assertThat(kernel.unmapped.getCount()).isZero();
    }
}
