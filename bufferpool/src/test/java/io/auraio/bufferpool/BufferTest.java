package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferTest {
    private final BufferPool pool = BufferPool.open();

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void viewsAreOfExactlyTheSizeAskedFor() {
        try (Buffer buffer = pool.allocate(5000)) {
            assertThat(buffer.sizeBytes()).isEqualTo(5000);
            assertThat(buffer.capacityBytes()).isEqualTo(8192);
            assertThat(buffer.segment().byteSize()).isEqualTo(5000);
            assertThat(buffer.byteBuffer().capacity()).isEqualTo(5000);
            assertThat(buffer.slab().segment().asSlice(buffer.slabOffset(), 5000)).isEqualTo(buffer.segment());
        }
    }

    @Test
    void returningTwiceIsRefused() {
        Buffer buffer = pool.allocate(4096);
        buffer.close();
        assertThatIllegalStateException()
                .isThrownBy(buffer::close)
                .withMessage("buffer returned twice: capacityBytes=4096, slabOffset=0, returned");
    }

    @Test
    void aReturnedBufferIsRefusedAlsoWhenItsMemoryHasANewOwner() {
        Buffer stale = pool.allocate(4096);
        stale.close();
        try (Buffer fresh = pool.allocate(4096)) {
            assertThat(fresh.slabOffset()).isZero();
            assertThat(stale.isOpen()).isFalse();
            String message =
                    "buffer used after it was returned: capacityBytes=4096, slabOffset=0, returned";
            assertThatIllegalStateException().isThrownBy(stale::segment).withMessage(message);
            assertThatIllegalStateException().isThrownBy(stale::byteBuffer).withMessage(message);
            assertThatIllegalStateException().isThrownBy(stale::sizeBytes).withMessage(message);
            assertThatIllegalStateException().isThrownBy(stale::capacityBytes).withMessage(message);
            assertThatIllegalStateException().isThrownBy(stale::slab).withMessage(message);
            assertThatIllegalStateException().isThrownBy(stale::slabOffset).withMessage(message);
            assertThatIllegalStateException().isThrownBy(stale::pin).withMessage(message);
            assertThatIllegalStateException().isThrownBy(stale::close).withMessageStartingWith("buffer returned twice");
            assertThat(fresh.isOpen()).isTrue();
        }
    }

    @Test
    void aPinnedBufferIsNotReturnedUntilItsLastUnpin() {
        Buffer buffer = pool.allocate(4096);
        buffer.pin();
        buffer.pin();
        assertThatIllegalStateException()
                .isThrownBy(buffer::close)
                .withMessage("buffer returned while an operation uses it:"
                        + " capacityBytes=4096, slabOffset=0, pins=2");
        buffer.unpin();
        assertThatIllegalStateException().isThrownBy(buffer::close).withMessageEndingWith("pins=1");
        buffer.unpin();
        buffer.close();
        assertThat(pool.stats().inUseCount()).isZero();
    }

    @Test
    void unpinningWithoutAPinIsRefused() {
        try (Buffer buffer = pool.allocate(1)) {
            assertThatIllegalStateException()
                    .isThrownBy(buffer::unpin)
                    .withMessage("buffer unpinned without a pin:"
                            + " capacityBytes=4096, slabOffset=0, pins=0");
        }
    }

    @Test
    void aViewKeptBeyondTheLifeOfThePoolIsRefused() {
        Buffer buffer = pool.allocate(4096);
        MemorySegment kept = buffer.segment();
        buffer.close();
        pool.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> kept.get(ValueLayout.JAVA_BYTE, 0))
                .withMessage("Already closed");
    }

    @Test
    void ofAPinAndAReturnThatRaceExactlyOneWins() throws Exception {
        for (int round = 0; round < 2000; round++) {
            Buffer buffer = pool.allocate(4096);
            CyclicBarrier start = new CyclicBarrier(2);
            AtomicInteger wins = new AtomicInteger();
            Thread pinner = Thread.startVirtualThread(() -> raceFor(wins, start, buffer::pin));
            raceFor(wins, start, buffer::close);
            pinner.join();
            assertThat(wins).hasValue(1);
            if (buffer.isOpen()) {
                buffer.unpin();
                buffer.close();
            }
        }
        assertThat(pool.stats().inUseCount()).isZero();
    }

    private static void raceFor(AtomicInteger wins, CyclicBarrier start, Runnable step) {
        try {
            start.await();
            step.run();
            wins.incrementAndGet();
        } catch (IllegalStateException lost) {
            // the other one was first
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
