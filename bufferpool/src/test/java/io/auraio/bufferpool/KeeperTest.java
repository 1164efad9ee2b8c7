package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goes the keeper's rounds by hand: its own first one would come after half a day. */
class KeeperTest {
    private static final BufferPoolOptions OPTIONS =
            BufferPoolOptions.builder().idleTimeout(Duration.ofDays(1)).build();

    @Test
    void memoryThatNobodyUsesGoesBackWithinFourRounds() {
        try (BufferPool pool = BufferPool.open(OPTIONS)) {
            pool.allocate(4096).close();
            pool.allocate(3 << 20).close();
            assertThat(pool.stats().mappedBytes()).isEqualTo((2 << 20) + (4 << 20));
            for (int round = 0; round < 4; round++) {
                pool.goRound();
            }
            assertThat(pool.stats().mappedBytes()).isZero();
        }
    }

    @Test
    void memoryThatIsUsedInEachRoundStays() {
        try (BufferPool pool = BufferPool.open(OPTIONS)) {
            for (int round = 0; round < 10; round++) {
                pool.allocate(4096).close();
                pool.goRound();
            }
            assertThat(pool.stats().missCount()).isEqualTo(1);
            assertThat(pool.stats().threadCacheHitCount()).isEqualTo(9);
        }
    }

    @Test
    void aBufferThatIsOutKeepsItsSlabMapped() {
        try (BufferPool pool = BufferPool.open(OPTIONS);
                Buffer out = pool.allocate(4096)) {
            for (int round = 0; round < 10; round++) {
                pool.goRound();
            }
            out.segment().fill((byte) 1);
            assertThat(pool.stats().slabCount()).isEqualTo(1);
            assertThat(pool.stats().cachedBytes()).isZero();
        }
    }

    @Test
    void aRoundTakesWhatDeadThreadsHaveLeft() throws Exception {
        try (BufferPool pool = BufferPool.open(OPTIONS)) {
            Thread thread = Thread.ofPlatform().start(() -> pool.allocate(4096).close());
            thread.join();
            assertThat(pool.stats().cachedBytes()).isPositive();
            assertThat(pool.stats().threadCacheCount()).isEqualTo(1);
            pool.goRound();
            assertThat(pool.stats().cachedBytes()).isZero();
            assertThat(pool.stats().threadCacheCount()).isZero();
            assertThat(pool.stats().allocatedCount()).isEqualTo(1);
        }
    }

    @Test
    void theHighWaterMarkOfAShardGivesChunksBackToTheirSlabs() {
        try (BufferPool pool = BufferPool.open(OPTIONS)) {
            List<Buffer> out = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                out.add(pool.allocate(4096));
            }
            out.forEach(Buffer::close);
            SizeClassStats stats = pool.stats().sizeClasses().getFirst();
            assertThat(stats.inUseCount()).isZero();
            assertThat(stats.threadCachedCount()).isLessThanOrEqualTo(SizeClass.threadCacheChunks(0));
            assertThat(stats.shardCachedCount()).isLessThanOrEqualTo(SizeClass.shardChunks(0));
            assertThat(stats.slabFreeCount()).isGreaterThan(1500);
        }
    }

    @Test
    void theKeeperEndsWithThePool() throws Exception {
        Thread keeper;
        try (BufferPool pool = BufferPool.open(OPTIONS)) {
            pool.allocate(4096).close();
            keeper = keeperThreads().getLast();
        }
        keeper.join();
        assertThat(keeper.isAlive()).isFalse();
    }

    @Test
    void theKeeperWorksByItselfWhereTheTimeoutIsShort() {
        BufferPoolOptions shortTimeout =
                BufferPoolOptions.builder().idleTimeout(Duration.ofMillis(1)).build();
        try (BufferPool pool = BufferPool.open(shortTimeout)) {
            pool.allocate(4096).close();
            while (pool.stats().mappedBytes() > 0) {
                Thread.yield();
            }
        }
    }

    @Test
    void aThreadDoesNotKeepAClosedPoolAlive() {
        WeakReference<BufferPool> gone = openUseAndClose();
        while (gone.get() != null) {
            System.gc();
        }
    }

    private static WeakReference<BufferPool> openUseAndClose() {
        BufferPool pool = BufferPool.open(OPTIONS);
        pool.allocate(4096).close();
        pool.close();
        return new WeakReference<>(pool);
    }

    private static List<Thread> keeperThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("auraio-bufferpool-keeper"))
                .sorted(Comparator.comparingLong(Thread::threadId))
                .toList();
    }
}
