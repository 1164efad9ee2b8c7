package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RequestHandleProperties {

    @Property
    void handleGivesBackItsPartsAndIsNeverNegative(
            @ForAll @IntRange(max = RequestHandle.MAX_RINGS - 1) int ring,
            @ForAll @LongRange long generation,
            @ForAll @IntRange(max = RequestHandle.MAX_SLOTS - 1) int slot) {
        long handle = RequestHandle.of(ring, generation, slot);
        assertThat(handle).isNotNegative();
        assertThat(RequestHandle.ring(handle)).isEqualTo(ring);
        assertThat(RequestHandle.generation(handle)).isEqualTo(generation & RequestHandle.GENERATION_MASK);
        assertThat(RequestHandle.slot(handle)).isEqualTo(slot);
    }
}
