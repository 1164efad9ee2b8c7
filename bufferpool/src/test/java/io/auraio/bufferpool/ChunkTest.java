package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkTest {
    private final BufferPool pool = BufferPool.open();
    private final Chunk chunk = new CutSlab(pool, new ArenaSlabSource().map(2 << 20, 4096, false), 0).take();

    @AfterEach
    void unmap() {
        chunk.home.slab.close();
        pool.close();
    }

    @Test
    void aLeaseEndsOnce() {
        chunk.lend();
        long lease = chunk.lease();
        assertThat(chunk.isLent(lease)).isTrue();
        assertThat(chunk.cache(lease)).isTrue();
        assertThat(chunk.cache(lease)).isFalse();
        assertThat(chunk.retire(lease)).isFalse();
        assertThat(chunk.isCached()).isTrue();
    }

    @Test
    void aCachedChunkGoesToOneClaimOnly() {
        chunk.lend();
        chunk.cache(chunk.lease());
        assertThat(chunk.claim()).isTrue();
        assertThat(chunk.claim()).isFalse();
        assertThat(chunk.evict()).isFalse();
    }

    @Test
    void anEvictedChunkCannotBeClaimed() {
        chunk.lend();
        chunk.cache(chunk.lease());
        assertThat(chunk.evict()).isTrue();
        assertThat(chunk.claim()).isFalse();
        assertThat(chunk.evict()).isFalse();
        assertThat(chunk.isCached()).isFalse();
    }

    @Test
    void anIdleChunkCannotBeClaimed() {
        assertThat(chunk.claim()).isFalse();
    }

    @Test
    void everyLeaseIsAnotherOne() {
        chunk.lend();
        long first = chunk.lease();
        chunk.cache(first);
        chunk.claim();
        long second = chunk.lease();
        chunk.retire(second);
        chunk.lend();
        assertThat(chunk.lease()).isNotIn(first, second);
        assertThat(chunk.isLent(first)).isFalse();
        assertThat(chunk.pin(first)).isFalse();
        assertThat(chunk.pins(first)).isEqualTo(-1);
    }

    @Test
    void pinsAreCountedUpToTheirWidthAndNeverSpillIntoTheLease() {
        chunk.lend();
        long lease = chunk.lease();
        for (int i = 0; i < 65535; i++) {
            assertThat(chunk.pin(lease)).isTrue();
        }
        assertThat(chunk.pin(lease)).isFalse();
        assertThat(chunk.pins(lease)).isEqualTo(65535);
        assertThat(chunk.isLent(lease)).isTrue();
        assertThat(chunk.retire(lease)).isFalse();
        for (int i = 0; i < 65535; i++) {
            assertThat(chunk.unpin(lease)).isTrue();
        }
        assertThat(chunk.unpin(lease)).isFalse();
        assertThat(chunk.retire(lease)).isTrue();
    }
}
