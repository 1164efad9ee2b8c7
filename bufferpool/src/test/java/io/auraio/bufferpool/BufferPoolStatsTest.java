package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferPoolStatsTest {
    private final BufferPool pool = BufferPool.open();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aPoolThatWasNotUsedHasMappedNothing() {
        BufferPoolStats stats = pool.stats();
        assertThat(stats.mappedBytes()).isZero();
        assertThat(stats.slabCount()).isZero();
        assertThat(stats.allocatedCount()).isZero();
        assertThat(stats.sizeClasses()).hasSize(16);
        assertThat(stats.sizeClasses().getFirst().capacityBytes()).isEqualTo(4096);
        assertThat(stats.sizeClasses().getLast().capacityBytes()).isEqualTo(128 << 20);
    }

    @Test
    void aPlatformThreadMissesOnceAndIsServedByItsCacheThen() {
        for (int i = 0; i < 10; i++) {
            pool.allocate(4096).close();
        }
        SizeClassStats stats = pool.stats().sizeClasses().getFirst();
        assertThat(stats.missCount()).isEqualTo(1);
        assertThat(stats.threadCacheHitCount()).isEqualTo(9);
        assertThat(stats.shardHitCount()).isZero();
        // A batch of 32 went to the cache, of which one was handed out.
        assertThat(stats.threadCachedCount()).isEqualTo(32);
        assertThat(stats.slabFreeCount()).isEqualTo(512 - 32);
        assertThat(pool.stats().threadCacheCount()).isEqualTo(1);
    }

    @Test
    void aVirtualThreadHasNoCacheAndIsServedByTheShards() throws Exception {
        Thread.startVirtualThread(() -> {
            for (int i = 0; i < 10; i++) {
                pool.allocate(4096).close();
            }
        })
                .join();
        SizeClassStats stats = pool.stats().sizeClasses().getFirst();
        assertThat(stats.missCount()).isEqualTo(1);
        assertThat(stats.shardHitCount()).isEqualTo(9);
        assertThat(stats.threadCacheHitCount()).isZero();
        assertThat(stats.threadCachedCount()).isZero();
        assertThat(pool.stats().threadCacheCount()).isZero();
    }

    @Test
    void sizesAboveAMebibyteAreKeptInShardsAndAboveEightInSlabs() {
        pool.allocate(8 << 20).close();
        pool.allocate(16 << 20).close();
        BufferPoolStats stats = pool.stats();
        assertThat(stats.sizeClasses().get(11).shardCachedCount()).isEqualTo(1);
        assertThat(stats.sizeClasses().get(12).slabFreeCount()).isEqualTo(1);
        assertThat(stats.cachedBytes()).isEqualTo(8 << 20);
        assertThat(stats.mappedBytes()).isEqualTo(24 << 20);
    }

    @Test
    void shardsAreAboutOneForFourProcessorsAndAPowerOfTwo() {
        assertThat(new Shards(1).count()).isEqualTo(2);
        assertThat(new Shards(8).count()).isEqualTo(2);
        assertThat(new Shards(12).count()).isEqualTo(4);
        assertThat(new Shards(64).count()).isEqualTo(16);
        assertThat(new Shards(1023).count()).isEqualTo(256);
        assertThat(new Shards(100_000).count()).isEqualTo(256);
    }
}
