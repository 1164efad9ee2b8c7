package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains over registered files and buffers: when a file is looked up, and what holds it. */
class LinkedFilesKernelTest {
    private static final int FIXED = Sqe.IOSQE_FIXED_FILE;
    private static final int LINK = Sqe.IOSQE_IO_LINK;

    @TempDir
    private Path folder;
    private TestRing ring;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        file = Files.writeString(folder.resolve("file"), "0123456789");
        assertThat(ring.ring.registrations().filesSparse(4)).isZero();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private int opened() {
        int fd = Libc.open(file.toString(), OpenFlags.O_RDWR, 0);
        assertThat(fd).isNotNegative();
        return fd;
    }

    @Test
    void chainOpensWritesSyncsAndCloses() throws Exception {
        MemorySegment path = ring.path(file);
        ring.submitTogether(sqe -> sqe.openat(Libc.AT_FDCWD, path, OpenFlags.O_RDWR, 0).intoSlot(2).flags(LINK),
                sqe -> sqe.write(2, ring.text("abc"), 0).flags(FIXED | LINK),
                sqe -> sqe.fsync(2, 0).flags(FIXED | LINK),
                sqe -> sqe.closeSlot(2));
        assertThat(ring.awaitAll(4)).isEqualTo(Map.of(1L, 0, 2L, 3, 3L, 0, 4L, 0));
        assertThat(Files.readString(file)).isEqualTo("abc3456789");
        assertThat(ring.run(sqe -> sqe.read(2, ring.room(1), 0).flags(FIXED))).isEqualTo(-Errno.EBADF);
    }

    @Test
    void chainThatCannotOpenTouchesNothing() {
        MemorySegment path = ring.path(folder.resolve("none"));
        ring.submitTogether(sqe -> sqe.openat(Libc.AT_FDCWD, path, OpenFlags.O_RDWR, 0).intoSlot(2).flags(LINK),
                sqe -> sqe.write(2, ring.text("abc"), 0).flags(FIXED | LINK), sqe -> sqe.closeSlot(2));
        assertThat(ring.awaitAll(3)).isEqualTo(Map.of(1L, -Errno.ENOENT, 2L, -Errno.ECANCELED, 3L, -Errno.ECANCELED));
    }

    @Test
    void slotThatIsReplacedInAChainIsReadAnewEachTime() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "abc");
        MemorySegment path = ring.path(file);
        MemorySegment otherPath = ring.path(other);
        for (int round = 0; round < 50; round++) {
            MemorySegment first = ring.room(10);
            MemorySegment second = ring.room(10);
            ring.submitTogether(sqe -> sqe.openat(Libc.AT_FDCWD, path, 0, 0).intoSlot(0).flags(LINK),
                    sqe -> sqe.read(0, first, 0).flags(FIXED | LINK),
                    sqe -> sqe.openat(Libc.AT_FDCWD, otherPath, 0, 0).intoSlot(0).flags(LINK),
                    sqe -> sqe.read(0, second.asSlice(0, 3), 0).flags(FIXED));
            assertThat(ring.awaitAll(4)).isEqualTo(Map.of(1L, 0, 2L, 10, 3L, 0, 4L, 3));
            assertThat(TestRing.string(first, 10) + TestRing.string(second, 3)).isEqualTo("0123456789abc");
        }
    }

    @Test
    void linkedEntriesKeepTheirOrderOnRegisteredBuffers() throws Exception {
        int fd = opened();
        assertThat(ring.ring.registrations().updateFiles(0, fd)).isEqualTo(1);
        Libc.close(fd);
        MemorySegment buffer = ring.arena.allocate(8192, 4096);
        assertThat(ring.ring.registrations().buffers(Iovecs.of(ring.arena, buffer.asSlice(0, 4096), buffer.asSlice(4096)))).isZero();
        ring.submitTogether(sqe -> sqe.readFixed(0, buffer, 0, 4, 0, 0).flags(FIXED | LINK),
                sqe -> sqe.writeFixed(0, buffer, 0, 4, 4, 0).flags(FIXED | LINK),
                sqe -> sqe.readFixed(0, buffer, 4096, 8, 0, 1).flags(FIXED | LINK),
                sqe -> sqe.readFixed(0, buffer, 4096, 8, 0, 0).flags(FIXED | LINK),
                sqe -> sqe.nop());
        assertThat(ring.awaitAll(5)).isEqualTo(Map.of(1L, 4, 2L, 4, 3L, 8, 4L, -Errno.EFAULT, 5L, -Errno.ECANCELED));
        assertThat(TestRing.string(buffer.asSlice(4096), 8)).isEqualTo("01230123");
    }

    @Test
    void linkedCloseWaitsForThePendingRead() {
        int[] pipe = TestLibc.pipe();
        ring.submitTogether(sqe -> sqe.read(pipe[0], ring.room(1), 0).flags(LINK), sqe -> sqe.close(pipe[0]));
        assertThat(ring.ring.getEvents()).isZero();
        assertThat(ring.ring.cq().ready()).isZero();
        assertThat(Libc.openFlags(pipe[0])).as("still open").isNotNegative();
        TestRing.put(pipe[1], "x");
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, 1, 2L, 0));
        assertThat(Libc.openFlags(pipe[0])).isEqualTo(-Errno.EBADF);
        Libc.close(pipe[1]);
    }

    @Test
    void descriptorIsLookedUpWhenItsEntryStarts() {
        int fd = opened();
        ring.submitTogether(sqe -> sqe.close(fd).flags(LINK), sqe -> sqe.read(fd, ring.room(1), 0));
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, 0, 2L, -Errno.EBADF));
    }

    @Test
    void unregisteredFileServesWhatIsInFlightOnIt() {
        TestRing.withPipe(pipe -> {
            assertThat(ring.ring.registrations().updateFiles(0, pipe.get(0), pipe.get(0))).isEqualTo(2);
            ring.submit(1, sqe -> sqe.read(0, ring.room(1), 0).flags(FIXED));
            ring.submit(2, sqe -> sqe.read(1, ring.room(1), 0).flags(FIXED));
            assertThat(ring.ring.registrations().updateFiles(0, -1)).isEqualTo(1);
            assertThat(ring.run(sqe -> sqe.read(0, ring.room(1), 0).flags(FIXED))).isEqualTo(-Errno.EBADF);
            assertThat(ring.ring.registrations().unregisterFiles()).isZero();
            TestRing.put(pipe.get(1), "xy");
            assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, 1, 2L, 1));
        });
    }

    @Test
    void tagIsPostedOnlyWhenTheLastUseHasEnded() {
        TestRing.withPipe(pipe -> {
            assertThat(ring.ring.registrations().updateFiles(0, new int[] {pipe.get(0)}, new long[] {99})).isEqualTo(1);
            ring.submit(1, sqe -> sqe.read(0, ring.room(1), 0).flags(FIXED));
            assertThat(ring.ring.registrations().updateFiles(0, -1)).isEqualTo(1);
            assertThat(ring.ring.getEvents()).isZero();
            assertThat(ring.ring.cq().ready()).isZero();
            TestRing.put(pipe.get(1), "x");
            assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, 1, 99L, 0));
        });
    }

    @Test
    void ringIsNoFileToRegister() {
        assertThat(ring.ring.registrations().updateFiles(0, ring.ring.fd())).isEqualTo(-Errno.EBADF);
    }
}
