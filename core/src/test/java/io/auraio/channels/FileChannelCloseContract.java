package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What {@link FileChannel} says of closing and interrupting. */
interface FileChannelCloseContract extends FileChannelContract {

    /** Everything that a channel can be asked for. */
    private static List<ThrowingCallable> operations(FileChannel channel, FileChannel other) {
        ByteBuffer buffer = ByteBuffer.allocate(10);
        ByteBuffer[] buffers = {ByteBuffer.allocate(5), ByteBuffer.allocateDirect(5)};
        return List.of(
                () -> channel.read(buffer),
                () -> channel.read(buffer, 0),
                () -> channel.read(buffers),
                () -> channel.write(buffer),
                () -> channel.write(buffer, 0),
                () -> channel.write(buffers),
                channel::position,
                () -> channel.position(0),
                channel::size,
                () -> channel.truncate(1),
                () -> channel.force(true),
                () -> channel.transferTo(0, 10, other),
                () -> channel.transferFrom(other, 0, 10),
                () -> channel.map(MapMode.READ_ONLY, 0, 1),
                channel::lock,
                channel::tryLock);
    }

    @Test
    default void everythingIsRefusedOnceItIsClosed() throws IOException {
        try (FileChannel other = open(ChannelFiles.file(10), READ, WRITE)) {
            FileChannel channel = open(ChannelFiles.file(10), READ, WRITE);
            assertThat(channel.isOpen()).isTrue();
            channel.close();
            assertThat(channel.isOpen()).isFalse();
            channel.close();
            assertThat(operations(channel, other))
                    .allSatisfy(operation -> assertThatThrownBy(operation).isExactlyInstanceOf(ClosedChannelException.class));
        }
    }

    @Test
    default void interruptedThreadClosesTheChannelAndStaysInterrupted() throws Exception {
        Path path = ChannelFiles.file(10);
        List<Integer> blocking = List.of(0, 1, 2, 3, 4, 5, 10);
        for (int i : blocking) {
            try (FileChannel channel = open(path, READ, WRITE);
                    FileChannel other = open(ChannelFiles.file(10), READ, WRITE)) {
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                AtomicReference<Boolean> flag = new AtomicReference<>();
                Thread thread = Thread.ofPlatform().start(() -> {
                    Thread.currentThread().interrupt();
                    thrown.set(catchThrowable(operations(channel, other).get(i)));
                    flag.set(Thread.currentThread().isInterrupted());
                });
                thread.join();
                assertThat(thrown.get()).as("operation " + i).isInstanceOf(ClosedByInterruptException.class);
                assertThat(flag.get()).isTrue();
                assertThat(channel.isOpen()).isFalse();
            }
        }
    }

    @Test
    default void interruptedThreadGetsNoLock() throws Exception {
        Path path = ChannelFiles.file(10);
        try (FileChannel channel = open(path, READ, WRITE)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                thrown.set(catchThrowable(channel::lock));
            });
            thread.join();
            assertThat(thrown.get()).isInstanceOf(FileLockInterruptionException.class);
        }
    }

    @Test
    default void closingEndsAWaitForALock() throws Exception {
        Path path = ChannelFiles.file(10);
        try (OtherProcess.Holder holder = OtherProcess.holdLock(path)) {
            assertThat(holder.process().isAlive()).isTrue();
            FileChannel channel = open(path, READ, WRITE);
            assertThat(channel.tryLock()).isNull();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread waiting = Thread.ofPlatform().start(() -> thrown.set(catchThrowable(channel::lock)));
            channel.close();
            waiting.join();
            // The plain one where the close was faster than the thread.
            assertThat(thrown.get()).isInstanceOfAny(AsynchronousCloseException.class, ClosedChannelException.class);
        }
    }

    @Test
    default void interruptEndsAWaitForALock() throws Exception {
        Path path = ChannelFiles.file(10);
        try (OtherProcess.Holder holder = OtherProcess.holdLock(path);
                FileChannel channel = open(path, READ, WRITE)) {
            assertThat(holder.process().isAlive()).isTrue();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread waiting = Thread.ofPlatform().start(() -> thrown.set(catchThrowable(channel::lock)));
            waiting.interrupt();
            waiting.join();
            assertThat(thrown.get()).isInstanceOf(FileLockInterruptionException.class);
        }
    }

    @Test
    default void readersInFlightEndWithTheirBytesOrAClosedChannel() throws Exception {
        Path path = ChannelFiles.file(1 << 20);
        for (int round = 0; round < 50; round++) {
            FileChannel channel = open(path, READ);
            AtomicReference<Throwable> wrong = new AtomicReference<>();
            Runnable reader = () -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
                try {
                    for (int at = 0; ; at = (at + 4096) & 0xfffff) {
                        assertThat(channel.read(buffer.clear(), at)).isEqualTo(4096);
                        assertThat(buffer.flip()).isEqualTo(ChannelFiles.piece(at, 4096));
                        // Virtual threads do not take turns by themselves: on one CPU, whoever is to close the channel would never run.
                        Thread.yield();
                    }
                } catch (ClosedChannelException expected) {
                    assertThat(channel.isOpen()).isFalse();
                } catch (Throwable t) {
                    wrong.compareAndSet(null, t);
                }
            };
            Thread platform = Thread.ofPlatform().start(reader);
            Thread virtual = Thread.ofVirtual().start(reader);
            Thread.yield();
            channel.close();
            platform.join();
            virtual.join();
            assertThat(wrong.get()).isNull();
        }
    }
}
