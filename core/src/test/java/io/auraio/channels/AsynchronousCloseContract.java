package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What {@link AsynchronousFileChannel} says of closing and of cancelling. */
interface AsynchronousCloseContract extends AsynchronousFileChannelContract {

    @Test
    default void operationsOnAClosedChannelFailThroughHandlerAndFuture() throws Exception {
        AsynchronousFileChannel channel = open(ChannelFiles.file(10), READ, WRITE);
        assertThat(channel.isOpen()).isTrue();
        channel.close();
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        ByteBuffer buffer = ByteBuffer.allocate(5);
        List<Future<?>> results = new ArrayList<>();
        results.add(channel.read(buffer, 0));
        results.add(channel.write(buffer, 0));
        results.add(channel.lock());
        Handler<Integer, String> read = new Handler<>();
        channel.read(buffer, 0, "", read);
        results.add(read);
        Handler<Integer, String> write = new Handler<>();
        channel.write(buffer, 0, "", write);
        results.add(write);
        Handler<FileLock, String> lock = new Handler<>();
        channel.lock("", lock);
        results.add(lock);
        assertThat(results)
                .allSatisfy(result -> assertThatThrownBy(result::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isExactlyInstanceOf(ClosedChannelException.class));
        assertThat(buffer.position()).isZero();
        assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.force(true)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::tryLock).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    default void whatIsOutWhenTheChannelClosesEndsWithItsResultOrSaysSo() throws Exception {
        Path path = ChannelFiles.file(1 << 20);
        int closed = 0;
        for (int round = 0; round < 30; round++) {
            AsynchronousFileChannel channel = open(path, READ);
            List<Handler<Integer, ByteBuffer>> reads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Handler<Integer, ByteBuffer> read = new Handler<>();
                channel.read(ByteBuffer.allocateDirect(16384), i * 16384L, ByteBuffer.allocate(0), read);
                reads.add(read);
            }
            channel.close();
            for (Handler<Integer, ByteBuffer> read : reads) {
                try {
                    assertThat(read.get().result()).isEqualTo(16384);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(ClosedChannelException.class);
                    closed += e.getCause() instanceof AsynchronousCloseException ? 1 : 0;
                }
            }
        }
        assertThat(closed).isNotNegative();
    }

    @Test
    default void cancelledFutureSaysSoAndTheChannelGoesOn() throws Exception {
        Path path = ChannelFiles.file(1 << 20);
        try (AsynchronousFileChannel channel = open(path, READ)) {
            for (int round = 0; round < 100; round++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
                Future<Integer> read = channel.read(buffer, 0);
                if (read.cancel(false)) {
                    assertThat(read.isCancelled()).isTrue();
                    assertThatThrownBy(read::get).isInstanceOf(CancellationException.class);
                    assertThat(read.isDone()).isTrue();
                } else {
                    assertThat(read.get()).isEqualTo(1 << 16);
                }
                assertThat(read.cancel(false)).isFalse();
            }
            assertThat(channel.read(ByteBuffer.allocate(10), 0).get()).isEqualTo(10);
        }
    }
}
