package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that break, that wait, that are cancelled, and that are silent. */
class ChainsKernelTest {
    private static final int LINK = Sqe.IOSQE_IO_LINK;
    private static final int SKIP = Sqe.IOSQE_CQE_SKIP_SUCCESS;

    private TestRing ring;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    /** The user data of the next completions, in their order. */
    private List<Long> order(int count) {
        List<Long> order = new ArrayList<>();
        while (order.size() < count) {
            order.addAll(ring.awaitAll(1).keySet());
        }
        return order;
    }

    @ParameterizedTest
    @ValueSource(ints = {LINK, Sqe.IOSQE_IO_HARDLINK, LINK | Sqe.IOSQE_ASYNC, LINK | Sqe.IOSQE_IO_DRAIN})
    void entryThatIsNoOperationCancelsItsWholeChain(int flags) {
        int length = 4;
        for (int bad = 0; bad < length; bad++) {
            for (int i = 0; i < length; i++) {
                Sqe sqe = ring.ring.sq().claim();
                (i == bad ? TestRing.unknown(sqe) : sqe.nop()).flags(i < length - 1 ? flags : 0).userData(i);
            }
            ring.ring.sq().publish();
            while (ring.ring.sq().pending() > 0) { // without SUBMIT_ALL the batch ends behind it
                assertThat(ring.ring.submit()).isPositive();
            }
            Map<Long, Integer> results = ring.awaitAll(length);
            for (int i = 0; i < length; i++) {
                assertThat(results.get((long) i)).as(i + " of a chain whose " + bad + " is bad")
                        .isEqualTo(i == bad ? -Errno.EINVAL : -Errno.ECANCELED);
            }
        }
    }

