package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.syscall.BufferRing;
import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.Errno;
import io.auraio.syscall.Iovecs;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.SyscallException;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/from-liburing.md shows. */
@Timeout(60)
class FromLiburingKernelTest {

    @TempDir
    private Path folder;

    private Path path;
    private int fd;

    @BeforeEach
    void open() throws IOException {
        path = Files.writeString(folder.resolve("file"), "hello");
        fd = Libc.open(path.toString(), OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0); // or -errno
        assertThat(fd).isNotNegative();
    }

    @AfterEach
    void close() {
        assertThat(Libc.close(fd)).isZero();
    }

    @Test
    void oneRead() throws SyscallException {
        List<String> seen = new ArrayList<>();
        try (Arena arena = Arena.ofConfined(); Uring ring = Uring.open(UringSetup.of(8))) { // the ring is closed before its memory
            MemorySegment buffer = arena.allocate(4096, 4096);
            ring.sq().claim().read(fd, buffer, 0).userData(42); // io_uring_get_sqe, io_uring_prep_read, io_uring_sqe_set_data64
            ring.sq().publish();
            int submitted = ring.submitAndWait(1); // io_uring_submit_and_wait
            if (submitted < 0) {
                throw new SyscallException("io_uring_enter", "read", submitted);
            }
            CompletionQueue cq = ring.cq();
            int ready = cq.ready();
            for (int i = 0; i < ready; i++) { // io_uring_for_each_cqe
                seen.add(cq.userData(i) + ": " + cq.res(i)); // cqe->user_data, cqe->res
            }
            cq.advance(ready); // io_uring_cq_advance
        }
        assertThat(seen).containsExactly("42: 5");
    }

    private static Sqe claim(Uring ring) throws SyscallException {
        Sqe sqe = ring.sq().claim();
        while (sqe == null) { // all entries are taken: let the kernel have them
            ring.sq().publish();
            int submitted = ring.submit();
            if (submitted < 0 && submitted != -Errno.EINTR) { // -EAGAIN and -EBUSY: take completions first
                throw new SyscallException("io_uring_enter", "", submitted);
            }
            sqe = ring.sq().claim();
        }
        return sqe;
    }

    @Test
    void fullQueueIsSubmitted() throws SyscallException {
        try (Uring ring = Uring.open(UringSetup.of(4).withCqEntries(128))) {
            for (int i = 0; i < 100; i++) {
                claim(ring).nop().userData(i);
            }
            ring.sq().publish();
            assertThat(ring.submitAndWait(100)).isNotNegative();
            assertThat(ring.cq().ready()).isEqualTo(100);
            ring.cq().advance(100);
        }
    }

    @Test
    void linkedRequestsRunInOrder() throws IOException {
        try (Arena arena = Arena.ofConfined(); Uring ring = Uring.open(UringSetup.of(8))) {
            MemorySegment record = arena.allocateFrom("jello", UTF_8).asSlice(0, 5);
            ring.sq().claim().write(fd, record, 0).userData(1).flags(Sqe.IOSQE_IO_LINK);
            ring.sq().claim().fsync(fd, Sqe.IORING_FSYNC_DATASYNC).userData(2);
            ring.sq().publish();
            ring.submitAndWait(2);
            assertThat(ring.cq().ready()).isEqualTo(2);
            assertThat(ring.cq().res(0)).isEqualTo(5);
            assertThat(ring.cq().res(1)).isZero();
            ring.cq().advance(2);
        }
        assertThat(path).hasContent("jello");
    }

    @Test
    void registeredBufferAndFile() throws SyscallException {
        try (Arena arena = Arena.ofConfined(); Uring ring = Uring.open(UringSetup.of(8))) {
            MemorySegment buffer = arena.allocate(4096, 4096);
            int buffers = ring.registrations().buffers(Iovecs.of(arena, buffer)); // io_uring_register_buffers: 0, or -errno
            int files = ring.registrations().files(fd); // io_uring_register_files
            assertThat(buffers).isZero();
            assertThat(files).isZero();
            ring.sq().claim().readFixed(0, buffer, 0, 4096, 0, 0).flags(Sqe.IOSQE_FIXED_FILE); // file 0, at offset 0, buffer 0
            ring.sq().publish();
            ring.submitAndWait(1);
            assertThat(ring.cq().res(0)).isEqualTo(5);
            ring.cq().advance(1);
        }
    }

    @Test
    void flagsThatTheKernelMayLack() throws SyscallException {
        UringSetup setup = UringSetup.of(256)
                .withRequired(UringSetup.IORING_SETUP_CLAMP)
                .withOptional(UringSetup.IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN);
        try (Uring ring = Uring.open(setup)) {
            boolean deferred = (ring.flags() & UringSetup.IORING_SETUP_DEFER_TASKRUN) != 0; // what was got
            boolean truncates = ring.probe().supports(Sqe.IORING_OP_FTRUNCATE);
            assertThat(ring.flags() & UringSetup.IORING_SETUP_CLAMP).isNotZero();
            assertThat(truncates).as("known since 6.9, deferred since 6.1").isIn(deferred, false);
        }
    }

    @Test
    void providedBuffers() throws SyscallException {
        try (Arena arena = Arena.ofConfined(); Uring ring = Uring.open(UringSetup.of(8)); BufferRing group = BufferRing.register(ring, 7, 4)) {
            MemorySegment[] buffers = new MemorySegment[4];
            for (int id = 0; id < buffers.length; id++) {
                buffers[id] = arena.allocate(4096);
                group.add(buffers[id], id); // io_uring_buf_ring_add
            }
            group.publish(); // io_uring_buf_ring_advance
            ring.sq().claim().read(fd, MemorySegment.NULL, 0, 0, 0).selectBuffer(7);
            ring.sq().publish();
            ring.submitAndWait(1);
            int id = ring.cq().flags(0) >>> CompletionQueue.IORING_CQE_BUFFER_SHIFT;
            assertThat(ring.cq().res(0)).isEqualTo(5);
            assertThat(ring.cq().flags(0) & CompletionQueue.IORING_CQE_F_BUFFER).isNotZero();
            assertThat(buffers[id].asSlice(0, 5).toArray(ValueLayout.JAVA_BYTE)).isEqualTo("hello".getBytes(UTF_8));
            ring.cq().advance(1);
        }
    }
}
