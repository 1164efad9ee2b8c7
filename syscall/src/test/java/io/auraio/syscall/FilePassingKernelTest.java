package io.auraio.syscall;

import static io.auraio.syscall.UringSetup.IORING_SETUP_DEFER_TASKRUN;
import static io.auraio.syscall.UringSetup.IORING_SETUP_R_DISABLED;
import static io.auraio.syscall.UringSetup.IORING_SETUP_SINGLE_ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registered files that one ring gives to another. */
class FilePassingKernelTest {
    private static final int DEFERRED = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;

    @TempDir
    private Path folder;
    private TestRing sender;
    private TestRing target;

    @BeforeEach
    void open() throws Exception {
        sender = new TestRing();
        int fd = Libc.open(Files.writeString(folder.resolve("file"), "0123456789").toString(), OpenFlags.O_RDONLY, 0);
        assertThat(sender.ring.registrations().files(-1, fd)).isZero();
        Libc.close(fd);
        target = new TestRing(UringSetup.of(8));
        assertThat(target.ring.registrations().filesSparse(2)).isZero();
    }

    @AfterEach
    void close() {
        sender.close();
        target.close();
    }

    private int pass(TestRing to, int sourceSlot, int targetSlot, int flags) {
        return sender.run(sqe -> sqe.msgRingFd(to.ring.fd(), sourceSlot, targetSlot, 44, flags));
    }

    private static int read(TestRing ring, int slot) {
        return ring.run(sqe -> sqe.read(slot, ring.room(10), 0).flags(Sqe.IOSQE_FIXED_FILE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DEFERRED})
    void fileArrivesInItsSlotWithACompletion(int flags) throws Exception {
        try (TestRing other = new TestRing(UringSetup.of(8).withRequired(flags))) {
            assertThat(other.ring.registrations().filesSparse(4)).isZero();
            assertThat(read(other, 2)).isEqualTo(-Errno.EBADF);
            assertThat(pass(other, 1, 2, 0)).isZero();
            assertThat(other.awaitAll(1)).containsEntry(44L, 0);
            assertThat(read(other, 2)).isEqualTo(10);
        }
    }

    @Test
    void freeSlotIsFoundAndNamedToBoth() {
        assertThat(pass(target, 1, -1, 0)).isZero();
        assertThat(target.awaitAll(1)).containsEntry(44L, 0);
        assertThat(pass(target, 1, -1, 0)).isEqualTo(1);
        assertThat(target.awaitAll(1)).containsEntry(44L, 1);
        assertThat(pass(target, 1, -1, 0)).as("no slot is left").isEqualTo(-Errno.ENFILE);
        assertThat(target.ring.getEvents()).isZero();
        assertThat(target.ring.cq().ready()).isZero();
    }

    @Test
    void skippedCompletionLeavesTheFile() {
        assertThat(pass(target, 1, 0, Sqe.IORING_MSG_RING_CQE_SKIP)).isZero();
        assertThat(target.ring.getEvents()).isZero();
        assertThat(target.ring.cq().ready()).isZero();
        assertThat(read(target, 0)).isEqualTo(10);
    }

    @Test
    void passedFileOutlivesTheSendersRing() {
        assertThat(pass(target, 1, 0, 0)).isZero();
        assertThat(target.await()).isZero();
        assertThat(sender.ring.registrations().unregisterFiles()).isZero();
        sender.ring.close();
        assertThat(read(target, 0)).isEqualTo(10);
        assertThat(target.run(sqe -> sqe.closeSlot(0))).isZero();
        assertThat(read(target, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void whatCannotBePassedIsRefused() throws Exception {
        assertThat(pass(target, 0, 0, 0)).as("an empty slot").isEqualTo(-Errno.EBADF);
        assertThat(pass(target, 9, 0, 0)).as("no such slot").isEqualTo(-Errno.EBADF);
        assertThat(pass(target, 1, 2, 0)).as("no such slot there").isEqualTo(-Errno.EINVAL);
        assertThat(pass(target, 1, 0, 1 << 30)).as("an unknown flag").isEqualTo(-Errno.EINVAL);
        assertThat(pass(sender, 1, 0, 0)).as("to itself").isEqualTo(-Errno.EINVAL);
        try (TestRing bare = new TestRing(UringSetup.of(4));
                TestRing disabled = new TestRing(UringSetup.of(4).withRequired(IORING_SETUP_R_DISABLED))) {
            assertThat(pass(bare, 1, 0, 0)).as("no files are registered there").isEqualTo(-Errno.ENXIO);
            assertThat(pass(disabled, 1, 0, 0)).isEqualTo(-Errno.EBADFD);
            disabled.ring.enable();
        }
        assertThat(target.ring.cq().ready()).isZero();
    }

    @Test
    void passedFileReplacesWhatIsInItsSlot() throws Exception {
        int other = Libc.open(Files.writeString(folder.resolve("other"), "abc").toString(), OpenFlags.O_RDONLY, 0);
        assertThat(target.ring.registrations().updateFiles(0, other)).isEqualTo(1);
        Libc.close(other);
        assertThat(read(target, 0)).isEqualTo(3);
        assertThat(pass(target, 1, 0, Sqe.IORING_MSG_RING_CQE_SKIP)).isZero();
        assertThat(read(target, 0)).isEqualTo(10);
    }
}
