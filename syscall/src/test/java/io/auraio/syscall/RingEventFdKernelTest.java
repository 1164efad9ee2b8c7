package io.auraio.syscall;

import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The eventfd that a ring signals. */
class RingEventFdKernelTest {
    private TestRing ring;
    private Registrations registrations;
    private EventFd event;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        registrations = ring.ring.registrations();
        event = EventFd.open();
    }

    @AfterEach
    void close() {
        ring.close();
        event.close();
    }

    @Test
    void eventFdIsSignalledAtCompletions() {
        assertThat(registrations.eventFd(event.fd())).isZero();
        assertThat(registrations.eventFd(event.fd())).isEqualTo(-Errno.EBUSY);
        assertThat(registrations.eventFdAsync(event.fd())).isEqualTo(-Errno.EBUSY);
        assertThat(ring.run(Sqe::nop)).isZero();
        assertThat(event.drain()).isPositive();
        assertThat(registrations.unregisterEventFd()).isZero();
        assertThat(ring.run(Sqe::nop)).isZero();
        assertThat(event.drain()).isZero();
        assertThat(registrations.unregisterEventFd()).isEqualTo(-Errno.ENXIO);
    }

    @Test
    void whatIsNoEventFdIsRefused() {
        assertThat(registrations.eventFd(NO_FD)).isEqualTo(-Errno.EBADF);
        assertThat(registrations.eventFd(ring.ring.fd())).isEqualTo(-Errno.EINVAL);
        TestRing.withPipe(pipe -> assertThat(registrations.eventFdAsync(pipe.get(1))).isEqualTo(-Errno.EINVAL));
    }

    @Test
    void asyncEventFdIsSignalledByWorkersOnly() throws Exception {
        try (TestRing plain = new TestRing(UringSetup.of(4))) {
            assertThat(plain.ring.registrations().eventFdAsync(event.fd())).isZero();
            assertThat(plain.run(Sqe::nop)).isZero();
            assertThat(event.drain()).isZero();
            assertThat(plain.run(sqe -> sqe.nop().flags(Sqe.IOSQE_ASYNC))).isZero();
            // the signal may come a moment after the completion
            assertThat(ring.run(sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false))).isEqualTo(Sqe.POLLIN);
        }
    }

    @Test
    void silencedEventFdIsNotSignalledUntilItIsEnabled() {
        assertThat(registrations.eventFd(event.fd())).isZero();
        assertThat(ring.ring.cq().eventFdEnabled()).isTrue();
        ring.ring.cq().enableEventFd(false);
        for (int i = 0; i < 50; i++) {
            assertThat(ring.run(Sqe::nop)).isZero();
        }
        assertThat(event.drain()).isZero();
        ring.ring.cq().enableEventFd(true);
        assertThat(event.drain()).as("what was missed is not made up for").isZero();
        assertThat(ring.run(Sqe::nop)).isZero();
        assertThat(event.drain()).isPositive();
    }

    @Test
    void completionsInTheBacklogAreSilent() throws Exception {
        try (TestRing small = new TestRing(UringSetup.of(4).withCqEntries(4))) {
            assertThat(small.ring.registrations().eventFd(event.fd())).isZero();
            small.submitTogether(Sqe::nop, Sqe::nop, Sqe::nop, Sqe::nop);
            assertThat(event.drain()).isPositive();
            small.submitTogether(Sqe::nop, Sqe::nop);
            assertThat(small.ring.sq().flags() & SubmissionQueue.IORING_SQ_CQ_OVERFLOW).isNotZero();
            assertThat(small.ring.cq().ready()).isEqualTo(4);
            small.ring.cq().advance(4);
            assertThat(small.ring.getEvents()).isZero();
            assertThat(small.ring.cq().ready()).isEqualTo(2);
            small.ring.cq().advance(2);
        }
    }

    @Test
    void pollOfTheRingsOwnEventFdDoesNotFeedItself() {
        assertThat(registrations.eventFd(event.fd())).isZero();
        ring.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, true));
        assertThat(ring.run(Sqe::nop) & ~Sqe.POLLIN).isZero();
        ring.submit(3, sqe -> sqe.asyncCancel(1, 0));
        long last = 0;
        while (last != 1 || (ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE) != 0) {
            last = ring.awaitAll(1).keySet().iterator().next();
        }
        assertThat(event.drain()).as("its own completions among them").isPositive();
    }

    @Test
    void twoRingsThatWatchEachOthersEventFdComeToRest() throws Exception {
        try (TestRing other = new TestRing(UringSetup.of(4)); EventFd otherEvent = EventFd.open()) {
            assertThat(registrations.eventFd(event.fd())).isZero();
            assertThat(other.ring.registrations().eventFd(otherEvent.fd())).isZero();
            ring.submit(1, sqe -> sqe.pollAdd(otherEvent.fd(), Sqe.POLLIN, false));
            other.submit(1, sqe -> sqe.pollAdd(event.fd(), Sqe.POLLIN, false));
            other.submit(2, Sqe::nop); // signals the other eventfd, whose poll signals the first, whose poll is here
            assertThat(ring.awaitAll(1)).isEqualTo(Map.of(1L, Sqe.POLLIN));
            assertThat(other.awaitAll(2)).isEqualTo(Map.of(1L, Sqe.POLLIN, 2L, 0));
        }
    }
}
