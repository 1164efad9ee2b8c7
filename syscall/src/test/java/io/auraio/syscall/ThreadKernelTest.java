package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rings without io_uring: what they are asked for is done by plain system calls on threads. Needs no kernel that has rings. */
@Timeout(60)
class ThreadKernelTest {

    @TempDir
    private Path folder;

    private final Arena arena = Arena.ofShared();
    private final Kernel kernel = Kernel.onThreads(4);
    private Uring ring;

    @BeforeEach
    void openRing() throws SyscallException {
        ring = Uring.open(UringSetup.of(8).withOptional(UringSetup.IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN), kernel);
    }

    @AfterEach
    void closeRing() {
        ring.close();
        arena.close();
    }

    private Sqe next() {
        Sqe sqe = ring.sq().claim();
        assertThat(sqe).isNotNull();
        return sqe;
    }

    /** Submits and waits for so many completions, by user data. */
    private Map<Long, Integer> results(int count) {
        ring.sq().publish();
        Map<Long, Integer> results = new HashMap<>();
        while (results.size() < count) {
            assertThat(ring.submitAndWait(1)).isNotNegative();
            while (ring.cq().ready() > 0) {
                results.put(ring.cq().userData(0), ring.cq().res(0));
                ring.cq().advance(1);
            }
        }
        return results;
    }

    private int open(Path path, int flags) {
        int fd = Libc.open(path.toString(), flags, 0644);
        assertThat(fd).isNotNegative();
        return fd;
    }

    @Test
    void flagsItDoesNotKnowAreDroppedAsByAnOldKernel() {
        assertThat(ring.flags()).isZero();
        assertThat(ring.registrations().cloneBuffers(-1, 0, 0, 1)).isEqualTo(-Errno.EINVAL);
        assertThatThrownBy(() -> Uring.open(UringSetup.of(8).withRequired(UringSetup.IORING_SETUP_SQPOLL), kernel)).isInstanceOf(SyscallException.class);
        assertThatThrownBy(() -> Kernel.onThreads(0)).isInstanceOf(IllegalArgumentException.class).hasMessage("threads=0; 1 or more is right");
    }

