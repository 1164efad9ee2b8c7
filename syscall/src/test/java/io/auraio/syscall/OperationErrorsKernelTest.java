package io.auraio.syscall;

import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each operation on files and names answers where the kernel refuses it; see {@link FileOperationsKernelTest} for the rest. */
class OperationErrorsKernelTest {
    private static final int CWD = Libc.AT_FDCWD;
    private static final int SPLICE_F_UNKNOWN = 1 << 20;

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

    private MemorySegment none() {
        return ring.path(folder.resolve("none/x"));
    }

    @Test
    void vectorsThatCannotBeUsed() {
        MemorySegment good = Iovecs.of(ring.arena, ring.room(8));
        MemorySegment wild = Iovecs.of(ring.arena, MemorySegment.ofAddress(8).reinterpret(8));
        MemorySegment many = ring.arena.allocate(16L * (Iovecs.IOV_MAX + 1));
        assertThat(ring.run(sqe -> sqe.readv(NO_FD, good, 0, 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.writev(NO_FD, good, 0, 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.readv(fd, wild, 0, 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.writev(fd, wild, 0, 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.readv(fd, many, 0, 0))).isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.writev(fd, many, 0, 0))).isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.readv(fd, good, 0, 1 << 30))).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(ring.run(sqe -> sqe.writev(fd, good, 0, 1 << 30))).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(ring.run(sqe -> sqe.readv(fd, MemorySegment.NULL, 0, 0))).as("no buffers").isZero();
    }

