package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferPoolTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, (128 << 20) + 1, Long.MAX_VALUE})
    void aSizeOutOfRangeIsRefusedByNameAndRange(long sizeBytes) {
        try (BufferPool pool = BufferPool.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.allocate(sizeBytes))
                    .withMessage("sizeBytes must be from 1 to 134217728: sizeBytes=" + sizeBytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {512, 4096, 65536, 2 << 20})
    void everyBufferHasTheAlignmentAskedFor(long alignment) {
        try (BufferPool pool = BufferPool.open(
                BufferPoolOptions.builder().alignmentBytes(alignment).build())) {
            List<Buffer> buffers = new ArrayList<>();
            for (long size = 1; size <= 4 * MIB; size *= 3) {
                Buffer buffer = pool.allocate(size);
                assertThat(buffer.segment().address() % alignment).isZero();
                assertThat(buffer.capacityBytes()).isGreaterThanOrEqualTo(size);
                buffers.add(buffer);
            }
            buffers.forEach(Buffer::close);
        }
    }

    @Test
    void atTheLimitAnAllocationIsRefusedAndAReturnMakesRoom() {
        try (BufferPool pool = limitedTo4MiB()) {
            Buffer first = pool.allocate(4 * MIB);
            assertThatExceptionOfType(PoolExhaustedException.class)
                    .isThrownBy(() -> pool.allocate(4096))
                    .withMessage("the buffer pool is at its limit: sizeBytes=4096, maxBytes=4194304,"
                            + " mappedBytes=4194304");
            first.close();
            pool.allocate(4096).close();
        }
    }

    @Test
    void aWaitAtTheLimitEndsWithItsTimeout() throws Exception {
        try (BufferPool pool = limitedTo4MiB();
                Buffer all = pool.allocate(4 * MIB)) {
            assertThat(all.isOpen()).isTrue();
            assertThatExceptionOfType(PoolExhaustedException.class)
                    .isThrownBy(() -> pool.allocate(1, Duration.ofMillis(1)))
                    .withMessageEndingWith(", waited=PT0.001S");
        }
    }

    @Test
    void aWaitAtTheLimitEndsWhenABufferIsReturned() throws Exception {
        try (BufferPool pool = limitedTo4MiB()) {
            Buffer all = pool.allocate(4 * MIB);
            CompletableFuture<Long> waiter = CompletableFuture.supplyAsync(() -> waitFor(pool, 4096));
            all.close();
            assertThat(waiter.get()).isEqualTo(4096);
        }
    }

    @Test
    void aClosedPoolRefusesToAllocateAndItsBuffersStayValidUntilReturned() {
        BufferPool pool = BufferPool.open();
        Buffer out = pool.allocate(4096);
        pool.close();
        pool.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> pool.allocate(4096))
                .withMessage("the buffer pool is closed");
        out.segment().fill((byte) 7);
        assertThat(pool.stats().mappedBytes()).isEqualTo(2 * MIB);
        out.close();
        assertThat(pool.stats().mappedBytes()).isZero();
    }

    private static BufferPool limitedTo4MiB() {
        return BufferPool.open(BufferPoolOptions.builder().maxBytes(4 * MIB).build());
    }

    private static long waitFor(BufferPool pool, long sizeBytes) {
        try (Buffer buffer = pool.allocate(sizeBytes, Duration.ofMinutes(1))) {
            return buffer.sizeBytes();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