    @Test
    void filesAreOpenedWrittenReadAskedAboutAndClosed() throws Exception {
        Path path = folder.resolve("file");
        next().openat(Libc.AT_FDCWD, Libc.path(arena, path.toString()), OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_CLOEXEC, 0600).userData(1);
        int fd = results(1).get(1L);
        MemorySegment text = arena.allocateFrom("over the wall");
        next().write(fd, text, 100).userData(2);
        assertThat(results(1)).containsEntry(2L, 14);
        MemorySegment back = arena.allocate(14);
        MemorySegment statx = arena.allocate(Statx.SIZE_BYTES, 8);
        next().read(fd, back, 100).userData(3);
        next().readv(fd, Iovecs.of(arena, arena.allocate(50), arena.allocate(100)), 0, 0).userData(4);
        next().fsync(fd, Sqe.IORING_FSYNC_DATASYNC).userData(5);
        next().statx(fd, Libc.path(arena, ""), Libc.AT_EMPTY_PATH, Statx.STATX_ALL_HERE, statx).userData(6);
        next().syncFileRange(fd, 0, 100, 0).userData(7);
        assertThat(results(5)).containsEntry(3L, 14).containsEntry(4L, 114).containsEntry(5L, 0).containsEntry(6L, 0).containsEntry(7L, 0);
        assertThat(back.getString(0)).isEqualTo("over the wall");
        assertThat(Statx.of(statx).size()).isEqualTo(114);
        next().fallocate(fd, 0, 0, 4096).userData(8);
        next().nop().userData(9);
        assertThat(results(2)).containsEntry(8L, 0).containsEntry(9L, 0);
        next().ftruncate(fd, 10).userData(10);
        assertThat(results(1)).containsEntry(10L, 0);
        assertThat(Files.size(path)).isEqualTo(10);
        next().close(fd).userData(11);
        next().read(999_999, back, 0).userData(12);
        assertThat(results(2)).containsEntry(11L, 0).containsEntry(12L, -Errno.EBADF);
        assertThat(Libc.openFlags(fd)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void chainRunsInOrderAndBreaksAtWhatIsNotWhole() throws Exception {
        int fd = open(folder.resolve("chain"), OpenFlags.O_RDWR | OpenFlags.O_CREAT);
        MemorySegment data = arena.allocate(100);
        next().write(fd, data, 0).flags(Sqe.IOSQE_IO_LINK).userData(1);
        next().read(fd, data, 0).flags(Sqe.IOSQE_IO_LINK).userData(2);
        next().fsync(fd, 0).userData(3);
        assertThat(results(3)).containsEntry(1L, 100).containsEntry(2L, 100).containsEntry(3L, 0);
        next().read(fd, data, 50).flags(Sqe.IOSQE_IO_LINK).userData(4);
        next().fsync(fd, 0).userData(5);
        next().fsync(fd, 0).userData(6);
        assertThat(results(3)).as("the read ends with the file").containsEntry(4L, 50).containsEntry(5L, -Errno.ECANCELED).containsEntry(6L, 0);
        Libc.close(fd);
    }

    @Test
    void whatWaitsIsCancelledAndWhatRunsOnAPipeToo() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        int fd = open(pipe, OpenFlags.O_RDWR);
        for (int i = 1; i <= 5; i++) {
            next().read(fd, arena.allocate(1), 0).userData(i);
        }
        ring.sq().publish();
        ring.submit();
        // Four threads, so the fifth waits for one; which of them runs is no matter.
        for (int i = 1; i <= 4; i++) {
            next().asyncCancel(i, 0).userData(10 + i);
        }
        Map<Long, Integer> results = results(8);
        for (long i = 1; i <= 4; i++) {
            assertThat(results).containsEntry(i, -Errno.ECANCELED);
            assertThat(results.get(10 + i)).isIn(0, -Errno.EALREADY);
        }
        assertThat(Libc.write(ThreadScratch.current(), fd, arena.allocate(1).address(), 1)).isOne();
        assertThat(results(1)).containsEntry(5L, 1);
        Libc.close(fd);
    }

    @Test
    void signalOfAnEventfdEndsAWaitEachTime() throws Exception {
        try (EventFd event = EventFd.open()) {
            next().pollAdd(event.fd(), Sqe.POLLIN, true).userData(1);
            ring.sq().publish();
            for (int i = 0; i < 3; i++) {
                Thread.ofPlatform().start(event::signal);
                assertThat(ring.submitAndWait(1)).isNotNegative();
                assertThat(ring.cq().userData(0)).isEqualTo(1);
                assertThat(ring.cq().flags(0)).isEqualTo(CompletionQueue.IORING_CQE_F_MORE);
                ring.cq().advance(1);
            }
            assertThat(ring.submitAndWait(1, 1_000_000)).isEqualTo(-Errno.ETIME);
        }
    }

    @Test
    void completionsThatDoNotFitAreKept() {
        for (int i = 0; i < 100; i++) {
            next().nop().userData(i);
            ring.sq().publish();
            assertThat(ring.submit()).isOne();
        }
        while (ring.cq().ready() < 16) {
            assertThat(ring.getEvents()).isNotNegative();
        }
        int seen = 0;
        while (seen < 100) {
            assertThat(ring.submitAndWait(1)).isNotNegative();
            seen += ring.cq().ready();
            ring.cq().advance(ring.cq().ready());
        }
        assertThat(seen).isEqualTo(100);
    }

    @Test
    void registeredFilesAndBuffersAreTakenForWhatTheyAre() throws Exception {
        int fd = open(Files.write(folder.resolve("registered"), new byte[] {1, 2, 3}), OpenFlags.O_RDONLY);
        assertThat(ring.registrations().filesSparse(4)).isZero();
        assertThat(ring.registrations().updateFiles(2, fd)).isOne();
        MemorySegment data = arena.allocate(3);
        assertThat(ring.registrations().buffersSparse(4)).isZero();
        assertThat(ring.registrations().updateBuffers(1, Iovecs.of(arena, data))).isOne();
        next().readFixed(2, data, 0, 3, 0, 1).flags(Sqe.IOSQE_FIXED_FILE).userData(1);
        next().read(3, data, 0).flags(Sqe.IOSQE_FIXED_FILE).userData(2);
        assertThat(results(2)).containsEntry(1L, 3).containsEntry(2L, -Errno.EBADF);
        assertThat(data.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3);
        Libc.close(fd);
    }

    @Test
    void closingEndsWhatWaits() throws Exception {
        try (EventFd event = EventFd.open()) {
            Uring other = Uring.open(UringSetup.of(8), kernel);
            other.sq().claim().pollAdd(event.fd(), Sqe.POLLIN, true);
            other.sq().publish();
            assertThat(other.submit()).isOne();
            other.close();
            assertThat(other.inFlight()).isZero();
        }
    }
}
