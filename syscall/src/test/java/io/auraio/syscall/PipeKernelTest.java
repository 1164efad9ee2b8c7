package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads and writes that have to wait for the other side. */
class PipeKernelTest {
    private TestRing ring;
    private int reader;
    private int writer;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        int[] fds = TestLibc.pipe();
        reader = fds[0];
        writer = fds[1];
    }

    @AfterEach
    void close() {
        closeReader();
        closeWriter();
        ring.close();
    }

    private void closeReader() {
        if (reader >= 0) {
            Libc.close(reader);
            reader = -1;
        }
    }

    private void closeWriter() {
        if (writer >= 0) {
            Libc.close(writer);
            writer = -1;
        }
    }

    /** Until not a byte more goes in. */
    private void fillPipe() {
        int nonblocking = Libc.open("/proc/self/fd/" + writer, OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK, 0);
        MemorySegment page = ring.room(4096);
        while (Libc.write(ThreadScratch.current(), nonblocking, page.address(), page.byteSize()) > 0) {
            assertThat(nonblocking).isNotNegative();
        }
        Libc.close(nonblocking);
    }

    @Test
    void pendingReadEndsWithNothingWhenTheWriterCloses() {
        ring.submit(1, sqe -> sqe.read(reader, ring.room(8), 0));
        assertThat(ring.ring.getEvents()).isZero();
        assertThat(ring.ring.cq().ready()).isZero();
        closeWriter();
        assertThat(ring.await()).isZero();
        assertThat(ring.run(sqe -> sqe.read(reader, ring.room(8), 0))).isZero();
    }

    @Test
    void whatWasWrittenBeforeTheCloseIsReadFirst() {
        TestRing.put(writer, "last");
        closeWriter();
        assertThat(ring.run(sqe -> sqe.read(reader, ring.room(8), 0))).isEqualTo(4);
        assertThat(ring.run(sqe -> sqe.read(reader, ring.room(8), 0))).isZero();
    }

    @Test
    void multishotPollEndsWithAHangUpWhenTheWriterCloses() {
        ring.submit(1, sqe -> sqe.pollAdd(reader, Sqe.POLLIN, true));
        TestRing.put(writer, "x");
        assertThat(ring.await() & Sqe.POLLIN).isNotZero();
        closeWriter();
        int events = ring.await();
        assertThat(events & Sqe.POLLHUP).isNotZero();
        assertThat(ring.run(sqe -> sqe.pollAdd(reader, Sqe.POLLIN, false)) & Sqe.POLLHUP).isNotZero();
    }

    @Test
    void writeWithoutAReaderFailsAndEndsNoProcess() {
        closeReader();
        assertThat(ring.run(sqe -> sqe.write(writer, ring.text("x"), 0))).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void pendingWriteFailsWhenTheReaderCloses() {
        fillPipe();
        ring.submit(1, sqe -> sqe.write(writer, ring.room(4096), 0));
        assertThat(ring.ring.getEvents()).isZero();
        assertThat(ring.ring.cq().ready()).isZero();
        closeReader();
        assertThat(ring.await()).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void pendingWriteGoesOnWhenThereIsRoom() {
        fillPipe();
        ring.submit(1, sqe -> sqe.write(writer, ring.text("tail"), 0));
        assertThat(ring.ring.getEvents()).isZero();
        assertThat(ring.ring.cq().ready()).isZero();
        MemorySegment room = ring.room(1 << 20);
        ring.submit(2, sqe -> sqe.read(reader, room, 0));
        Map<Long, Integer> results = ring.awaitAll(2);
        assertThat(results).containsEntry(1L, 4);
        assertThat(results.get(2L)).isPositive();
    }

    @Test
    void pendingTransfersAreCancelled() {
        ring.submit(1, sqe -> sqe.read(reader, ring.room(8), 0));
        ring.submit(2, sqe -> sqe.asyncCancel(1, 0));
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.ECANCELED, 2L, 0));
        fillPipe();
        ring.submit(1, sqe -> sqe.writev(writer, Iovecs.of(ring.arena, ring.text("x")), 0, 0));
        ring.submit(2, sqe -> sqe.asyncCancelFd(writer, 0));
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.ECANCELED, 2L, 0));
    }

    @Test
    void blockedWorkerIsInterruptedByACancel() throws Exception {
        try (TestRing undeferred = new TestRing(UringSetup.of(4))) {
            splice(undeferred, () -> assertThat(undeferred.ring.registrations().syncCancel(1, -1, 0, 30_000_000_000L)).isZero());
        }
    }

    /** It may have begun or not, which decides whether the kernel waits in vain: the completion comes in any case. */
    @Test
    void blockedWorkerIsInterruptedByACancelThatDoesNotLearnOfItsEnd() {
        splice(ring, () -> assertThat(ring.ring.registrations().syncCancel(1, -1, 0, 1)).isIn(0, -Errno.ETIME));
    }

    private void splice(TestRing on, Runnable cancel) {
        TestRing.withPipe(other -> {
            on.submit(1, sqe -> sqe.splice(reader, -1, other.get(1), -1, 4, 0));
            cancel.run();
            int restart = 512; // ERESTARTSYS, which no program should see
            assertThat(on.await()).isIn(-Errno.ECANCELED, -Errno.EINTR, -restart);
        });
    }

    @Test
    void iovecsAreTheProgramsAgainOnceSubmitted() {
        MemorySegment first = ring.room(4);
        MemorySegment second = ring.room(4);
        MemorySegment iovecs = Iovecs.of(ring.arena, first, second);
        ring.submit(1, sqe -> sqe.readv(reader, iovecs, 0, 0));
        iovecs.fill((byte) 0xff); // the read is not done, and waits for the pipe
        TestRing.put(writer, "abcdefgh");
        assertThat(ring.await()).isEqualTo(8);
        assertThat(TestRing.string(first, 4) + TestRing.string(second, 4)).isEqualTo("abcdefgh");
    }

    @Test
    void closedDescriptorDoesNotEndWhatIsInFlightOnIt() {
        MemorySegment room = ring.room(8);
        ring.submit(1, sqe -> sqe.read(reader, room, 0));
        closeReader();
        TestRing.put(writer, "x");
        assertThat(ring.await()).isEqualTo(1);
        assertThat(ring.run(sqe -> sqe.write(writer, ring.text("x"), 0))).as("no reader is left").isEqualTo(-Errno.EPIPE);
    }

    @Test
    void nonBlockingDescriptorIsWaitedForUnlessTheReadItselfForbids() {
        int nonblocking = Libc.open("/proc/self/fd/" + reader, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0);
        MemorySegment iovecs = Iovecs.of(ring.arena, ring.room(8));
        assertThat(ring.run(sqe -> sqe.readv(reader, iovecs, 0, Libc.RWF_NOWAIT))).isEqualTo(-Errno.EAGAIN);
        ring.submit(1, sqe -> sqe.read(nonblocking, ring.room(8), 0));
        assertThat(ring.ring.getEvents()).isZero();
        assertThat(ring.ring.cq().ready()).isZero();
        TestRing.put(writer, "x");
        assertThat(ring.await()).isEqualTo(1);
        Libc.close(nonblocking);
    }

    @Test
    void readOfSeveralPipesGetsEachItsOwn() throws Exception {
        for (int round = 0; round < 200; round++) {
            int[] pipe = TestLibc.pipe();
            MemorySegment room = ring.room(8);
            ring.submit(1, sqe -> sqe.read(pipe[0], room, 0));
            TestRing.put(pipe[1], "%08d".formatted(round));
            assertThat(ring.await()).isEqualTo(8);
            assertThat(TestRing.string(room, 8)).isEqualTo("%08d".formatted(round));
            Libc.close(pipe[0]);
            Libc.close(pipe[1]);
        }
    }
}