    @Test
    void chainEndsWithItsBatch() {
        ring.submit(1, sqe -> ring.failing(sqe).flags(LINK));
        ring.submit(2, Sqe::nop);
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.EBADF, 2L, 0));
    }

    @Test
    void longChainRunsInOrder() {
        int length = 32;
        for (int i = 0; i < length; i++) {
            ring.ring.sq().claim().nop().userData(i).flags((i % 3 == 0 ? Sqe.IOSQE_ASYNC : 0) | (i < length - 1 ? LINK : 0));
        }
        ring.ring.sq().publish();
        assertThat(ring.ring.submit()).isEqualTo(length);
        assertThat(order(length)).isSorted();
    }

    @Test
    void pollStartsWhatIsLinkedBehindIt() throws Exception {
        try (EventFd event = EventFd.open()) {
            ring.submitTogether(sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false).flags(LINK),
                    sqe -> sqe.read(event.fd(), ring.room(16), 0));
            assertThat(ring.ring.getEvents()).isZero();
            assertThat(ring.ring.cq().ready()).isZero();
            event.signal();
            assertThat(ring.awaitAll(2)).as("an eventfd gives eight bytes").isEqualTo(Map.of(1L, Sqe.POLLIN, 2L, 8));
        }
    }

    @Test
    void linkedTimeoutEndsAPollAndWhatIsBehindIt() throws Exception {
        try (EventFd event = EventFd.open()) {
            ring.submitTogether(sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false).flags(LINK),
                    sqe -> sqe.linkTimeout(Timespec.of(ring.arena, 1_000), 0).flags(LINK), Sqe::nop);
            assertThat(ring.awaitAll(3)).isEqualTo(Map.of(1L, -Errno.ECANCELED, 2L, -Errno.ETIME, 3L, -Errno.ECANCELED));
        }
    }

    @Test
    void linkedTimeoutWithoutAnOperationBeforeItIsRefused() {
        assertThat(ring.run(sqe -> sqe.linkTimeout(Timespec.of(ring.arena, 1_000), 0))).isEqualTo(-Errno.EINVAL);
        ring.submitTogether(sqe -> sqe.nop().flags(LINK), sqe -> sqe.linkTimeout(Timespec.of(ring.arena, 1), 0).flags(LINK),
                sqe -> sqe.linkTimeout(Timespec.of(ring.arena, 1), 0));
        assertThat(ring.awaitAll(3)).as("a timeout of a timeout").containsEntry(1L, -Errno.ECANCELED).containsEntry(3L, -Errno.EINVAL);
    }

    @Test
    void timeoutThatRunsOutBreaksItsChainUnlessThatIsASuccess() {
        ring.submitTogether(sqe -> sqe.timeout(Timespec.of(ring.arena, 1_000), 0, 0).flags(LINK), Sqe::nop);
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.ETIME, 2L, -Errno.ECANCELED));
        ring.submitTogether(sqe -> sqe.timeout(Timespec.of(ring.arena, 1_000), 0, Sqe.IORING_TIMEOUT_ETIME_SUCCESS).flags(LINK), Sqe::nop);
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.ETIME, 2L, 0));
    }

    @Test
    void cancelledHeadCancelsItsChain() {
        TestRing.withPipe(pipe -> {
            ring.submitTogether(sqe -> sqe.read(pipe.get(0), ring.room(1), 0).flags(LINK), sqe -> sqe.nop().flags(LINK), Sqe::nop);
            ring.submit(9, sqe -> sqe.asyncCancel(1, 0));
            assertThat(ring.awaitAll(4)).isEqualTo(Map.of(1L, -Errno.ECANCELED, 2L, -Errno.ECANCELED, 3L, -Errno.ECANCELED, 9L, 0));
        });
    }

    @Test
    void drainHoldsBackItsChainAndWhatComesAfter() {
        TestRing.withPipe(pipe -> {
            ring.submitTogether(sqe -> sqe.read(pipe.get(0), ring.room(1), 0), sqe -> sqe.nop().flags(Sqe.IOSQE_IO_DRAIN | LINK),
                    Sqe::nop, sqe -> sqe.nop().flags(Sqe.IOSQE_IO_DRAIN));
            assertThat(ring.ring.getEvents()).isZero();
            assertThat(ring.ring.cq().ready()).isZero();
            TestRing.put(pipe.get(1), "x");
            assertThat(order(4)).containsExactly(1L, 2L, 3L, 4L);
        });
    }

    @Test
    void heldBackEntryIsCancelled() {
        TestRing.withPipe(pipe -> {
            ring.submitTogether(sqe -> sqe.read(pipe.get(0), ring.room(1), 0), sqe -> sqe.nop().flags(Sqe.IOSQE_IO_DRAIN));
            assertThat(ring.ring.registrations().syncCancel(0, -1,
                    Sqe.IORING_ASYNC_CANCEL_ANY | Sqe.IORING_ASYNC_CANCEL_ALL, 30_000_000_000L)).isNotNegative();
            assertThat(ring.awaitAll(2)).containsEntry(1L, -Errno.ECANCELED);
        });
    }

    @Test
    void failureOfASilentEntrySilencesTheRestOfItsChain() {
        ring.submitTogether(sqe -> ring.failing(sqe).flags(LINK | SKIP), sqe -> sqe.nop().flags(LINK), Sqe::nop);
        ring.submit(9, Sqe::nop);
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.EBADF, 9L, 0));
        assertThat(ring.ring.getEvents()).isZero();
        assertThat(ring.ring.cq().ready()).isZero();
        assertThat(ring.ring.surelyInFlight()).as("nothing to wait for when it is closed").isZero();
        ring.silent = 2;
    }

    @Test
    void failureOfAnotherEntryIsTheReasonThatSilentOnesAreHeardOf() {
        ring.submitTogether(sqe -> sqe.nop().flags(LINK | SKIP), sqe -> ring.failing(sqe).flags(LINK), sqe -> sqe.nop().flags(LINK | SKIP),
                Sqe::nop);
        assertThat(ring.awaitAll(3)).isEqualTo(Map.of(2L, -Errno.EBADF, 3L, -Errno.ECANCELED, 4L, -Errno.ECANCELED));
        ring.silent = 1;
    }
}
