package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** {@link AsynchronousFileChannel#lock} and {@link AsynchronousFileChannel#tryLock}. */
interface AsynchronousLockContract extends AsynchronousFileChannelContract {

    @Test
    default void lockIsHandedToTheHandlerOrTheFuture() throws Exception {
        try (AsynchronousFileChannel channel = open(ChannelFiles.file(100), READ, WRITE)) {
            Handler<FileLock, String> handler = new Handler<>();
            channel.lock(10, 20, true, "mine", handler);
            FileLock lock = handler.get().result();
            assertThat(handler.get().attachment()).isEqualTo("mine");
            assertThat(lock.acquiredBy()).isSameAs(channel);
            assertThat(lock.channel()).as("is for FileChannels").isNull();
            assertThat(lock.position()).isEqualTo(10);
            assertThat(lock.size()).isEqualTo(20);
            assertThat(lock.isShared()).isTrue();
            assertThat(lock.isValid()).isTrue();
            FileLock other = channel.lock(30, 0, false).get();
            assertThat(other.size()).isEqualTo(Long.MAX_VALUE - 30);
            lock.release();
            assertThat(lock.isValid()).isFalse();
            assertThat(channel.tryLock(10, 20, false)).isNotNull();
        }
    }

    @Test
    default void locksOfTheProcessMayNotOverlap() throws Exception {
        Path path = ChannelFiles.file(100);
        try (AsynchronousFileChannel one = open(path, READ, WRITE);
                AsynchronousFileChannel other = open(path, READ, WRITE)) {
            FileLock lock = one.lock().get();
            assertThatThrownBy(() -> other.lock()).isInstanceOf(OverlappingFileLockException.class);
            assertThatThrownBy(() -> other.lock("", new Handler<>())).isInstanceOf(OverlappingFileLockException.class);
            assertThatThrownBy(() -> other.tryLock()).isInstanceOf(OverlappingFileLockException.class);
            lock.release();
            assertThat(other.tryLock()).isNotNull();
        }
    }

    @Test
    default void closingTheChannelEndsItsLocks() throws Exception {
        Path path = ChannelFiles.file(100);
        AsynchronousFileChannel channel = open(path, READ, WRITE);
        FileLock lock = channel.lock().get();
        channel.close();
        assertThat(lock.isValid()).isFalse();
        assertThatThrownBy(lock::release).isInstanceOf(ClosedChannelException.class);
        try (AsynchronousFileChannel next = open(path, READ, WRITE)) {
            assertThat(next.tryLock()).isNotNull();
        }
    }

    @Test
    default void locksNeedTheirAccessAndARange() throws Exception {
        Path path = ChannelFiles.file(100);
        try (AsynchronousFileChannel reader = open(path, READ);
                AsynchronousFileChannel writer = open(path, WRITE)) {
            assertThatThrownBy(() -> reader.lock(0, 1, false)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> reader.tryLock(0, 1, false)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> writer.lock(0, 1, true)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> writer.tryLock(0, 1, true)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> writer.lock(-1, 1, false)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.tryLock(0, -1, false)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.lock(0, 1, false, "", null)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    default void lockIsWaitedForUntilAnotherProcessReleasesIt() throws Exception {
        Path path = ChannelFiles.file(100);
        try (AsynchronousFileChannel channel = open(path, READ, WRITE)) {
            Future<FileLock> lock;
            try (OtherProcess.Holder holder = OtherProcess.holdLock(path)) {
                assertThat(holder.process().isAlive()).isTrue();
                assertThat(channel.tryLock()).isNull();
                lock = channel.lock();
                assertThat(lock.isDone()).isFalse();
            }
            assertThat(lock.get().isValid()).isTrue();
        }
    }

    @Test
    default void closingEndsAWaitForALock() throws Exception {
        Path path = ChannelFiles.file(100);
        try (OtherProcess.Holder holder = OtherProcess.holdLock(path)) {
            assertThat(holder.process().isAlive()).isTrue();
            AsynchronousFileChannel channel = open(path, READ, WRITE);
            Handler<FileLock, String> handler = new Handler<>();
            channel.lock("", handler);
            channel.close();
            assertThatThrownBy(handler::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(AsynchronousCloseException.class);
        }
    }
}
