package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassCountsTest {
    private final ClassCounts counts = new ClassCounts();

    @Test
    void aDepthBelongsToTheGreatestClassNotAboveIt() {
        for (int depth : new int[] {1, 2, 3, 4, 7, 8, 31, 32, 63, 64, 5000}) {
            counts.depth(depth);
        }
        assertThat(counts.depths().counts()).containsExactly(1L, 2L, 2L, 1L, 1L, 2L, 2L);
    }

    @Test
    void aBatchBelongsToTheLeastClassNotBelowIt() {
        for (int size : new int[] {0, 1, 4, 5, 8, 9, 16, 17, 32, 33, 64, 65, 5000}) {
            counts.batch(size);
        }
        assertThat(counts.batches().counts()).containsExactly(1L, 2L, 2L, 2L, 2L, 2L, 2L);
    }
}
