package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MagazineTest {
    private static final int CLASS_64_KIB = 4;

    private final BufferPool pool = BufferPool.open();
    private final CutSlab slab = new CutSlab(pool, new ArenaSlabSource().map(2 << 20, 4096, false), CLASS_64_KIB);
    private final Magazine magazine = new Magazine(Thread.currentThread(), CLASS_64_KIB);

    @AfterEach
    void unmap() {
        slab.slab.close();
        pool.close();
    }

    @Test
    void whatWasPutInLastComesOutFirst() {
        Chunk first = slab.take();
        Chunk second = slab.take();
        magazine.push(first);
        magazine.push(second);
        assertThat(magazine.pop()).isSameAs(second);
        assertThat(magazine.pop()).isSameAs(first);
        assertThat(magazine.pop()).isNull();
        assertThat(magazine.hitCount()).isEqualTo(2);
    }

    @Test
    void theOwnerSkipsWhatOthersHaveDrained() {
        Chunk drained = slab.take();
        magazine.push(drained);
        List<Chunk> chunks = new ArrayList<>();
        magazine.drain(chunks);
        assertThat(chunks).containsExactly(drained);
        assertThat(magazine.pop()).isNull();
    }

    @Test
    void aStaleHintDoesNotTakeAChunkFromItsNewOwner() {
        Chunk chunk = slab.take();
        magazine.push(chunk);
        magazine.drain(new ArrayList<>());
        chunk.lend();
        assertThat(magazine.pop()).isNull();
        assertThat(chunk.isLent()).isTrue();
    }

    @Test
    void aReturnThatIsRefusedLeavesTheMagazineAsItWas() {
        Chunk chunk = slab.take();
        chunk.lend();
        long lease = chunk.lease();
        chunk.pin(lease);
        assertThat(magazine.push(chunk, lease)).isFalse();
        chunk.unpin(lease);
        assertThat(magazine.push(chunk, lease)).isTrue();
        assertThat(magazine.pop()).isSameAs(chunk);
        assertThat(magazine.pop()).isNull();
    }

    @Test
    void aFullMagazineMakesRoomByABatch() {
        while (!magazine.isFull()) {
            magazine.push(slab.take());
        }
        List<Chunk> batch = new ArrayList<>();
        magazine.popBatch(batch);
        assertThat(batch).hasSize(magazine.batchChunks()).noneMatch(Chunk::isCached);
        assertThat(magazine.isFull()).isFalse();
    }

    @Test
    void onlyWhatNobodyUsedSinceTheLastRoundIsIdle() {
        magazine.push(slab.take());
        List<Chunk> idle = new ArrayList<>();
        magazine.drainIdle(idle);
        assertThat(idle).isEmpty();
        Chunk used = magazine.pop();
        magazine.push(used, used.lease());
        magazine.drainIdle(idle);
        assertThat(idle).isEmpty();
        magazine.drainIdle(idle);
        assertThat(idle).hasSize(1);
    }

    @Test
    void whenOwnerAndDrainerRaceEachChunkGoesToOne() throws Exception {
        int rounds = 20_000;
        AtomicInteger drained = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Chunk> back = new ArrayList<>();
        Thread drainer = Thread.ofPlatform().start(() -> {
            List<Chunk> chunks = new ArrayList<>();
            while (done.get() == 0) {
                magazine.drain(chunks);
                for (Chunk chunk : chunks) {
                    // Would fail its assertion where the owner had the chunk too.
                    chunk.lend();
                    chunk.retire(chunk.lease());
                    drained.incrementAndGet();
                    synchronized (back) {
                        back.add(chunk);
                    }
                }
                chunks.clear();
            }
        });
        for (int i = 0; i < 8; i++) {
            back.add(slab.take());
        }
        int popped = 0;
        for (int i = 0; i < rounds; i++) {
            synchronized (back) {
                while (!back.isEmpty() && !magazine.isFull()) {
                    magazine.push(back.removeLast());
                }
            }
            Chunk chunk = magazine.pop();
            if (chunk != null) {
                popped++;
                assertThat(chunk.isLent()).isTrue();
                assertThat(magazine.push(chunk, chunk.lease())).isTrue();
            }
        }
        done.set(1);
        drainer.join();
        magazine.drain(back);
        assertThat(back).hasSize(8).doesNotHaveDuplicates();
        assertThat(popped + drained.get()).isPositive();
    }
}
