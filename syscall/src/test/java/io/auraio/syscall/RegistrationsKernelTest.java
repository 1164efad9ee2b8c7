package io.auraio.syscall;

import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationsKernelTest {
    @TempDir
    private Path folder;
    private TestRing ring;
    private Registrations registrations;
    private int fd;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        registrations = ring.ring.registrations();
        fd = Libc.open(Files.writeString(folder.resolve("file"), "0123456789").toString(), OpenFlags.O_RDWR, 0);
    }

    @AfterEach
    void close() {
        Libc.close(fd);
        ring.close();
    }

    private MemorySegment iovec(MemorySegment buffer) {
        return Iovecs.of(ring.arena, buffer);
    }

    private int readFixedFile(int slot) {
        return ring.run(sqe -> sqe.read(slot, ring.room(4), 0).flags(Sqe.IOSQE_FIXED_FILE));
    }

    @Test
    void buffersAreRegisteredOnceAndUnregistered() {
        MemorySegment buffer = ring.room(4096);
        assertThat(registrations.unregisterBuffers()).isEqualTo(-Errno.ENXIO);
        assertThat(registrations.buffers(iovec(buffer))).isZero();
        assertThat(registrations.buffers(iovec(buffer))).isEqualTo(-Errno.EBUSY);
        assertThat(registrations.unregisterBuffers()).isZero();
        assertThat(registrations.buffers(iovec(MemorySegment.ofAddress(4096).reinterpret(4096)))).isEqualTo(-Errno.EFAULT);
        assertThat(ring.run(sqe -> sqe.readFixed(fd, buffer, 0, 4, 0, 0))).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void sparseBuffersAreFilledAndReplaced() {
        MemorySegment first = ring.room(4096);
        MemorySegment second = ring.room(4096);
        assertThat(registrations.buffersSparse(4)).isZero();
        assertThat(ring.run(sqe -> sqe.readFixed(fd, first, 0, 4, 0, 2))).isEqualTo(-Errno.EFAULT);
        assertThat(registrations.updateBuffers(2, iovec(first))).isEqualTo(1);
        assertThat(ring.run(sqe -> sqe.readFixed(fd, first, 0, 4, 0, 2))).isEqualTo(4);
        assertThat(registrations.updateBuffers(2, iovec(second))).isEqualTo(1);
        assertThat(ring.run(sqe -> sqe.readFixed(fd, first, 0, 4, 0, 2))).isEqualTo(-Errno.EFAULT);
        assertThat(registrations.updateBuffers(4, iovec(first))).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.updateBuffers(2, iovec(MemorySegment.NULL))).isEqualTo(1);
        assertThat(ring.run(sqe -> sqe.readFixed(fd, second, 0, 4, 0, 2))).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void clonedBufferIsLockedOnceUntilBothRingsHaveGivenItUp() throws Exception {
        try (TestRing source = new TestRing(UringSetup.of(4))) {
            long before = ProcessState.pinnedBytes();
            MemorySegment buffer = source.arena.allocate(1 << 20, 4096);
            assertThat(source.ring.registrations().buffersSparse(8)).isZero();
            assertThat(source.ring.registrations().updateBuffers(5, Iovecs.of(ring.arena, buffer))).isEqualTo(1);
            assertThat(registrations.buffersSparse(4)).isZero();
            assumeTrue(registrations.cloneBuffers(-1, 0, 0, 1) == -Errno.EBADF, "no IORING_REGISTER_CLONE_BUFFERS before Linux 6.13");
            assertThat(registrations.cloneBuffers(source.ring.fd(), 5, 2, 1)).isZero();
            assertThat(source.ring.registrations().unregisterBuffers()).isZero();
            assertThat(ring.run(sqe -> sqe.readFixed(fd, buffer, 0, 4, 0, 2))).isEqualTo(4);
            assertThat(buffer.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) '0');
            assertThat(ring.run(sqe -> sqe.readFixed(fd, buffer, 0, 4, 0, 3))).isEqualTo(-Errno.EFAULT);
            assertThat(ProcessState.pinnedBytes() - before).isEqualTo(1 << 20);
            assertThat(registrations.updateBuffers(2, iovec(MemorySegment.NULL))).isEqualTo(1);
            assertThat(ProcessState.pinnedBytes()).isEqualTo(before);
        }
    }

    @Test
    void tagOfAReplacedBufferIsPosted() {
        assertThat(registrations.buffers(iovec(ring.room(4096)), 77)).isZero();
        assertThat(registrations.updateBuffers(0, iovec(ring.room(4096)), 78)).isEqualTo(1);
        assertThat(ring.awaitAll(1)).containsEntry(77L, 0);
        assertThat(registrations.unregisterBuffers()).isZero();
        assertThat(ring.awaitAll(1)).containsEntry(78L, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> registrations.buffers(iovec(ring.room(1)), 1, 2))
                .withMessage("tags.length=2, must be one for each of the 1");
    }

    @Test
    void registeredFileOutlivesItsDescriptor() {
        int second = Libc.open(folder.resolve("file").toString(), OpenFlags.O_RDONLY, 0);
        assertThat(registrations.files(second, -1)).isZero();
        Libc.close(second);
        assertThat(readFixedFile(0)).isEqualTo(4);
        assertThat(readFixedFile(1)).isEqualTo(-Errno.EBADF);
        assertThat(readFixedFile(2)).isEqualTo(-Errno.EBADF);
        assertThat(registrations.files(fd)).isEqualTo(-Errno.EBUSY);
        assertThat(registrations.unregisterFiles()).isZero();
        assertThat(registrations.unregisterFiles()).isEqualTo(-Errno.ENXIO);
        assertThat(registrations.files(NO_FD)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void sparseFilesAreFilledAndEmptied() {
        assertThat(registrations.filesSparse(4)).isZero();
        assertThat(registrations.updateFiles(1, fd, fd)).isEqualTo(2);
        assertThat(readFixedFile(2)).isEqualTo(4);
        assertThat(registrations.updateFiles(1, -2, -1)).isEqualTo(2);
        assertThat(readFixedFile(1)).isEqualTo(4);
        assertThat(readFixedFile(2)).isEqualTo(-Errno.EBADF);
        assertThat(registrations.updateFiles(4, fd)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void tagOfAReplacedFileIsPosted() {
        assertThat(registrations.files(new int[] {fd}, new long[] {5})).isZero();
        assertThat(registrations.updateFiles(0, new int[] {fd}, new long[] {6})).isEqualTo(1);
        assertThat(ring.awaitAll(1)).containsEntry(5L, 0);
        assertThat(registrations.unregisterFiles()).isZero();
        assertThat(ring.awaitAll(1)).containsEntry(6L, 0);
    }

    @Test
    void filesAreUpdatedByAnOperation() {
        assertThat(registrations.filesSparse(4)).isZero();
        MemorySegment fds = ring.arena.allocateFrom(ValueLayout.JAVA_INT, fd, fd);
        assertThat(ring.run(sqe -> sqe.filesUpdate(fds, 2))).isEqualTo(2);
        assertThat(readFixedFile(3)).isEqualTo(4);
    }

    @Test
    void openedFilesGoToFreeSlotsOfTheRange() {
        assertThat(registrations.filesSparse(8)).isZero();
        assertThat(registrations.fileAllocRange(5, 2)).isZero();
        MemorySegment path = ring.path(folder.resolve("file"));
        assertThat(ring.run(sqe -> sqe.openat(Libc.AT_FDCWD, path, 0, 0).intoSlot(-1))).isEqualTo(5);
        assertThat(ring.run(sqe -> sqe.openat(Libc.AT_FDCWD, path, 0, 0).intoSlot(-1))).isEqualTo(6);
        assertThat(ring.run(sqe -> sqe.openat(Libc.AT_FDCWD, path, 0, 0).intoSlot(-1))).isEqualTo(-Errno.ENFILE);
        assertThat(ring.run(sqe -> sqe.openat(Libc.AT_FDCWD, path, 0, 0).intoSlot(1))).isZero();
        assertThat(readFixedFile(1)).isEqualTo(4);
        assertThat(readFixedFile(6)).isEqualTo(4);
        assertThat(ring.run(sqe -> sqe.closeSlot(6))).isZero();
        assertThat(readFixedFile(6)).isEqualTo(-Errno.EBADF);
        assertThat(registrations.fileAllocRange(5, 9)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void personalityRunsAnOperationAndEnds() {
        int id = registrations.personality();
        assertThat(id).isPositive();
        assertThat(ring.run(sqe -> sqe.nop().personality(id))).isZero();
        assertThat(registrations.unregisterPersonality(id)).isZero();
        assertThat(ring.run(sqe -> sqe.nop().personality(id))).isEqualTo(-Errno.EINVAL);
        assertThat(registrations.unregisterPersonality(id)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void restrictedRingAllowsOnlyWhatIsListed() throws Exception {
        try (TestRing restricted = new TestRing(UringSetup.of(4).withRequired(UringSetup.IORING_SETUP_R_DISABLED))) {
            Restrictions rules = new Restrictions().allowOperation(Sqe.IORING_OP_NOP).allowRegistration(12)
                    .allowFlags(Sqe.IOSQE_ASYNC);
            assertThat(restricted.ring.registrations().restrictions(rules)).isZero();
            restricted.ring.enable();
            assertThat(restricted.run(Sqe::nop)).isZero();
            assertThat(restricted.run(sqe -> sqe.nop().flags(Sqe.IOSQE_ASYNC))).isZero();
            assertThat(restricted.run(sqe -> sqe.nop().flags(Sqe.IOSQE_IO_DRAIN))).isEqualTo(-Errno.EACCES);
            assertThat(restricted.run(sqe -> sqe.fsync(fd, 0))).isEqualTo(-Errno.EACCES);
            assertThat(restricted.ring.registrations().filesSparse(1)).isEqualTo(-Errno.EACCES);
        }
        assertThat(registrations.restrictions(new Restrictions().requireFlags(Sqe.IOSQE_ASYNC)))
                .isEqualTo(-Errno.EBADFD);
    }

    @Test
    void workersAreBoundAndLimited() {
        assertThat(registrations.workerAffinity(0)).isZero();
        assertThat(registrations.unregisterWorkerAffinity()).isZero();
        int[] limits = {3, 2};
        assertThat(registrations.workerLimits(limits)).isZero();
        int[] again = {0, 0};
        assertThat(registrations.workerLimits(again)).isZero();
        assertThat(again).containsExactly(3, 2);
        assertThat(registrations.workerLimits(limits)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> registrations.workerLimits(new int[1]))
                .withMessage("limits.length=1, must be 2");
    }

    @Test
    void registeredRingDescriptorServesItsThreadAndOthersEnterAsBefore() throws Exception {
        try (TestRing plain = new TestRing(UringSetup.of(4)); ExecutorService other = Executors.newSingleThreadExecutor()) {
            assertThat(plain.ring.registerRingFd()).isZero();
            assertThatIllegalStateException().isThrownBy(plain.ring::registerRingFd)
                    .withMessageStartingWith("ring fd is registered for Thread[");
            assertThat(plain.run(Sqe::nop)).isZero();
            assertThat(other.submit(() -> plain.run(Sqe::nop)).get()).isZero();
            assertThatThrownBy(() -> other.submit(() -> plain.ring.unregisterRingFd()).get())
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ring fd is registered for Thread[");
        }
    }

    @Test
    void registeredRingThatAnotherThreadClosedIsLetGoByItsOwn() throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 40; i++) { // a thread has sixteen places
                Uring plain = Uring.open(UringSetup.of(4));
                assertThat(plain.registerRingFd()).isZero();
                other.submit(plain::close).get();
                assertThat(plain.unregisterRingFd()).isZero();
            }
        }
    }

    @Test
    void ringDescriptorsAreRegisteredAgainAndAgain() throws Exception {
        for (int i = 0; i < 40; i++) { // a thread has sixteen places
            try (TestRing plain = new TestRing(UringSetup.of(4))) {
                assertThat(plain.ring.registerRingFd()).isZero();
                assertThat(plain.run(Sqe::nop)).isZero();
                if (i % 2 == 0) {
                    assertThat(plain.ring.unregisterRingFd()).isZero();
                    assertThat(plain.ring.unregisterRingFd()).isZero();
                    assertThat(plain.run(Sqe::nop)).isZero();
                }
            }
        }
    }
}
