package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void closedRingRefusesCallsAndIsHarmless() throws Exception {
        Uring ring = Uring.open(DEFERRED);
        ring.close();
        ring.close();
        assertThatThrownBy(ring::submit).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
        assertThatThrownBy(ring::getEvents).isInstanceOf(IllegalStateException.class).hasMessage("ring is closed");
        ring.sq().claim().nop();
        ring.sq().publish();
        ring.cq().ready();
        ring.cq().advance(0);
        assertThat(ring.inFlight()).isZero();
    }
}
