package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibcTest {
    @TempDir
    private Path folder;
    private Path file;
    private int fd;
    private final Arena arena = Arena.ofConfined();

    @BeforeEach
    void open() throws Exception {
        file = Files.writeString(folder.resolve("ファイル"), "0123456789");
        fd = Libc.open(file.toString(), OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        assertThat(fd).isNotNegative();
    }

    @AfterEach
    void close() {
        Libc.close(fd);
        arena.close();
    }

    private MemorySegment text(String text) {
        return arena.allocateFrom(text).asSlice(0, text.length());
    }

    @Test
    void readAndWrittenWithFlagsAtAnyOffset() {
        long far = 5L << 32;
        MemorySegment data = text("abc");
        assertThat(Libc.pwritev2(fd, data, far, 0)).isEqualTo(3);
        MemorySegment back = arena.allocate(8);
        assertThat(Libc.preadv2(fd, back, far, 0)).isEqualTo(3);
        assertThat(back.asSlice(0, 3).mismatch(data)).isEqualTo(-1);
        // What was just written is in the page cache, so there is nothing to wait for.
        assertThat(Libc.preadv2(fd, back, far, Libc.RWF_NOWAIT)).isIn(3L, (long) -Errno.EOPNOTSUPP);
        assertThat(Libc.preadv2(-1, back, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.pwritev2(fd, data, 0, 1 << 30)).isEqualTo(-Errno.EOPNOTSUPP);
        assertThatIllegalArgumentException().isThrownBy(() -> Libc.preadv2(fd, back.asReadOnly(), 0, 0));
    }

    @Test
    void openReportsItsErrors() {
        assertThat(Libc.open(folder.resolve("none").toString(), 0, 0)).isEqualTo(-Errno.ENOENT);
        assertThat(Libc.open(folder.toString(), OpenFlags.O_WRONLY, 0)).isEqualTo(-Errno.EISDIR);
        assertThat(Libc.open(file.toString(), OpenFlags.O_DIRECTORY, 0)).isEqualTo(-Errno.ENOTDIR);
        assertThat(Libc.open("x".repeat(300), 0, 0)).isEqualTo(-Errno.ENAMETOOLONG);
        assertThatIllegalArgumentException().isThrownBy(() -> Libc.open("a\0b", 0, 0))
                .withMessage("path=a\\0b, must not contain a zero character");
    }

    @Test
    void openatStartsAtItsDirectory() {
        int directory = Libc.open(folder.toString(), OpenFlags.O_DIRECTORY, 0);
        int created = Libc.openat(directory, "new", OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0640);
        assertThat(created).isNotNegative();
        assertThat(folder.resolve("new")).exists();
        assertThat(Libc.close(created)).isZero();
        assertThat(Libc.close(created)).isEqualTo(-Errno.EBADF);
        Libc.close(directory);
        assertThat(Libc.openat(directory, "new", 0, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void linkIsNotFollowedWhereThatIsAskedFor() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(Libc.open(link.toString(), OpenFlags.O_NOFOLLOW, 0)).isEqualTo(-Errno.ELOOP);
    }

    @Test
    void positionedTransfersMoveBytes() throws Exception {
        MemorySegment room = arena.allocate(16);
        assertThat(Libc.pread(fd, room, 6)).isEqualTo(4);
        assertThat(Libc.pread(fd, room, 10)).isZero();
        assertThat(Libc.pwrite(fd, text("ab"), 0)).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo("ab23456789");
        assertThat(Libc.pread(-1, room, 0)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.pwrite(fd, room, -1)).isEqualTo(-Errno.EINVAL);
        assertThatIllegalArgumentException().isThrownBy(() -> Libc.pread(fd, MemorySegment.ofArray(new byte[1]), 0))
                .withMessageContaining("must be native memory");
    }

    @Test
    void vectoredTransfersMoveBytes() throws Exception {
        MemorySegment first = arena.allocate(2);
        MemorySegment second = arena.allocate(100);
        assertThat(Libc.preadv(fd, Iovecs.of(arena, first, second), 3)).isEqualTo(7);
        assertThat(second.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) '5');
        assertThat(Libc.pwritev(fd, Iovecs.of(arena, text("x"), text("yz")), 8)).isEqualTo(3);
        assertThat(Files.readString(file)).isEqualTo("01234567xyz");
        assertThat(Libc.preadv(-1, Iovecs.of(arena, first), 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void fileIsMadeDurableAndResized() throws Exception {
        assertThat(Libc.fsync(fd)).isZero();
        assertThat(Libc.fdatasync(fd)).isZero();
        assertThat(Libc.fsync(-1)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.fdatasync(-1)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.ftruncate(fd, 3)).isZero();
        assertThat(Libc.ftruncate(fd, -1)).isEqualTo(-Errno.EINVAL);
        assertThat(Libc.fallocate(fd, 0, 0, 4096)).isZero();
        assertThat(Libc.fallocate(fd, 0, 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(Files.size(file)).isEqualTo(4096);
    }

    @Test
    void openFlagsAreThoseTheFileWasOpenedWith() {
        int appending = Libc.open(file.toString(), OpenFlags.O_WRONLY | OpenFlags.O_APPEND | OpenFlags.O_CLOEXEC, 0);
        assertThat(Libc.openFlags(appending) & (OpenFlags.O_ACCMODE | OpenFlags.O_APPEND | OpenFlags.O_DIRECT))
                .isEqualTo(OpenFlags.O_WRONLY | OpenFlags.O_APPEND);
        Libc.close(appending);
        assertThat(Libc.openFlags(appending)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void statxTellsWhatTheFileSystemKnows() throws Exception {
        Statx statx = Libc.fstat(fd);
        assertThat(statx.size()).isEqualTo(10);
        assertThat(statx.isRegularFile()).isTrue();
        assertThat(statx.nlink()).isEqualTo(1);
        assertThat(statx.ino()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        // As the low bits of a dev_t have it: enough of both numbers for any device that a test meets.
        assertThat((long) statx.devMajor() << 8 | statx.devMinor()).isEqualTo(Files.getAttribute(file, "unix:dev"));
        assertThat(statx.mode()).isEqualTo(Files.getAttribute(file, "unix:mode"));
        assertThat(statx.modificationTime()).isEqualTo(Files.getLastModifiedTime(file).toInstant());
        assertThat(statx.birthTime()).isBefore(Instant.now().plusSeconds(60));
        assertThat(Libc.statx(folder.toString()).isRegularFile()).isFalse();
        assertThat(Libc.statx(file.toString()).ino()).isEqualTo(statx.ino());
        assertThatThrownBy(() -> Libc.fstat(-1)).isInstanceOf(SyscallException.class)
                .hasMessage("statx(fd=-1): EBADF (Bad file descriptor)");
        assertThatThrownBy(() -> Libc.statx("/none")).isInstanceOf(SyscallException.class)
                .hasMessage("statx(path=/none): ENOENT (No such file or directory)");
    }

    @Test
    void mapEndsWithItsArena() throws Exception {
        MemorySegment map;
        try (Arena shared = Arena.ofShared()) {
            map = Libc.mmap(shared, 10, Libc.PROT_READ, Libc.MAP_SHARED, fd, 0);
            assertThat(map.get(ValueLayout.JAVA_BYTE, 9)).isEqualTo((byte) '9');
            MemorySegment anonymous = Libc.mmap(shared, 1 << 20, Libc.PROT_READ | Libc.PROT_WRITE,
                    Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
            anonymous.fill((byte) 1);
            assertThat(Libc.madvise(anonymous, 4)).isZero();
            assertThat(anonymous.get(ValueLayout.JAVA_BYTE, 5)).as("MADV_DONTNEED drops it").isZero();
            assertThat(Libc.madvise(anonymous.asSlice(1, 9), 4)).isEqualTo(-Errno.EINVAL);
        }
        assertThatThrownBy(() -> map.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Libc.mmap(arena, 1, Libc.PROT_READ, Libc.MAP_SHARED, -1, 0))
                .isInstanceOf(SyscallException.class).hasMessage("mmap(length=1, fd=-1, offset=0): EBADF (Bad file descriptor)");
        assertThatIllegalArgumentException().isThrownBy(() -> Libc.mmap(arena, 0, 0, 0, -1, 0))
                .withMessage("length=0, must be above 0");
    }

    @Test
    void pollTellsWhatIsReady() throws Exception {
        try (EventFd event = EventFd.open()) {
            assertThat(Libc.poll(event.fd(), Sqe.POLLIN, 0)).isZero();
            event.signal();
            assertThat(Libc.poll(event.fd(), Sqe.POLLIN | Sqe.POLLOUT, -1)).isEqualTo(Sqe.POLLIN | Sqe.POLLOUT);
        }
    }

    @Test
    void runningCpuIsOneOfTheMachines() {
        assertThat(Libc.schedGetcpu()).isNotNegative();
    }
}
