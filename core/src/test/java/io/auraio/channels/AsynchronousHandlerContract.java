package io.auraio.channels;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who calls the {@link CompletionHandler} of an {@link AsynchronousFileChannel}, and with what. */
interface AsynchronousHandlerContract extends AsynchronousFileChannelContract {

    private static ExecutorService namedThread() {
        return Executors.newSingleThreadExecutor(task -> Thread.ofPlatform().name("handlers").unstarted(task));
    }

    @Test
    default void handlersRunOnTheExecutorWithTheirAttachment() throws Exception {
        Path path = ChannelFiles.file(10);
        try (ExecutorService executor = namedThread();
                AsynchronousFileChannel channel = open(path, Set.of(READ, WRITE), executor)) {
            Object attachment = new Object();
            Handler<Integer, Object> read = new Handler<>();
            channel.read(ByteBuffer.allocate(4), 0, attachment, read);
            assertThat(read.get().attachment()).isSameAs(attachment);
            assertThat(read.get().thread().getName()).isEqualTo("handlers");
            Handler<Integer, Object> write = new Handler<>();
            channel.write(ByteBuffer.allocate(4), 0, null, write);
            assertThat(write.get().attachment()).isNull();
            assertThat(write.get().thread().getName()).isEqualTo("handlers");
            Handler<Integer, Object> empty = new Handler<>();
            channel.read(ByteBuffer.allocate(0), 0, attachment, empty);
            assertThat(empty.get().thread().getName()).isEqualTo("handlers");
        }
    }

    @Test
    default void handlersThatReadAgainDoNotPileUpOnTheStack() throws Exception {
        int reads = 20_000;
        Path path = ChannelFiles.file(10);
        try (ExecutorService executor = namedThread();
                AsynchronousFileChannel channel = open(path, Set.of(READ), executor)) {
            CountDownLatch done = new CountDownLatch(reads);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            ByteBuffer buffer = ByteBuffer.allocateDirect(10);
            channel.read(buffer, 0, 0, new CompletionHandler<Integer, Integer>() {
                @Override
                public void completed(Integer result, Integer round) {
                    done.countDown();
                    if (round + 1 < reads) {
                        channel.read(buffer.clear(), 0, round + 1, this);
                    }
                }

                @Override
                public void failed(Throwable error, Integer round) {
                    failure.set(error);
                }
            });
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    default void handlerThatThrowsDoesNotDisturbTheOthers() throws Exception {
        Path path = ChannelFiles.file(10);
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        CountDownLatch thrown = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newCachedThreadPool(task -> Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, error) -> {
                            uncaught.set(error);
                            thrown.countDown();
                        })
                        .unstarted(task));
                AsynchronousFileChannel channel = open(path, Set.of(READ), executor)) {
            RuntimeException mine = new RuntimeException("the handler's own");
            channel.read(ByteBuffer.allocate(1), 0, "", new CompletionHandler<Integer, String>() {
                @Override
                public void completed(Integer result, String attachment) {
                    throw mine;
                }

                @Override
                public void failed(Throwable error, String attachment) {
                    throw new AssertionError("what the handler throws is not the read's failure", error);
                }
            });
            assertThat(thrown.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(uncaught.get()).isSameAs(mine);
            assertThat(AsynchronousFileChannelContract.read(channel, ByteBuffer.allocate(3), 0)).isEqualTo(3);
        }
    }

    @Test
    default void handlersMayWaitForEachOther() throws Exception {
        int handlers = 2 * Runtime.getRuntime().availableProcessors();
        CountDownLatch allRun = new CountDownLatch(handlers);
        CountDownLatch allMet = new CountDownLatch(handlers);
        try (AsynchronousFileChannel channel = open(ChannelFiles.file(10), READ)) {
            for (int i = 0; i < handlers; i++) {
                channel.read(ByteBuffer.allocate(1), 0, "", new CompletionHandler<Integer, String>() {
                    @Override
                    public void completed(Integer result, String attachment) {
                        allRun.countDown();
                        try {
                            allRun.await();
                            allMet.countDown();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }

                    @Override
                    public void failed(Throwable error, String attachment) {
                        // Then allMet stays up.
                    }
                });
            }
            assertThat(allMet.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    default void handlerMayWaitForAnotherOperation() throws Exception {
        Path path = ChannelFiles.file(10);
        try (ExecutorService executor = namedThread();
                AsynchronousFileChannel channel = open(path, Set.of(READ), executor)) {
            AtomicReference<Object> inner = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            channel.read(ByteBuffer.allocate(1), 0, "", new CompletionHandler<Integer, String>() {
                @Override
                public void completed(Integer result, String attachment) {
                    try (AsynchronousFileChannel other = open(path, READ)) {
                        // A future, which needs no thread of the executor to complete.
                        inner.set(other.read(ByteBuffer.allocate(5), 0).get());
                    } catch (Exception e) {
                        inner.set(e);
                    }
                    done.countDown();
                }

                @Override
                public void failed(Throwable error, String attachment) {
                    inner.set(error);
                    done.countDown();
                }
            });
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(inner.get()).isEqualTo(5);
        }
    }

    @Test
    default void handlerMayCloseTheChannel() throws Exception {
        AsynchronousFileChannel channel = open(ChannelFiles.file(10), READ);
        CountDownLatch closed = new CountDownLatch(1);
        channel.read(ByteBuffer.allocate(1), 0, "", new CompletionHandler<Integer, String>() {
            @Override
            public void completed(Integer result, String attachment) {
                try {
                    channel.close();
                    closed.countDown();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void failed(Throwable error, String attachment) {}
        });
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }
}
