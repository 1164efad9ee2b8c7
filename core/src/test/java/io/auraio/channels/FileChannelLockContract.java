package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@link FileChannel#lock} and {@link FileChannel#tryLock}. */
interface FileChannelLockContract extends FileChannelContract {

    @Test
    default void lockSaysWhatItCoversUntilItIsReleased() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(100), READ, WRITE)) {
            FileLock lock = channel.lock(10, 20, true);
            assertThat(lock.acquiredBy()).isSameAs(channel);
            assertThat(lock.channel()).isSameAs(channel);
            assertThat(lock.position()).isEqualTo(10);
            assertThat(lock.size()).isEqualTo(20);
            assertThat(lock.isShared()).isTrue();
            assertThat(lock.isValid()).isTrue();
            assertThat(lock.overlaps(29, 1)).isTrue();
            lock.release();
            assertThat(lock.isValid()).isFalse();
            lock.release();
            try (FileLock whole = channel.lock()) {
                assertThat(whole.position()).isZero();
                assertThat(whole.size()).isEqualTo(Long.MAX_VALUE);
                assertThat(whole.isShared()).isFalse();
            }
        }
    }

    @Test
    default void sizeOfZeroLocksAllTheRest() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(100), READ, WRITE);
                FileLock lock = channel.lock(7, 0, false)) {
            assertThat(lock.size()).isEqualTo(Long.MAX_VALUE - 7);
        }
    }

    @Test
    default void locksOfTheProcessMayNotOverlap() throws IOException {
        Path path = ChannelFiles.file(100);
        try (FileChannel one = open(path, READ, WRITE);
                FileChannel other = open(path, READ, WRITE)) {
            FileLock lock = one.tryLock(0, 50, false);
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> one.tryLock(49, 1, false)).isInstanceOf(OverlappingFileLockException.class);
            assertThatThrownBy(() -> other.tryLock(0, 1, true)).isInstanceOf(OverlappingFileLockException.class);
            assertThatThrownBy(() -> other.lock()).isInstanceOf(OverlappingFileLockException.class);
            assertThat(other.tryLock(50, 50, false)).isNotNull();
            lock.release();
            assertThat(other.tryLock(0, 50, false)).isNotNull();
        }
    }

    @Test
    default void closingTheChannelEndsItsLocks() throws IOException {
        Path path = ChannelFiles.file(100);
        FileChannel channel = open(path, READ, WRITE);
        FileLock lock = channel.lock();
        channel.close();
        assertThat(lock.isValid()).isFalse();
        assertThatThrownBy(lock::release).isInstanceOf(ClosedChannelException.class);
        try (FileChannel next = open(path, READ, WRITE)) {
            assertThat(next.tryLock()).isNotNull();
        }
    }

    @Test
    default void sharedLocksNeedReadingAndExclusiveOnesWriting() throws IOException {
        Path path = ChannelFiles.file(100);
        try (FileChannel reader = open(path, READ);
                FileChannel writer = open(path, WRITE)) {
            assertThatThrownBy(() -> reader.lock()).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> reader.tryLock(0, 1, false)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> writer.lock(0, 1, true)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> writer.tryLock(0, 1, true)).isInstanceOf(NonReadableChannelException.class);
            reader.lock(0, 1, true).release();
            writer.lock(0, 1, false).release();
        }
    }

    @Test
    default void lockedRangesAreChecked() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(100), READ, WRITE)) {
            assertThatThrownBy(() -> channel.lock(-1, 1, false)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.lock(0, -1, false)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.tryLock(Long.MAX_VALUE, 2, false)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void lockedFileIsReadAndWrittenByItsOwner() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(100), READ, WRITE);
                FileLock lock = channel.lock()) {
            channel.write(ChannelFiles.piece(100, 5), 100);
            ByteBuffer buffer = ByteBuffer.allocate(105);
            channel.read(buffer);
            assertThat(buffer.array()).isEqualTo(ChannelFiles.bytes(105));
            assertThat(lock.isValid()).isTrue();
        }
    }

    @Test
    default void anotherProcessIsKeptOutUntilTheLockIsReleased() throws Exception {
        Path path = ChannelFiles.file(100);
        try (FileChannel channel = open(path, READ, WRITE)) {
            FileLock lock = channel.lock();
            channel.write(ChannelFiles.piece(0, 10));
            assertThat(OtherProcess.canLock(path)).isFalse();
            lock.release();
            assertThat(OtherProcess.canLock(path)).isTrue();
        }
    }
}
