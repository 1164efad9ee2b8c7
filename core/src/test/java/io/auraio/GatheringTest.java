package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many one enter takes of those that have gathered. */
class GatheringTest {

    private static final int LOOK_INTERVAL = 256;

    private final Gathering gathering = new Gathering();

    @Test
    void twoWhereTheDeviceHasNothingToDo() {
        assertThat(gathering.portion(32, 0)).isEqualTo(2);
        assertThat(gathering.portion(32, 1)).isEqualTo(2);
        assertThat(gathering.portion(32, -1)).as("the ring's own operations lie in the queue too").isEqualTo(2);
    }

    @Test
    void asManyAsTheDeviceHas() {
        assertThat(gathering.portion(32, 5)).isEqualTo(5);
        assertThat(gathering.portion(32, 16)).isEqualTo(16);
    }

    @Test
    void allWhereFewerWouldBeLeft() {
        assertThat(gathering.portion(3, 0)).isEqualTo(3);
        assertThat(gathering.portion(4, 0)).isEqualTo(2);
        assertThat(gathering.portion(32, 17)).isEqualTo(32);
        assertThat(gathering.portion(32, 100)).isEqualTo(32);
        assertThat(gathering.portion(0, 0)).isZero();
    }

    @Test
    void allWhereThresholdIsAskedFor() {
        gathering.fix(4);
        assertThat(gathering.portion(32, 0)).isEqualTo(32);
        gathering.fix(Gathering.TUNED);
        assertThat(gathering.portion(32, 0)).isEqualTo(2);
    }

    @Test
    void allWhileTheLastWereDoneWithinTheirEnterButForALookInAWhile() {
        gathering.enteredPortion(2, 2);
        int portions = 0;
        for (int i = 0; i < 2 * LOOK_INTERVAL; i++) {
            portions += gathering.portion(32, 0) == 2 ? 1 : 0;
        }
        assertThat(portions).isEqualTo(2);
        gathering.enteredPortion(2, 1);
        assertThat(gathering.portion(32, 0)).isEqualTo(2);
    }
}
