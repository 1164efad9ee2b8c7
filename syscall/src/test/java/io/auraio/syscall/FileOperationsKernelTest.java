package io.auraio.syscall;

import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation on files and names, on the running kernel. */
class FileOperationsKernelTest {
    private static final int CWD = Libc.AT_FDCWD;

    @TempDir
    private Path folder;
    private TestRing ring;
    private Path file;
    private int fd;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        file = Files.writeString(folder.resolve("file"), "0123456789");
        fd = ring.open(file, OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void readGivesWhatIsThereAndNothingAtTheEnd() {
        MemorySegment room = ring.room(16);
        assertThat(ring.run(sqe -> sqe.read(fd, room, 4))).isEqualTo(6);
        assertThat(TestRing.string(room, 6)).isEqualTo("456789");
        assertThat(ring.run(sqe -> sqe.read(fd, room, 2, 3, 0))).isEqualTo(3);
        assertThat(TestRing.string(room, 6)).isEqualTo("450129");
        assertThat(ring.run(sqe -> sqe.read(fd, room, 10))).isZero();
    }

    @Test
    void readAtMinusOneUsesTheFilesPosition() {
        MemorySegment room = ring.room(4);
        assertThat(ring.run(sqe -> sqe.read(fd, room, -1))).isEqualTo(4);
        assertThat(ring.run(sqe -> sqe.read(fd, room, -1))).isEqualTo(4);
        assertThat(TestRing.string(room, 4)).isEqualTo("4567");
    }

    @Test
    void readAndWriteReportTheKernelsErrors() {
        assertThat(ring.run(sqe -> sqe.read(NO_FD, ring.room(1), 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.write(NO_FD, ring.room(1), 0))).isEqualTo(-Errno.EBADF);
        int readOnly = Libc.open(file.toString(), OpenFlags.O_RDONLY, 0);
        assertThat(ring.run(sqe -> sqe.write(readOnly, ring.room(1), 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.read(readOnly, MemorySegment.ofAddress(8).reinterpret(1), 0)))
                .isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.read(readOnly, ring.room(1), -2))).isEqualTo(-Errno.EINVAL);
        Libc.close(readOnly);
    }

    @Test
    void writeChangesTheFile() throws Exception {
        assertThat(ring.run(sqe -> sqe.write(fd, ring.text("abc"), 8))).isEqualTo(3);
        assertThat(ring.run(sqe -> sqe.write(fd, ring.text("xyz"), 1, 2, 0))).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo("yz234567abc");
    }

    @Test
    void memoryThatCannotBeUsedIsRefusedBeforeTheKernelSeesIt() {
        Sqe sqe = ring.ring.sq().claim();
        MemorySegment heap = MemorySegment.ofArray(new byte[4]);
        MemorySegment room = ring.room(8);
        assertThatIllegalArgumentException().isThrownBy(() -> sqe.read(fd, heap, 0))
                .withMessageStartingWith("buffer=").withMessageEndingWith("must be native memory: the collector moves the heap");
        assertThatIllegalArgumentException().isThrownBy(() -> sqe.read(fd, room.asReadOnly(), 0))
                .withMessageEndingWith("must not be read-only");
        assertThatIllegalArgumentException().isThrownBy(() -> sqe.read(fd, MemorySegment.NULL.reinterpret(1L << 31), 0))
                .withMessage("buffer.byteSize()=2147483648, must be at most 2147483647");
        for (long[] part : new long[][] {{-1, 1}, {0, -1}, {0, 9}, {8, 1}, {Long.MAX_VALUE, 1}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> sqe.write(fd, room, part[0], (int) part[1], 0))
                    .withMessage("start=" + part[0] + ", lengthBytes=" + part[1] + ", must lie within the buffer's 8 bytes");
        }
        sqe.nop();
        ring.ring.sq().publish();
        ring.ring.submit();
        assertThat(ring.await()).isZero();
    }

    @Test
    void vectorsScatterAndGather() throws Exception {
        MemorySegment first = ring.room(3);
        MemorySegment second = ring.room(20);
        MemorySegment into = Iovecs.of(ring.arena, first, second);
        assertThat(ring.run(sqe -> sqe.readv(fd, into, 1, 0))).isEqualTo(9);
        assertThat(TestRing.string(first, 3) + "|" + TestRing.string(second, 6)).isEqualTo("123|456789");
        MemorySegment from = Iovecs.of(ring.arena, ring.text("ab"), ring.text("cd"));
        assertThat(ring.run(sqe -> sqe.writev(fd, from, 0, 0))).isEqualTo(4);
        assertThat(Files.readString(file)).isEqualTo("abcd456789");
        assertThatIllegalArgumentException().isThrownBy(() -> Iovecs.count(ring.room(17)))
                .withMessage("iovecs.byteSize()=17, must be a multiple of 16");
        assertThatIllegalArgumentException().isThrownBy(() -> Iovecs.of(ring.arena, new MemorySegment[1025]))
                .withMessage("buffers.length=1025, must be at most 1024");
    }

    @Test
    void registeredBuffersAreReadIntoAndWrittenFrom() throws Exception {
        MemorySegment buffer = ring.arena.allocate(8192, 4096);
        assertThat(ring.ring.registrations().buffers(Iovecs.of(ring.arena, buffer))).isZero();
        assertThat(ring.run(sqe -> sqe.readFixed(fd, buffer, 100, 5, 0, 0))).isEqualTo(5);
        assertThat(TestRing.string(buffer.asSlice(100), 5)).isEqualTo("01234");
        assertThat(ring.run(sqe -> sqe.writeFixed(fd, buffer, 100, 5, 5, 0))).isEqualTo(5);
        assertThat(Files.readString(file)).isEqualTo("0123401234");
        assertThat(ring.run(sqe -> sqe.readFixed(fd, ring.room(8), 0, 8, 0, 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.readFixed(fd, buffer, 0, 8, 0, 1))).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void vectorsWithinARegisteredBuffer() throws Exception {
        ring.needs(Sqe.IORING_OP_READV_FIXED, "READV_FIXED (6.15)");
        MemorySegment buffer = ring.arena.allocate(8192, 4096);
        assertThat(ring.ring.registrations().buffers(Iovecs.of(ring.arena, buffer))).isZero();
        MemorySegment parts = Iovecs.of(ring.arena, buffer.asSlice(10, 2), buffer.asSlice(20, 2));
        assertThat(ring.run(sqe -> sqe.readvFixed(fd, parts, 0, 0))).isEqualTo(4);
        assertThat(TestRing.string(buffer.asSlice(20), 2)).isEqualTo("23");
        assertThat(ring.run(sqe -> sqe.writevFixed(fd, parts, 4, 0))).isEqualTo(4);
        assertThat(Files.readString(file)).isEqualTo("0123012389");
    }

    @Test
    void fileIsSyncedInItsVariants() {
        assertThat(ring.run(sqe -> sqe.fsync(fd, 0))).isZero();
        assertThat(ring.run(sqe -> sqe.fsync(fd, Sqe.IORING_FSYNC_DATASYNC))).isZero();
        assertThat(ring.run(sqe -> sqe.fsync(fd, 1 << 9))).isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.syncFileRange(fd, 0, 0, 2))).isZero();
    }

    @Test
    void lengthAndSpaceAreChanged() throws Exception {
        assertThat(ring.run(sqe -> sqe.fallocate(fd, 0, 0, 4096))).isZero();
        assertThat(Files.size(file)).isEqualTo(4096);
        assertThat(ring.run(sqe -> sqe.fallocate(fd, Libc.FALLOC_FL_KEEP_SIZE | Libc.FALLOC_FL_PUNCH_HOLE, 0, 4)))
                .isZero();
        assertThat(Files.readString(file)).startsWith("\0\0\0\0" + "456789");
        assertThat(ring.run(sqe -> sqe.fallocate(fd, 0, 0, 0))).isEqualTo(-Errno.EINVAL);
        ring.needs(Sqe.IORING_OP_FTRUNCATE, "FTRUNCATE (6.9)");
        assertThat(ring.run(sqe -> sqe.ftruncate(fd, 7))).isZero();
        assertThat(Files.size(file)).isEqualTo(7);
        assertThat(ring.run(sqe -> sqe.ftruncate(fd, -1))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void adviceIsTaken() {
        assertThat(ring.run(sqe -> sqe.fadvise(fd, 0, 0, 1))).isZero();
        assertThat(ring.run(sqe -> sqe.fadvise(fd, 0, 0, 99))).isEqualTo(-Errno.EINVAL);
        MemorySegment page = ring.arena.allocate(65_536, 65_536);
        assertThat(ring.run(sqe -> sqe.madvise(page, 3))).isZero();
        assertThat(ring.run(sqe -> sqe.madvise(page.asSlice(1, 10), 3))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void openedFileIsReadAndClosed() {
        int opened = ring.run(sqe -> sqe.openat(CWD, ring.path(file), OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0));
        assertThat(opened).isNotNegative();
        assertThat(ring.run(sqe -> sqe.read(opened, ring.room(10), 0))).isEqualTo(10);
        assertThat(ring.run(sqe -> sqe.close(opened))).isZero();
        assertThat(ring.run(sqe -> sqe.close(opened))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.openat(CWD, ring.path(folder.resolve("none")), 0, 0))).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void fileIsCreatedWithItsMode() throws Exception {
        Path created = folder.resolve("created");
        int opened = ring.run(sqe -> sqe.openat(CWD, ring.path(created),
                OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY, 0600));
        assertThat(Libc.fstat(opened).mode() & 0777).isEqualTo(0600);
        Libc.close(opened);
        assertThat(ring.run(sqe -> sqe.openat(CWD, ring.path(created),
                OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY, 0600))).isEqualTo(-Errno.EEXIST);
    }

    @Test
    void openat2StaysBeneathItsDirectory() {
        int directory = Libc.open(folder.toString(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0);
        MemorySegment how = OpenHow.of(ring.arena, OpenFlags.O_RDONLY, 0, OpenHow.RESOLVE_BENEATH);
        int opened = ring.run(sqe -> sqe.openat2(directory, ring.path("file"), how));
        assertThat(opened).isNotNegative();
        Libc.close(opened);
        assertThat(ring.run(sqe -> sqe.openat2(directory, ring.path("../x"), how))).isEqualTo(-Errno.EXDEV);
        Libc.close(directory);
    }

    @Test
    void statxTellsWhatIsThere() {
        MemorySegment statx = ring.room(Statx.SIZE_BYTES);
        assertThat(ring.run(sqe -> sqe.statx(CWD, ring.path(file), 0, Statx.STATX_BASIC_STATS, statx))).isZero();
        assertThat(Statx.of(statx).size()).isEqualTo(10);
        assertThat(ring.run(sqe -> sqe.statx(fd, ring.path(""), Libc.AT_EMPTY_PATH, Statx.STATX_BASIC_STATS, statx)))
                .isZero();
        assertThat(ring.run(sqe -> sqe.statx(CWD, ring.path("/none"), 0, Statx.STATX_BASIC_STATS, statx)))
                .isEqualTo(-Errno.ENOENT);
    }

    @Test
    void namesAreMadeChangedAndRemoved() throws Exception {
        Path directory = folder.resolve("directory");
        assertThat(ring.run(sqe -> sqe.mkdirat(CWD, ring.path(directory), 0700))).isZero();
        assertThat(ring.run(sqe -> sqe.mkdirat(CWD, ring.path(directory), 0700))).isEqualTo(-Errno.EEXIST);
        Path hard = directory.resolve("hard");
        assertThat(ring.run(sqe -> sqe.linkat(CWD, ring.path(file), CWD, ring.path(hard), 0))).isZero();
        assertThat(Libc.fstat(fd).nlink()).isEqualTo(2);
        Path soft = directory.resolve("soft");
        assertThat(ring.run(sqe -> sqe.symlinkat(ring.path("hard"), CWD, ring.path(soft)))).isZero();
        assertThat(Files.readString(soft)).isEqualTo("0123456789");
        Path moved = directory.resolve("moved");
        assertThat(ring.run(sqe -> sqe.renameat(CWD, ring.path(hard), CWD, ring.path(moved), 0))).isZero();
        assertThat(moved).exists();
        assertThat(hard).doesNotExist();
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, ring.path(directory), Libc.AT_REMOVEDIR)))
                .isEqualTo(-Errno.ENOTEMPTY);
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, ring.path(moved), 0))).isZero();
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, ring.path(soft), 0))).isZero();
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, ring.path(directory), Libc.AT_REMOVEDIR))).isZero();
        assertThat(directory).doesNotExist();
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, ring.path(moved), 0))).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void attributesAreSetAndGot() {
        MemorySegment name = ring.path("user.colour");
        int set = ring.run(sqe -> sqe.fsetxattr(fd, name, ring.text("green"), 0));
        if (set == -Errno.EOPNOTSUPP) {
            assertThat(ring.run(sqe -> sqe.fgetxattr(fd, name, ring.room(10)))).isEqualTo(-Errno.EOPNOTSUPP);
            return; // a file system without them
        }
        assertThat(set).isZero();
        MemorySegment room = ring.room(10);
        assertThat(ring.run(sqe -> sqe.fgetxattr(fd, name, room))).isEqualTo(5);
        assertThat(TestRing.string(room, 5)).isEqualTo("green");
        assertThat(ring.run(sqe -> sqe.setxattr(ring.path(file), name, ring.text("red"), 0))).isZero();
        assertThat(ring.run(sqe -> sqe.getxattr(ring.path(file), name, room))).isEqualTo(3);
        assertThat(TestRing.string(room, 3)).isEqualTo("red");
        assertThat(ring.run(sqe -> sqe.getxattr(ring.path(file), name, ring.room(1)))).isEqualTo(-Errno.ERANGE);
        assertThat(ring.run(sqe -> sqe.fgetxattr(fd, ring.path("user.none"), room))).isEqualTo(-Errno.ENODATA);
    }

    @Test
    void dataIsSplicedThroughAPipe() {
        TestRing.withPipe(first -> TestRing.withPipe(second -> {
            assertThat(ring.run(sqe -> sqe.splice(fd, 2, first.get(1), -1, 4, 0))).isEqualTo(4);
            assertThat(ring.run(sqe -> sqe.tee(first.get(0), second.get(1), 4, 0))).isEqualTo(4);
            assertThat(ring.run(sqe -> sqe.splice(first.get(0), -1, fd, 10, 4, 0))).isEqualTo(4);
            MemorySegment room = ring.room(16);
            assertThat(ring.run(sqe -> sqe.read(second.get(0), room, 0))).isEqualTo(4);
            assertThat(TestRing.string(room, 4)).isEqualTo("2345");
            assertThat(ring.run(sqe -> sqe.read(fd, room, 8))).isEqualTo(6);
            assertThat(TestRing.string(room, 6)).isEqualTo("892345");
        }));
    }

    @Test
    void directReadsWorkAtTheAlignmentThatStatxTells() throws Exception {
        Path big = Files.write(folder.resolve("big"), new byte[65_536]);
        int direct = Libc.open(big.toString(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECT, 0);
        assumeTrue(direct >= 0, "no O_DIRECT on " + folder);
        Statx statx = Libc.fstat(direct);
        int align = statx.dioMemAlign() > 0 ? Math.max(statx.dioMemAlign(), statx.dioOffsetAlign()) : 4096;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(8192, 4096);
            assertThat(ring.run(sqe -> sqe.read(direct, buffer, align))).isEqualTo(8192);
        } finally {
            Libc.close(direct);
        }
    }
}
