package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of buffers from which the kernel takes. */
class BufferRingKernelTest {
    private static final MemorySegment ANY = MemorySegment.NULL;

    @TempDir
    private Path folder;
    private TestRing ring;
    private int fd;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        fd = Libc.open(Files.writeString(folder.resolve("file"), "0123456789").toString(), OpenFlags.O_RDONLY, 0);
    }

    @AfterEach
    void close() {
        Libc.close(fd);
        ring.close();
    }

    private int read(long offset, int groupId) {
        return ring.run(sqe -> sqe.read(fd, ANY, offset).selectBuffer(groupId));
    }

    private int buffer() {
        assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_BUFFER).isNotZero();
        return ring.lastFlags >>> CompletionQueue.IORING_CQE_BUFFER_SHIFT;
    }

    @Test
    void providedBuffersAreTakenByReads() throws Exception {
        MemorySegment buffers = ring.room(3 * 16);
        try (BufferRing group = BufferRing.register(ring.ring, 1, 2)) {
            group.add(buffers.asSlice(0, 16), 100);
            group.add(buffers.asSlice(16, 16), 101);
            group.publish();
            MemorySegment anywhere = MemorySegment.NULL.reinterpret(16);
            assertThat(ring.run(sqe -> sqe.read(fd, anywhere, 0).selectBuffer(1))).isEqualTo(10);
            assertThat(ring.lastFlags).isEqualTo(100 << 16 | CompletionQueue.IORING_CQE_F_BUFFER);
            assertThat(TestRing.string(buffers, 10)).isEqualTo("0123456789");
            assertThat(ring.run(sqe -> sqe.read(fd, anywhere, 5).selectBuffer(1))).isEqualTo(5);
            assertThat(ring.lastFlags >>> 16).isEqualTo(101);
            assertThat(ring.run(sqe -> sqe.read(fd, anywhere, 0).selectBuffer(1))).isEqualTo(-Errno.ENOBUFS);
            group.add(buffers.asSlice(32, 16), 102);
            group.publish();
            assertThat(ring.run(sqe -> sqe.read(fd, anywhere, 0).selectBuffer(1))).isEqualTo(10);
            assertThat(ring.lastFlags >>> 16).isEqualTo(102);
            assertThatThrownBy(() -> BufferRing.register(ring.ring, 1, 2)).isInstanceOf(SyscallException.class)
                    .hasMessage("io_uring_register(IORING_REGISTER_PBUF_RING, groupId=1, entries=2): EEXIST (File exists)");
        }
        assertThat(ring.run(sqe -> sqe.read(fd, MemorySegment.NULL.reinterpret(16), 0).selectBuffer(1)))
                .isEqualTo(-Errno.ENOBUFS);
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.register(ring.ring, 1, 3))
                .withMessage("entries=3, must be a power of two from 1 to 32768");
    }

    @Test
    void readTakesNoMoreThanItAskedForOfABuffer() throws Exception {
        MemorySegment room = ring.room(64);
        try (BufferRing group = BufferRing.register(ring.ring, 1, 1)) {
            group.add(room, 5);
            group.publish();
            assertThat(ring.run(sqe -> sqe.read(fd, MemorySegment.NULL.reinterpret(4), 2).selectBuffer(1))).isEqualTo(4);
            assertThat(buffer()).isEqualTo(5);
            assertThat(TestRing.string(room, 4)).isEqualTo("2345");
        }
    }

    @Test
    void groupGoesOnWhereItsTailWraps() throws Exception {
        int entries = 4;
        MemorySegment room = ring.room(entries);
        try (BufferRing group = BufferRing.register(ring.ring, 1, entries)) {
            for (int i = 0; i < entries - 1; i++) {
                group.add(room.asSlice(i, 1), i);
            }
            group.publish();
            int next = entries - 1;
            for (int i = 0; i < 70_000; i++) { // the tail has sixteen bits
                group.add(room.asSlice(next % entries, 1), next & 0xffff);
                group.publish();
                next++;
                assertThat(read(0, 1)).isEqualTo(1);
                assertThat(buffer()).isEqualTo(i & 0xffff);
            }
        }
    }

    @Test
    void groupsAreTakenFromByTheirNumbers() throws Exception {
        try (BufferRing low = BufferRing.register(ring.ring, 0, 1); BufferRing high = BufferRing.register(ring.ring, 0xffff, 1)) {
            low.add(ring.room(16), 1);
            low.publish();
            high.add(ring.room(16), 2);
            high.publish();
            assertThat(read(0, 0xffff)).isEqualTo(10);
            assertThat(buffer()).isEqualTo(2);
            assertThat(read(0, 0)).isEqualTo(10);
            assertThat(buffer()).isEqualTo(1);
            assertThat(read(0, 7)).as("no such group").isEqualTo(-Errno.ENOBUFS);
        }
    }

    @Test
    void waitingReadTakesItsBufferWhenDataComes() throws Exception {
        try (BufferRing group = BufferRing.register(ring.ring, 1, 2)) {
            TestRing.withPipe(pipe -> {
                ring.submit(1, sqe -> sqe.read(pipe.get(0), ANY, 0).selectBuffer(1));
                assertThat(ring.await()).as("there is none to begin with").isEqualTo(-Errno.ENOBUFS);
                MemorySegment room = ring.room(16);
                group.add(room, 9);
                group.publish();
                ring.submit(1, sqe -> sqe.read(pipe.get(0), ANY, 0).selectBuffer(1));
                TestRing.put(pipe.get(1), "data");
                assertThat(ring.await()).isEqualTo(4);
                assertThat(buffer()).isEqualTo(9);
                assertThat(TestRing.string(room, 4)).isEqualTo("data");
            });
        }
    }

    @Test
    void groupThatIsClosedUnderAWaitingReadLeavesItNothingToTake() throws Exception {
        TestRing.withPipe(pipe -> {
            try {
                BufferRing group = BufferRing.register(ring.ring, 1, 1);
                group.add(ring.room(16), 9);
                group.publish();
                ring.submit(1, sqe -> sqe.read(pipe.get(0), ANY, 0).selectBuffer(1));
                group.close();
                TestRing.put(pipe.get(1), "data");
                assertThat(ring.await()).isEqualTo(-Errno.ENOBUFS);
            } catch (SyscallException e) {
                throw new AssertionError(e);
            }
        });
    }
}
