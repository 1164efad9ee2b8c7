package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksAndFlagsKernelTest {
    private TestRing ring;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void failureCancelsWhatIsLinkedBehindIt() {
        ring.submitTogether(sqe -> ring.failing(sqe).flags(Sqe.IOSQE_IO_LINK), sqe -> sqe.nop().flags(Sqe.IOSQE_IO_LINK), Sqe::nop,
                Sqe::nop);
        assertThat(ring.awaitAll(4)).containsEntry(1L, -Errno.EBADF).containsEntry(2L, -Errno.ECANCELED)
                .containsEntry(3L, -Errno.ECANCELED).containsEntry(4L, 0);
    }

    @Test
    void hardLinkGoesOnAfterAFailure() {
        TestRing.withPipe(pipe -> {
            ring.submitTogether(sqe -> sqe.timeout(Timespec.of(ring.arena, 1), 0, 0).flags(Sqe.IOSQE_IO_HARDLINK), Sqe::nop);
            assertThat(ring.awaitAll(2)).containsEntry(1L, -Errno.ETIME).containsEntry(2L, 0);
        });
    }

    @Test
    void shortTransferBreaksALink() {
        TestRing.withPipe(pipe -> {
            assertThat(ring.run(sqe -> sqe.write(pipe.get(1), ring.text("abc"), 0))).isEqualTo(3);
            ring.submitTogether(sqe -> sqe.read(pipe.get(0), ring.room(8), 0).flags(Sqe.IOSQE_IO_LINK), Sqe::nop);
            assertThat(ring.awaitAll(2)).containsEntry(1L, 3).containsEntry(2L, -Errno.ECANCELED);
        });
    }

    @Test
    void drainWaitsForAllThatWasSubmittedBefore() {
        TestRing.withPipe(pipe -> {
            ring.submitTogether(sqe -> sqe.read(pipe.get(0), ring.room(1), 0), sqe -> sqe.nop().flags(Sqe.IOSQE_IO_DRAIN));
            assertThat(ring.ring.getEvents()).isZero();
            assertThat(ring.ring.cq().ready()).isZero();
            TestRing.put(pipe.get(1), "x");
            List<Integer> order = new ArrayList<>();
            order.add(ring.await());
            order.add(ring.await());
            assertThat(order).containsExactly(1, 0);
        });
    }

    @Test
    void asyncOperationRunsOnAWorker() {
        assertThat(ring.run(sqe -> sqe.nop().flags(Sqe.IOSQE_ASYNC))).isZero();
    }

    @Test
    void skippedSuccessHasNoCompletionButAFailureHas() {
        ring.submitTogether(sqe -> sqe.nop().flags(Sqe.IOSQE_CQE_SKIP_SUCCESS), Sqe::nop);
        assertThat(ring.awaitAll(1)).containsOnlyKeys(2L);
        assertThat(ring.ring.cq().ready()).isZero();
        assertThat(ring.ring.inFlight()).as("cannot be told from one in flight").isEqualTo(1);
        ring.submit(5, sqe -> ring.failing(sqe).flags(Sqe.IOSQE_CQE_SKIP_SUCCESS));
        assertThat(ring.await()).isEqualTo(-Errno.EBADF);
        ring.silent = 1;
    }

    @Test
    void badEntryEndsTheBatchUnlessAllAreAskedFor() throws Exception {
        try (TestRing plain = new TestRing(UringSetup.of(8));
                TestRing all = new TestRing(UringSetup.of(8).withRequired(UringSetup.IORING_SETUP_SUBMIT_ALL))) {
            for (TestRing each : List.of(plain, all)) {
                TestRing.unknown(each.ring.sq().claim()).userData(1);
                each.ring.sq().claim().nop().userData(2);
                each.ring.sq().publish();
            }
            assertThat(plain.ring.submit()).isEqualTo(1);
            assertThat(plain.ring.sq().pending()).isEqualTo(1);
            assertThat(plain.await()).isEqualTo(-Errno.EINVAL);
            assertThat(plain.ring.submit()).isEqualTo(1);
            assertThat(plain.await()).isZero();
            assertThat(all.ring.submit()).isEqualTo(2);
            assertThat(all.awaitAll(2)).containsEntry(1L, -Errno.EINVAL).containsEntry(2L, 0);
        }
    }

    @Test
    void overflownCompletionsWaitInTheKernel() throws Exception {
        try (TestRing small = new TestRing(UringSetup.of(4).withCqEntries(4))) {
            for (int round = 0; round < 3; round++) {
                small.submitTogether(Sqe::nop, Sqe::nop, Sqe::nop, Sqe::nop);
            }
            assertThat(small.ring.cq().ready()).isEqualTo(4);
            assertThat(small.ring.sq().flags() & SubmissionQueue.IORING_SQ_CQ_OVERFLOW).isNotZero();
            int seen = 0;
            while (seen < 12) {
                int ready = small.ring.cq().ready();
                assertThat(ready).isPositive();
                small.ring.cq().advance(ready);
                seen += ready;
                assertThat(small.ring.getEvents()).isZero();
            }
            assertThat(small.ring.inFlight()).isZero();
            assertThat(small.ring.cq().overflow()).isZero();
        }
    }
}