    @Test
    void registeredMemoryThatIsNotThere() throws Exception {
        MemorySegment buffer = ring.arena.allocate(8192, 4096);
        assertThat(ring.run(sqe -> sqe.writeFixed(fd, buffer, 0, 8, 0, 0))).as("none is registered").isEqualTo(-Errno.EFAULT);
        assertThat(ring.ring.registrations().buffers(Iovecs.of(ring.arena, buffer.asSlice(0, 4096)))).isZero();
        assertThat(ring.run(sqe -> sqe.writeFixed(fd, buffer, 4090, 10, 0, 0))).as("over its end").isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.readFixed(fd, buffer, 4090, 10, 0, 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.writeFixed(fd, buffer, 0, 8, 0, 1))).as("no such index").isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.writeFixed(NO_FD, buffer, 0, 8, 0, 0))).isEqualTo(-Errno.EBADF);
        assertThat(Files.readString(file)).isEqualTo("0123456789");
        ring.needs(Sqe.IORING_OP_READV_FIXED, "READV_FIXED (6.15)");
        MemorySegment outside = Iovecs.of(ring.arena, buffer.asSlice(0, 4), buffer.asSlice(4096, 4));
        assertThat(ring.run(sqe -> sqe.readvFixed(fd, outside, 0, 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.writevFixed(fd, outside, 0, 0))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.writevFixed(fd, outside, 0, 9))).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void syncsAndSpaceOfWhatHasNone() {
        TestRing.withPipe(pipe -> {
            assertThat(ring.run(sqe -> sqe.fsync(pipe.get(0), 0))).isEqualTo(-Errno.EINVAL);
            assertThat(ring.run(sqe -> sqe.syncFileRange(pipe.get(0), 0, 0, 2))).isEqualTo(-Errno.ESPIPE);
            assertThat(ring.run(sqe -> sqe.fallocate(pipe.get(1), 0, 0, 1))).isEqualTo(-Errno.ESPIPE);
            assertThat(ring.run(sqe -> sqe.fadvise(pipe.get(0), 0, 0, 0))).isEqualTo(-Errno.ESPIPE);
            assertThat(ring.run(sqe -> sqe.ftruncate(pipe.get(1), 0))).isEqualTo(-Errno.EINVAL);
        });
        assertThat(ring.run(sqe -> sqe.fsync(NO_FD, 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.syncFileRange(fd, 0, 0, 1 << 10))).isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.syncFileRange(NO_FD, 0, 0, 2))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.fallocate(NO_FD, 0, 0, 1))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.fallocate(fd, 1 << 20, 0, 1))).as("an unknown mode").isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(ring.run(sqe -> sqe.ftruncate(NO_FD, 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.fadvise(NO_FD, 0, 0, 0))).isEqualTo(-Errno.EBADF);
        int readOnly = Libc.open(file.toString(), OpenFlags.O_RDONLY, 0);
        assertThat(ring.run(sqe -> sqe.ftruncate(readOnly, 0))).isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.fallocate(readOnly, 0, 0, 1))).isEqualTo(-Errno.EBADF);
        Libc.close(readOnly);
    }

    @Test
    void namesThatAreThereOrAreNot() {
        MemorySegment there = ring.path(file);
        assertThat(ring.run(sqe -> sqe.renameat(CWD, none(), CWD, there, 0))).isEqualTo(-Errno.ENOENT);
        int noReplace = 1;
        assertThat(ring.run(sqe -> sqe.renameat(CWD, there, CWD, there, noReplace))).isEqualTo(-Errno.EEXIST);
        assertThat(ring.run(sqe -> sqe.renameat(CWD, there, CWD, there, 1 << 20))).isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.symlinkat(ring.path("x"), CWD, there))).isEqualTo(-Errno.EEXIST);
        assertThat(ring.run(sqe -> sqe.linkat(CWD, there, CWD, there, 0))).isEqualTo(-Errno.EEXIST);
        assertThat(ring.run(sqe -> sqe.linkat(CWD, none(), CWD, there, 0))).isEqualTo(-Errno.ENOENT);
        assertThat(ring.run(sqe -> sqe.mkdirat(CWD, none(), 0700))).isEqualTo(-Errno.ENOENT);
        assertThat(ring.run(sqe -> sqe.mkdirat(fd, ring.path("x"), 0700))).as("a file is no directory").isEqualTo(-Errno.ENOTDIR);
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, ring.path(folder), 0))).isEqualTo(-Errno.EISDIR);
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, there, Libc.AT_REMOVEDIR))).isEqualTo(-Errno.ENOTDIR);
        assertThat(ring.run(sqe -> sqe.unlinkat(CWD, there, 1))).as("an unknown flag").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.statx(NO_FD, ring.path("x"), 0, 0, ring.room(Statx.SIZE_BYTES)))).isEqualTo(-Errno.EBADF);
    }

    @Test
    void opensThatAreRefused() {
        assertThat(ring.run(sqe -> sqe.openat(CWD, ring.path(folder), OpenFlags.O_WRONLY, 0))).isEqualTo(-Errno.EISDIR);
        assertThat(ring.run(sqe -> sqe.openat(fd, ring.path("x"), 0, 0))).isEqualTo(-Errno.ENOTDIR);
        assertThat(ring.run(sqe -> sqe.openat(CWD, MemorySegment.ofAddress(8).reinterpret(8), 0, 0))).isEqualTo(-Errno.EFAULT);
        MemorySegment how = OpenHow.of(ring.arena, OpenFlags.O_RDONLY, 0, 1 << 30);
        assertThat(ring.run(sqe -> sqe.openat2(CWD, ring.path(file), how))).as("an unknown resolve flag").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.openat2(CWD, ring.path(file), how.asSlice(0, 16)))).as("too short").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.openat(CWD, ring.path(file), 0, 0).intoSlot(0))).as("no slots").isEqualTo(-Errno.ENXIO);
        assertThat(ring.run(sqe -> sqe.close(ring.ring.fd()))).as("the ring itself").isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.closeSlot(0))).as("no slots").isEqualTo(-Errno.ENXIO);
        assertThat(ring.ring.registrations().filesSparse(1)).isZero();
        assertThat(ring.run(sqe -> sqe.closeSlot(0))).as("an empty slot").isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.closeSlot(1))).as("no such slot").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.openat(CWD, ring.path(file), 0, 0).intoSlot(1))).isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.openat(CWD, ring.path(file), OpenFlags.O_CLOEXEC, 0).intoSlot(0))).as("a slot is no descriptor")
                .isEqualTo(-Errno.EINVAL);
    }

    @Test
    void attributesThatAreThereOrAreNot() {
        MemorySegment name = ring.path("user.colour");
        int create = 1;
        int replace = 2;
        int replaced = ring.run(sqe -> sqe.fsetxattr(fd, name, ring.text("x"), replace));
        if (replaced == -Errno.EOPNOTSUPP) {
            return; // a file system without them
        }
        assertThat(replaced).isEqualTo(-Errno.ENODATA);
        assertThat(ring.run(sqe -> sqe.fsetxattr(fd, name, ring.text("x"), create))).isZero();
        assertThat(ring.run(sqe -> sqe.setxattr(ring.path(file), name, ring.text("x"), create))).isEqualTo(-Errno.EEXIST);
        assertThat(ring.run(sqe -> sqe.setxattr(none(), name, ring.text("x"), 0))).isEqualTo(-Errno.ENOENT);
        assertThat(ring.run(sqe -> sqe.getxattr(none(), name, ring.room(1)))).isEqualTo(-Errno.ENOENT);
        assertThat(ring.run(sqe -> sqe.fsetxattr(NO_FD, name, ring.text("x"), 0))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.fgetxattr(NO_FD, name, ring.room(1)))).isEqualTo(-Errno.EBADF);
        assertThat(ring.run(sqe -> sqe.fsetxattr(fd, name, ring.text("x"), 1 << 5))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void splicesOfWhatIsNoPipe() {
        TestRing.withPipe(pipe -> {
            assertThat(ring.run(sqe -> sqe.splice(NO_FD, 0, pipe.get(1), -1, 4, 0))).isEqualTo(-Errno.EBADF);
            assertThat(ring.run(sqe -> sqe.splice(fd, 0, fd, 0, 4, 0))).isEqualTo(-Errno.EINVAL);
            assertThat(ring.run(sqe -> sqe.splice(fd, 0, pipe.get(1), 0, 4, 0))).as("a pipe has no position").isEqualTo(-Errno.ESPIPE);
            assertThat(ring.run(sqe -> sqe.splice(fd, 0, pipe.get(1), -1, 4, SPLICE_F_UNKNOWN))).isEqualTo(-Errno.EINVAL);
            assertThat(ring.run(sqe -> sqe.tee(fd, pipe.get(1), 4, 0))).isEqualTo(-Errno.EINVAL);
            assertThat(ring.run(sqe -> sqe.tee(NO_FD, pipe.get(1), 4, 0))).isEqualTo(-Errno.EBADF);
            assertThat(ring.ring.registrations().files(fd)).isZero();
            assertThat(ring.run(sqe -> sqe.splice(0, 6, pipe.get(1), -1, 4, Sqe.SPLICE_F_FD_IN_FIXED))).isEqualTo(4);
            assertThat(ring.run(sqe -> sqe.splice(1, 6, pipe.get(1), -1, 4, Sqe.SPLICE_F_FD_IN_FIXED))).isEqualTo(-Errno.EBADF);
            MemorySegment room = ring.room(4);
            assertThat(ring.run(sqe -> sqe.read(pipe.get(0), room, 0))).isEqualTo(4);
            assertThat(TestRing.string(room, 4)).isEqualTo("6789");
        });
    }

    @Test
    void filesThatCannotBePutIntoSlots() {
        MemorySegment fds = ring.arena.allocateFrom(ValueLayout.JAVA_INT, fd, NO_FD);
        assertThat(ring.run(sqe -> sqe.filesUpdate(fds, 0))).as("no slots").isEqualTo(-Errno.ENXIO);
        assertThat(ring.ring.registrations().filesSparse(2)).isZero();
        assertThat(ring.run(sqe -> sqe.filesUpdate(fds, 1))).as("one slot too far").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.filesUpdate(fds, 0))).as("the first was put, the second is none").isEqualTo(1);
        assertThat(ring.run(sqe -> sqe.filesUpdate(fds.asSlice(4, 4), 1))).isEqualTo(-Errno.EBADF);
    }
}
