package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking calls on virtual threads: they park, and their carriers are free. */
@Timeout(120)
class VirtualThreadsKernelTest {

    @Test
    void tenThousandReadAtOnceAndEveryByteIsRight() throws Exception {
        int threads = 10_000;
        int blocks = 512;
        Path path = TestFile.create("virtual", blocks);
        AtomicInteger good = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads);
        try (Engine engine = Engine.open(); AsyncFile file = DirectFiles.openOrCached(engine, path)) {
            List<Thread> started = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                long offset = (long) t % blocks * TestFile.BLOCK;
                started.add(Thread.startVirtualThread(() -> {
                    all.countDown();
                    try {
                        all.await();
                        ByteBuffer buffer = ByteBuffer.allocate(TestFile.BLOCK);
                        file.readFully(buffer, offset);
                        if (TestFile.firstWrong(MemorySegment.ofBuffer(buffer.flip()), offset) < 0) {
                            good.incrementAndGet();
                        }
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            for (Thread thread : started) {
                thread.join();
            }
        }
        assertThat(good).hasValue(threads);
    }


    @Test
    void carriersAreFreeWhileAllWait() throws Exception {
        int threads = 200;
        ConcurrentLinkedQueue<String> pinned = new ConcurrentLinkedQueue<>();
        try (RecordingStream events = new RecordingStream(); Engine engine = Engine.open(); AsyncFile pipe = Pipes.open(engine, "virtual-free")) {
            events.enable("jdk.VirtualThreadPinned").withoutThreshold();
            events.onEvent("jdk.VirtualThreadPinned", event -> {
                if (String.valueOf(event.getStackTrace()).contains("io.auraio")) {
                    pinned.add(event.toString());
                }
            });
            events.startAsync();
            AtomicInteger interrupted = new AtomicInteger();
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                waiting.add(Thread.startVirtualThread(() -> {
                    assertThatThrownBy(() -> pipe.read(ByteBuffer.allocateDirect(8), 0))
                            .isInstanceOf(InterruptedIOException.class)
                            .hasMessageEndingWith("the thread was interrupted; the file stays open");
                    if (Thread.currentThread().isInterrupted()) {
                        interrupted.incrementAndGet();
                    }
                }));
            }
            // The limit is 64 for each engine at first: most wait for room, the others for the pipe. This one computes meanwhile.
            AtomicLong sum = new AtomicLong();
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < 10_000_000; i++) {
                    sum.addAndGet(i);
                }
            }).join();
            assertThat(sum).hasValue(49999995000000L);
            assertThat(waiting).allMatch(Thread::isAlive);
            waiting.forEach(Thread::interrupt);
            for (Thread thread : waiting) {
                thread.join();
            }
            assertThat(interrupted).hasValue(threads);
            assertThat(engine.stats().inFlight()).isZero();
            events.stop();
        }
        assertThat(pinned).isEmpty();
    }
}
