package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two rings under one limit: what the driver of one takes to submit, and cannot, while the other's has room and looks. */
@Timeout(60)
class BacklogHandsKernelTest {

    private static final EngineOptions OPTIONS =
            EngineOptions.builder().ringCount(2).queueDepth(1).adaptive(false).ringSelection(RingSelection.ROUND_ROBIN).build();

    private final AtomicIntegerArray enters = new AtomicIntegerArray(2);

    /** How often the driver of ring 1 had entered when its read had ended. */
    private final AtomicInteger entersBefore = new AtomicInteger();

    private final CountDownLatch ended = new CountDownLatch(1);

    private Engine open() throws Exception {
        AtomicInteger kernels = new AtomicInteger();
        return Engine.open(OPTIONS, () -> {
            int ring = kernels.getAndIncrement();
            return new InjectedKernel(n -> {
                enters.set(ring, n);
                return 0;
            });
        });
    }

    /** A read of the pipe, which ends by being cancelled; the ring that takes it is the one that has room. */
    private long read(Engine engine, AsyncFile pipe) {
        Buffer buffer = engine.allocate(16);
        long request;
        do {
            request = pipe.read(buffer, 0, (handle, result) -> {
                assertThat(result).isEqualTo(-Errno.ECANCELED);
                buffer.close();
                if (RequestHandle.ring(handle) == 1) {
                    entersBefore.compareAndSet(0, enters.get(1));
                    ended.countDown();
                }
            });
        } while (request == Engine.AGAIN);
        return request;
    }

    /** Ring 0 is full again, and ring 1 empty and its driver about to sleep, when ring 0 is asked to take the bytes. */
    private record Bytes(MemorySegment segment, Runnable inHands) implements UserMemory {
        @Override
        public Object held() {
            return null;
        }

        @Override
        public MemorySegment next() {
            inHands.run();
            return segment;
        }

        @Override
        public boolean transferred(int result) {
            return false;
        }

        @Override
        public long done() {
            return 0;
        }

        @Override
        public void end() {}
    }

    @Test
    void whatADriverPutsBackIsTakenByTheOtherThatLookedMeanwhile() throws Exception {
        try (Arena arena = Arena.ofShared();
                Engine engine = open();
                AsyncFile file = engine.open(TestFile.create("hands", 1));
                AsyncFile pipe = Pipes.open(engine, "hands")) {
            long[] reads = new long[2];
            for (int i = 0; i < 2; i++) {
                long request = read(engine, pipe);
                reads[RequestHandle.ring(request)] = request;
            }
            AtomicInteger taken = new AtomicInteger();
            CountDownLatch waits = new CountDownLatch(1);
            Bytes bytes = new Bytes(arena.allocate(TestFile.BLOCK), () -> {
                if (waits.getCount() == 0 && Thread.currentThread().getName().equals("auraio-ring-0") && taken.getAndIncrement() == 0) {
                    read(engine, pipe);
                    engine.cancel(reads[1]);
                    awaitLookOfTheOther();
                }
            });
            IoFuture<Integer> read = new IoFuture<Integer>(Transfer.READ, file, bytes, 0).start();
            assertThat(engine.stats().waiting()).isOne();
            waits.countDown();
            assertThat(engine.cancel(reads[0])).isTrue();
            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(TestFile.BLOCK);
            assertThat(taken).hasValue(1);
            pipe.cancelAll();
        }
    }

    /** An enter that began behind the end of its read began behind a look at who waits. */
    private void awaitLookOfTheOther() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        while (enters.get(1) <= entersBefore.get()) {
            Thread.onSpinWait();
        }
    }
}
