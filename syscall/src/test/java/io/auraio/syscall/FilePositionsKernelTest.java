package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where in a file an operation reads and writes: far out, at its end, at its own position, and through reused arguments. */
class FilePositionsKernelTest {
    private static final long FAR = 5L << 30;

    @TempDir
    private Path folder;
    private TestRing ring;
    private Path file;
    private int fd;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        file = folder.resolve("file");
        fd = Libc.open(file.toString(), OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600);
    }

    @AfterEach
    void close() {
        Libc.close(fd);
        ring.close();
    }

    @Test
    void offsetsGoBeyondThirtyTwoBits() throws Exception {
        assertThat(ring.run(sqe -> sqe.write(fd, ring.text("far"), FAR))).isEqualTo(3);
        assertThat(Files.size(file)).isEqualTo(FAR + 3);
        MemorySegment room = ring.room(8);
        MemorySegment path = ring.path(file);
        int opened = ring.run(sqe -> sqe.openat(Libc.AT_FDCWD, path, OpenFlags.O_RDONLY, 0));
        assertThat(ring.run(sqe -> sqe.read(opened, room, FAR))).isEqualTo(3);
        assertThat(TestRing.string(room, 3)).isEqualTo("far");
        assertThat(ring.run(sqe -> sqe.readv(opened, Iovecs.of(ring.arena, room), FAR + 1, 0))).isEqualTo(2);
        Libc.close(opened);
        assertThat(ring.run(sqe -> sqe.fadvise(fd, FAR, 0, 4))).isZero();
        assertThat(ring.run(sqe -> sqe.syncFileRange(fd, FAR, 0, 2))).isZero();
        assertThat(ring.run(sqe -> sqe.fallocate(fd, Libc.FALLOC_FL_KEEP_SIZE | Libc.FALLOC_FL_PUNCH_HOLE, 0, FAR + 1))).isZero();
        ring.needs(Sqe.IORING_OP_FTRUNCATE, "FTRUNCATE (6.9)");
        assertThat(ring.run(sqe -> sqe.ftruncate(fd, 2 * FAR))).isZero();
        assertThat(Files.size(file)).isEqualTo(2 * FAR);
    }

    @Test
    void appendingFileIsWrittenAtItsEndWhateverTheOffset() throws Exception {
        Files.writeString(file, "0123");
        int appending = Libc.open(file.toString(), OpenFlags.O_WRONLY | OpenFlags.O_APPEND, 0);
        assertThat(ring.run(sqe -> sqe.write(appending, ring.text("a"), 0))).isEqualTo(1);
        assertThat(ring.run(sqe -> sqe.write(appending, ring.text("b"), -1))).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("0123ab");
        Libc.close(appending);
    }

    @Test
    void ownPositionMovesByWhatWasTransferredAndOnlyThen() throws Exception {
        Files.writeString(file, "0123456789");
        MemorySegment room = ring.room(4);
        assertThat(ring.run(sqe -> sqe.read(fd, room, -1))).isEqualTo(4);
        assertThat(ring.run(sqe -> sqe.read(fd, room, 8))).as("an offset leaves it alone").isEqualTo(2);
        assertThat(ring.run(sqe -> sqe.write(fd, ring.text("x"), -1))).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("0123x56789");
        assertThat(ring.run(sqe -> sqe.readv(fd, Iovecs.of(ring.arena, room, ring.room(8)), -1, 0))).isEqualTo(5);
        assertThat(ring.run(sqe -> sqe.read(fd, room, -1))).as("the end").isZero();
    }

    @Test
    void linkedOperationsAtTheOwnPositionFollowEachOther() throws Exception {
        ring.submitTogether(sqe -> sqe.write(fd, ring.text("abc"), -1).flags(Sqe.IOSQE_IO_LINK),
                sqe -> sqe.write(fd, ring.text("def"), -1).flags(Sqe.IOSQE_IO_LINK | Sqe.IOSQE_ASYNC),
                sqe -> sqe.write(fd, ring.text("ghi"), -1));
        assertThat(ring.awaitAll(3)).isEqualTo(Map.of(1L, 3, 2L, 3, 3L, 3));
        assertThat(Files.readString(file)).isEqualTo("abcdefghi");
    }

    @Test
    void argumentsAreReusedAsSoonAsTheyAreSubmitted() throws Exception {
        int count = 64;
        int length = 4096;
        byte[] content = new byte[count * length];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i / length + i);
        }
        Files.write(file, content);
        MemorySegment data = ring.arena.allocate(content.length, 4096);
        MemorySegment iovec = ring.arena.allocate(Struct.IOVEC);
        try (TestRing plain = new TestRing(UringSetup.of(count))) {
            assumeTrue((plain.ring.features() & Uring.IORING_FEAT_SUBMIT_STABLE) != 0, "no IORING_FEAT_SUBMIT_STABLE before Linux 5.5");
            for (int i = 0; i < count; i++) {
                long at = (long) i * length;
                Iovecs.put(iovec.address(), data.address() + at, length);
                int flags = i % 2 == 0 ? Sqe.IOSQE_ASYNC : 0;
                plain.submit(i, sqe -> sqe.readv(fd, iovec, at, 0).flags(flags));
            }
            Iovecs.put(iovec.address(), 8, length); // nobody may look at it any more
            assertThat(plain.awaitAll(count)).hasSize(count).allSatisfy((userData, result) -> assertThat(result).isEqualTo(length));
        }
        assertThat(data.mismatch(MemorySegment.ofArray(content))).isEqualTo(-1);
    }

    @Test
    void pathIsReusedAsSoonAsItIsSubmitted() throws Exception {
        Files.writeString(file, "x");
        for (int i = 0; i < 20; i++) {
            MemorySegment once = ring.path(file);
            int flags = i % 2 == 0 ? Sqe.IOSQE_ASYNC : 0;
            ring.submit(1, sqe -> sqe.openat(Libc.AT_FDCWD, once, OpenFlags.O_RDONLY, 0).flags(flags));
            once.fill((byte) '?');
            int opened = ring.await();
            assertThat(opened).isNotNegative();
            Libc.close(opened);
        }
    }

    @Test
    void registeredBufferIsUsedFromAnyOfItsBytes() throws Exception {
        MemorySegment buffer = ring.arena.allocate(3 << 20, 4096);
        assertThat(ring.ring.registrations().buffers(Iovecs.of(ring.arena, buffer))).isZero();
        for (long i = 0; i < buffer.byteSize(); i += 8) {
            buffer.set(ValueLayout.JAVA_LONG, i, i * 0x9e37_79b9_7f4a_7c15L);
        }
        int[][] parts = {{0, 1}, {1, 4096}, {4095, 2}, {4097, 100_000}, {1 << 20, 2 << 20}, {(3 << 20) - 1, 1}, {0, 3 << 20}};
        MemorySegment back = ring.arena.allocate(3 << 20, 4096);
        for (int[] part : parts) {
            assertThat(ring.run(sqe -> sqe.writeFixed(fd, buffer, part[0], part[1], 7, 0))).isEqualTo(part[1]);
            assertThat(ring.run(sqe -> sqe.read(fd, back, 0, part[1], 7))).isEqualTo(part[1]);
            assertThat(buffer.asSlice(part[0], part[1]).mismatch(back.asSlice(0, part[1]))).isEqualTo(-1);
        }
        assertThat(ring.run(sqe -> sqe.readFixed(fd, buffer, 0, 3 << 20, 7, 0))).isEqualTo(3 << 20);
        assertThat(buffer.mismatch(back)).isEqualTo(-1);
    }

    @Test
    void readThatMayNotWaitIsNotHandedToAWorker() throws Exception {
        Files.write(file, new byte[1 << 20]);
        int dontNeed = 4;
        assertThat(Libc.fsync(fd)).isZero();
        assertThat(ring.run(sqe -> sqe.fadvise(fd, 0, 0, dontNeed))).isZero();
        MemorySegment iovecs = Iovecs.of(ring.arena, ring.room(4096));
        assertThat(ring.run(sqe -> sqe.readv(fd, iovecs, 1 << 19, Libc.RWF_NOWAIT))).as("it is cached, or it would wait")
                .isIn(4096, -Errno.EAGAIN, -Errno.EOPNOTSUPP);
        assertThat(ring.run(sqe -> sqe.readv(fd, iovecs, 1 << 19, 0))).isEqualTo(4096);
    }
}
